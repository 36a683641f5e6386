// pow, a vector at a time: fdlibm's e_pow.c (Sun, 1993) without its branches.
//
// log2 |x| is found in two doubles, the first of 21 bits, so that its product with the upper half of y is exact.
#ifndef REROUTE_POWER_H
#define REROUTE_POWER_H

#include "exponential.h"

INLINE vd upper_half(vd v) { return number(bits(v) & 0xFFFFFFFF00000000u); }

// (x 2^shift)^y as mantissa × 2^k for normal positive x, where the logarithm of the result to base 2, *exponent, is inside ±1100.
INLINE vd pow_parts(vd x, double shift, vd y, vd *exponent, vu *k) {
  // 2^n m = x with m in 1…2; at sqrt(3) it goes to the next n, from sqrt(3/2) on it's compared with 3/2.
  vu mantissa = bits(x) & 0x000FFFFFFFFFFFFFu;
  vu n_bits = bits(x) >> 52;
  vd m = number(mantissa | 0x3FF0000000000000u);
  // The thresholds are those of e_pow.c, which compare the upper halves.
  vi is_high = m >= number((vu)0x3FFBB67A00000000u);
  vi is_middle = (m >= number((vu)0x3FF3988F00000000u)) & ~is_high;
  m = is_high ? 0.5 * m : m;
  n_bits -= (vu)is_high;
  vd n = number(n_bits | 0x4330000000000000u) - (0x1p52 + 1023.0 - shift);
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
  *k = bits(rounded);
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
  return 1.0 - (e - z);
}

// The cases that e_pow.c lists, and what lies beyond the normal numbers.
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
  double shift = size < 0x1p-1022 ? -54 : 0;
  vd exponent;
  vu k;
  double mantissa = pow_parts(all(shift == 0 ? size : size * 0x1p54), shift, all(y), &exponent, &k)[0];
  if (exponent[0] > 1030) return sign * infinity;
  if (exponent[0] < -1080) return sign * 0;
  return sign * scaled(mantissa, k[0]);
}

INLINE vi pow_is_ordinary(vd x, vd exponent) {
  return (x >= 0x1p-1022) & (x <= 0x1.fffffffffffffp1023) & (magnitude(exponent) <= 1020.0);
}

APART void pow_again(double *result, const double *x, const double *y, const int64_t *is_ordinary) {
  for (int i = 0; i < LANES; i++)
    if (!is_ordinary[i]) result[i] = pow_apart(x[i], y[i]);
}

// x^y, less than one unit in the last place off, with the special cases of IEEE 754's pow.
INLINE vd pow_of(vd x, vd y) {
  vd exponent;
  vu k;
  vd mantissa = pow_parts(x, 0, y, &exponent, &k);
  vd result = number(bits(mantissa) + (k << 52));
  vi is_ordinary = pow_is_ordinary(x, exponent);
  if (__builtin_expect(any(~is_ordinary), 0)) {
    double values[LANES], x_values[LANES], y_values[LANES];
    int64_t mask[LANES];
    store(values, result);
    store(x_values, x);
    store(y_values, y);
    __builtin_memcpy(mask, &is_ordinary, sizeof mask);
    pow_again(values, x_values, y_values, mask);
    result = load(values);
  }
  return result;
}

#endif
