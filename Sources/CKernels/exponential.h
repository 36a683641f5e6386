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

// exp(r) - 1 - r for |r| ≤ log(2)/2, to 6e-18 of exp(r): own minimax coefficients, in Estrin's order.
INLINE vd exp_tail(vd r) {
  vd r2 = r * r, r4 = r2 * r2;
  vd p01 = 0.5 + r * 0x1.5555555555555p-3;
  vd p23 = 0x1.55555555536abp-5 + r * 0x1.11111111195dap-7;
  vd p45 = 0x1.6c16c17b76659p-10 + r * 0x1.a01a015a36e9bp-13;
  vd p67 = 0x1.a019aee159866p-16 + r * 0x1.71dee97de6ea4p-19;
  vd p89 = 0x1.289c26ded3896p-22 + r * 0x1.ada7149513f92p-26;
  vd p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
  return r2 * p;
}

// exp(x + low) as mantissa × 2^k, low much less than x. The remainder r = x - k log 2 stays in two parts until the last sum.
INLINE vd exp_parts(vd x, vd low, vu *k) {
  vd z = x * 1.44269504088896338700 + ROUNDER;
  *k = bits(z);
  vd n = z - ROUNDER;
  vd high = x - n * LOG2_HIGH;
  vd rest = n * LOG2_LOW - low;
  vd r = high - rest;
  return 1.0 + (high + (exp_tail(r) - rest));
}


// mantissa × 2^k, in two steps: a result below the normal numbers is rounded once, and one near the greatest isn't lost.
// The exponent, within ±1100, is in the lowest twelve bits of k.
static double scaled(double mantissa, uint64_t k) {
  int64_t exponent = (int64_t)(k << 52) >> 52;
  int64_t half = exponent / 2;
  vd first = number((vu)(uint64_t)(half + 1023) << 52);
  vd second = number((vu)(uint64_t)(exponent - half + 1023) << 52);
  return mantissa * first[0] * second[0];
}

APART double exp_apart(double x, double low) {
  if (x != x) return x;
  if (x > 709.8) return __builtin_inf();
  if (x < -745.2) return 0;
  vu k;
  double mantissa = exp_parts(all(x), all(low), &k)[0];
  return scaled(mantissa, k[0]);
}

APART void exp_again(double *result, const double *x, const double *low) {
  for (int i = 0; i < LANES; i++)
    if (!(x[i] >= -708 && x[i] <= 708)) result[i] = exp_apart(x[i], low[i]);
}

// exp(x + low), low much less than x.
INLINE vd exp_of_sum(vd x, vd low) {
  vu k;
  vd mantissa = exp_parts(x, low, &k);
  vd result = number(bits(mantissa) + (k << 52));
  if (__builtin_expect(any(~(magnitude(x) <= 708.0)), 0)) {
    double values[LANES], x_values[LANES], low_values[LANES];
    store(values, result);
    store(x_values, x);
    store(low_values, low);
    exp_again(values, x_values, low_values);
    result = load(values);
  }
  return result;
}

// exp(x), less than one unit in the last place off.
INLINE vd exp_of(vd x) { return exp_of_sum(x, all(0.0)); }

// log(x 2^shift) for normal positive x: fdlibm's e_log.c, by s = f / (2 + f) with 1 + f = x / 2^k in sqrt(1/2)…sqrt(2).
INLINE vd log_core(vd x, double shift) {
  vu t = bits(x) + (0x3FF0000000000000u - 0x3FE6A09E667F3BCDu);
  vu k = t >> 52;
  vd m = number(bits(x) - ((k - 1023) << 52));
  vd n = number(k | 0x4330000000000000u) - (0x1p52 + 1023.0 - shift);
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
  return log_core(all(x * 0x1p54), -54)[0];
}

APART void log_again(double *result, const double *x) {
  for (int i = 0; i < LANES; i++)
    if (!(x[i] >= 0x1p-1022 && x[i] <= 0x1.fffffffffffffp1023)) result[i] = log_apart(x[i]);
}

// log(x), less than one unit in the last place off.
INLINE vd log_of(vd x) {
  vd result = log_core(x, 0);
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
