// exp, log, pow and what is made of them, a vector at a time.
//
// Each has a core for ordinary arguments; lanes with others are done again, one by one, by a function apart. A lane's bits depend
// on nothing but its own argument.
#ifndef REROUTE_EXPONENTIAL_H
#define REROUTE_EXPONENTIAL_H

#include "vectors.h"

// log 2 in two parts (fdlibm, e_exp.c); the first has 32 bits of zero at its end, so that whole multiples of it are exact.
#define LOG2_HIGH 6.93147180369123816490e-01
#define LOG2_LOW 1.90821492927058770002e-10

// Added to a number below 2^51 it leaves the nearest whole number in the last bits: 3 × 2^51.
#define ROUNDER 6755399441055744.0

// exp(x + low) as mantissa × 2^k, low much less than x. The remainder r = x - k log 2 stays in two parts until the last sum.
INLINE vd exp_parts(vd x, vd low, vu *k) {
  vd z = x * 1.44269504088896338700 + ROUNDER;
  *k = bits(z);
  vd n = z - ROUNDER;
  vd high = x - n * LOG2_HIGH;
  vd rest = n * LOG2_LOW - low;
  vd r = high - rest;
  // (exp(r) - 1 - r) / r² to 2e-17 of exp(r): Chebyshev's interpolation on |r| ≤ log(2)/2, in Estrin's order.
  vd r2 = r * r, r4 = r2 * r2;
  vd p01 = 0.5 + r * 0x1.5555555555556p-3;
  vd p23 = 0x1.5555555553d4fp-5 + r * 0x1.11111111109adp-7;
  vd p45 = 0x1.6c16c17893833p-10 + r * 0x1.a01a01a7c8d47p-13;
  vd p67 = 0x1.a019b8ef67c6cp-16 + r * 0x1.71de0d9c145d0p-19;
  vd p89 = 0x1.2891a8c1d838dp-22 + r * 0x1.af38d53857513p-26;
  vd p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
  return 1.0 + (high + (r2 * p - rest));
}

// For |x| ≤ 708.
INLINE vd exp_core(vd x) {
  vu k;
  vd mantissa = exp_parts(x, all(0.0), &k);
  return number(bits(mantissa) + (k << 52));
}

APART double exp_apart(double x, double low) {
  if (x != x) return x;
  if (x > 709.8) return __builtin_inf();
  if (x < -745.2) return 0;
  vu k;
  double mantissa = exp_parts(all(x), all(low), &k)[0];
  // In two steps, so that a result below the normal numbers is rounded once, and one near the greatest isn't lost.
  int64_t exponent = ((int64_t)(k[0] << 52)) >> 52;
  int64_t half = exponent / 2;
  vd first = number((vu)(uint64_t)(half + 1023) << 52);
  vd second = number((vu)(uint64_t)(exponent - half + 1023) << 52);
  return mantissa * first[0] * second[0];
}

APART void exp_again(double *result, const double *x, const double *low) {
  for (int i = 0; i < LANES; i++)
    if (!(x[i] >= -708 && x[i] <= 708)) result[i] = exp_apart(x[i], low ? low[i] : 0);
}

// exp(x), at most 0.9 units in the last place off.
INLINE vd exp_of(vd x) {
  vd result = exp_core(x);
  if (__builtin_expect(any(~(magnitude(x) <= 708.0)), 0)) {
    double values[LANES], x_values[LANES];
    store(values, result);
    store(x_values, x);
    exp_again(values, x_values, 0);
    result = load(values);
  }
  return result;
}

// For normal positive x: fdlibm's e_log.c, by s = f / (2 + f) with 1 + f = x / 2^k in sqrt(1/2)…sqrt(2).
INLINE vd log_core(vd x) {
  vu t = bits(x) + (0x3FF0000000000000u - 0x3FE6A09E667F3BCDu);
  vu k = t >> 52;
  vd m = number(bits(x) - ((k - 1023) << 52));
  vd n = number(k | 0x4330000000000000u) - (0x1p52 + 1023.0);
  vd f = m - 1.0;
  vd s = f / (2.0 + f);
  vd z = s * s;
  vd w = z * z;
  vd even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  vd odd = z * (6.666666666666735130e-01 +
                w * (2.857142874366239149e-01 +
                     w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  vd half = 0.5 * f * f;
  return n * LOG2_HIGH - ((half - (s * (half + (even + odd)) + n * LOG2_LOW)) - f);
}

APART double log_apart(double x) {
  if (x != x) return x;
  if (x == 0) return -__builtin_inf();
  if (x < 0) return __builtin_nan("");
  if (x == __builtin_inf()) return x;
  // 2^54 x is normal; its logarithm's own bits are kept by adding to n what the core would have.
  vd n = all(-54.0);
  vd high = log_core(all(x * 0x1p54));
  return (high + n * LOG2_LOW)[0] + (n * LOG2_HIGH)[0];
}

APART void log_again(double *result, const double *x) {
  for (int i = 0; i < LANES; i++)
    if (!(x[i] >= 0x1p-1022 && x[i] <= 0x1.fffffffffffffp1023)) result[i] = log_apart(x[i]);
}

// log(x), less than one unit in the last place off.
INLINE vd log_of(vd x) {
  vd result = log_core(x);
  if (__builtin_expect(any(~((x >= 0x1p-1022) & (x <= 0x1.fffffffffffffp1023))), 0)) {
    double values[LANES], x_values[LANES];
    store(values, result);
    store(x_values, x);
    log_again(values, x_values);
    result = load(values);
  }
  return result;
}

INLINE vd logistic_of(vd x) { return 1.0 / (1.0 + exp_of(-x)); }

#endif
