// pow, a vector at a time: fdlibm's e_pow.c (Sun, 1993) without its branches.
//
// log2 |x| is found in two doubles, the first of 21 bits, so that its product with the upper half of y is exact.
#ifndef REROUTE_POWER_H
#define REROUTE_POWER_H

#include "vectors.h"

INLINE vd upper_half(vd v) { return number(bits(v) & 0xFFFFFFFF00000000u); }

// x^y for normal positive x; right where the exponent of the result, *exponent, is inside ±1021.
INLINE vd pow_core(vd x, vd y, vd *exponent) {
  // 2^n m = x with m in 1…2; at sqrt(3) it goes to the next n, from sqrt(3/2) on it's compared with 3/2.
  vu mantissa = bits(x) & 0x000FFFFFFFFFFFFFu;
  vu n_bits = bits(x) >> 52;
  vd m = number(mantissa | 0x3FF0000000000000u);
  // The thresholds are those of e_pow.c, which compare the upper halves.
  vi is_high = m >= number((vu)0x3FFBB67A00000000u);
  vi is_middle = (m >= number((vu)0x3FF3988F00000000u)) & ~is_high;
  m = is_high ? 0.5 * m : m;
  n_bits -= (vu)is_high;
  vd n = number(n_bits | 0x4330000000000000u) - (0x1p52 + 1023.0);
  vd base = is_middle ? all(1.5) : all(1.0);
  // s = (m - base) / (m + base), in two parts.
  vd u = m - base;
  vd v = 1.0 / (m + base);
  vd s = u * v;
  vd s_high = upper_half(s);
  vd t_high = upper_half(m + base);
  vd t_low = m - (t_high - base);
  vd s_low = v * ((u - s_high * t_high) - s_high * t_low);
  // log m = 2 s + 2/3 s³ + …
  vd s2 = s * s;
  vd r = s2 * s2 *
         (5.99999999999994648725e-01 +
          s2 * (4.28571428578550184252e-01 +
                s2 * (3.33333329818377432918e-01 +
                      s2 * (2.72728123808534006489e-01 +
                            s2 * (2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)))));
  r += s_low * (s_high + s);
  s2 = s_high * s_high;
  t_high = upper_half(3.0 + s2 + r);
  t_low = r - ((t_high - 3.0) - s2);
  u = s_high * t_high;
  v = s_low * t_high + t_low * s;
  // 2 / (3 log 2) × (s + …) = log2 m, in two parts.
  vd p_high = upper_half(u + v);
  vd p_low = v - (p_high - u);
  vd z_high = 9.61796700954437255859e-01 * p_high;
  vd z_low = -7.02846165095275826516e-09 * p_high + p_low * 9.61796693925975554329e-01 +
             (is_middle ? all(1.35003920212974897128e-08) : all(0.0));
  vd of_base = is_middle ? all(5.84962487220764160156e-01) : all(0.0);
  vd first = upper_half(((z_high + z_low) + of_base) + n);
  vd second = z_low - (((first - n) - of_base) - z_high);
  // y × log2 x.
  vd y_high = upper_half(y);
  p_low = (y - y_high) * first + y * second;
  p_high = y_high * first;
  vd z = p_low + p_high;
  *exponent = z;
  // 2^(p_high + p_low).
  vd rounded = z + ROUNDER;
  vu k = bits(rounded);
  p_high -= rounded - ROUNDER;
  vd t = upper_half(p_low + p_high);
  u = t * 6.93147182464599609375e-01;
  v = (p_low - (t - p_high)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09;
  z = u + v;
  vd w = v - (z - u);
  t = z * z;
  vd c = z - t * (1.66666666666666019037e-01 +
                  t * (-2.77777777770155933842e-03 +
                       t * (6.61375632143793436117e-05 +
                            t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  vd e = (z * c) / (c - 2.0) - (w + z * w);
  vd result = 1.0 - (e - z);
  return number(bits(result) + (k << 52));
}

// The cases that e_pow.c lists, and results beyond the normal numbers.
APART double pow_apart(double x, double y) {
  const double infinity = __builtin_inf();
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  double size = x < 0 ? -x : x, y_size = y < 0 ? -y : y;
  // Whether y is whole, and odd; all numbers from 2^53 on are even.
  int is_whole = y_size >= 0x1p53 || (double)(int64_t)y == y;
  int is_odd = y_size < 0x1p53 && is_whole && ((int64_t)y & 1);
  int is_negative = bits(all(x))[0] >> 63;
  double sign = is_negative && is_odd ? -1 : 1;
  if (y_size == infinity) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? infinity : 0;
  }
  if (size == 0 || size == infinity) return (size == 0) == (y > 0) ? sign * 0 : sign * infinity;
  if (is_negative && !is_whole) return __builtin_nan("");
  if (size == 1) return sign;
  // |x| = x' 2^(2 shift), x' normal.
  vd exponent;
  if (size < 0x1p-1022) {
    // x^y = (2^54 x)^y × 2^(-54 y); y is too small for another end only where the result is normal.
    double scaled = size * 0x1p54;
    pow_core(all(scaled), all(y), &exponent);
    double z = exponent[0] - 54 * y;
    if (z > 1025) return sign * infinity;
    if (z < -1080) return sign * 0;
    double root = pow_core(all(scaled), all(y * 0.5), &exponent)[0];
    double back = pow_core(all(0x1p-54), all(y * 0.5), &exponent)[0];
    return sign * (root * back) * (root * back);
  }
  double whole = pow_core(all(size), all(y), &exponent)[0];
  double z = exponent[0];
  if (!(z < 1025)) return sign * (z > 0 ? infinity : whole);
  if (z < -1080) return sign * 0;
  if (z > -1021 && z < 1021) return sign * whole;
  return sign * whole;
}

#endif
