// The standard normal distribution: quantiles by Wichura's AS 241 (1988, PPND16), and the cumulative probability.
#ifndef REROUTE_NORMAL_H
#define REROUTE_NORMAL_H

#include "exponential.h"

#define HORNER(x, a0, a1, a2, a3, a4, a5, a6, a7) \
  (a0 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * (a5 + x * (a6 + x * a7)))))))

// For |q| ≤ 0.425, q the probability less 1/2.
INLINE vd quantile_centre(vd q) {
  vd r = 0.180625 - q * q;
  vd top = HORNER(r, 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
                  1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                  3.3430575583588128105e+4, 2.5090809287301226727e+3);
  vd bottom = HORNER(r, 1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2,
                     5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
                     2.8729085735721942674e+4, 5.2264952788528545610e+3);
  return q * top / bottom;
}

// The magnitude of the quantile for r = sqrt(-log tail) ≤ 5.
INLINE vd quantile_middle(vd r) {
  r -= 1.6;
  vd top = HORNER(r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                  3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                  2.27238449892691845833e-2, 7.74545014278341407640e-4);
  vd bottom = HORNER(r, 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
                     6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
                     5.47593808499534494600e-4, 1.05075007164441684324e-9);
  return top / bottom;
}

INLINE vd quantile_far(vd r) {
  r -= 5.0;
  vd top = HORNER(r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                  2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                  2.71155556874348757815e-5, 2.01033439929228813265e-7);
  vd bottom = HORNER(r, 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
                     1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
                     1.42151175831644588870e-7, 2.04426310338993978564e-15);
  return top / bottom;
}

// The magnitude of the quantile whose nearer tail is this.
APART double quantile_of_tail(double tail) {
  if (!(tail > 0)) return tail == 0 ? __builtin_inf() : __builtin_nan("");
  vd r = __builtin_elementwise_sqrt(magnitude(log_of(all(tail))));
  return r[0] <= 5 ? quantile_middle(r)[0] : quantile_far(r)[0];
}

// The quantile of two tails that add up to 1.
static double normal_quantile(double lower, double upper) {
  double q = 0.5 * (lower - upper);
  if (q >= -0.425 && q <= 0.425) return quantile_centre(all(q))[0];
  double size = quantile_of_tail(q < 0 ? lower : upper);
  return q < 0 ? -size : size;
}

// The quantiles of a few probabilities: the centre of all of them at once, the 15 % in the tails gathered and done at once too.
enum { NORMAL_CHUNK = 256 };

struct normal_tails {
  // The magnitudes of the tails' quantiles, each with its sign, in order.
  double quantiles[NORMAL_CHUNK + LANES];
  // For each vector of the machine, which of its lanes are in the tails.
  uint8_t masks[NORMAL_CHUNK / WIDTH];
};

// Sets z[i] for u[i] in the centre and keeps the rest; count is a multiple of LANES, at most a chunk.
INLINE void normal_centre(double *z, const double *u, long count, struct normal_tails *tails) {
  long kept = 0;
  for (long i = 0; i < count; i += LANES) {
    vd lower = load(u + i);
    vd upper = 1.0 - lower;
    vd q = 0.5 * (lower - upper);
    store(z + i, quantile_centre(q));
    vi is_tail = ~(magnitude(q) <= 0.425);
    vd tail = with_sign(q < 0.0 ? lower : upper, q);
    for (int j = 0; j < LANES / WIDTH; j++) {
      unsigned mask = lane_bits(((wi *)&is_tail)[j]);
      tails->masks[i / WIDTH + j] = mask;
      wd kept_here = packed(((wd *)&tail)[j], mask);
      __builtin_memcpy(tails->quantiles + kept, &kept_here, sizeof kept_here);
      kept += __builtin_popcount(mask);
    }
  }
  store(tails->quantiles + kept, all(0.25));
  for (long i = 0; i < kept; i += LANES) {
    vd tail = load(tails->quantiles + i);
    vd r = __builtin_elementwise_sqrt(-log_core(magnitude(tail), 0));
    vd size = quantile_middle(r);
    if (__builtin_expect(any(~(r <= 5.0)), 0)) {
      for (int j = 0; j < LANES; j++)
        if (!(r[j] <= 5)) size[j] = quantile_of_tail(magnitude(tail)[j]);
    }
    store(tails->quantiles + i, with_sign(size, tail));
  }
}

// The next vector of quantiles: those of the centre, with the tails put in their places.
INLINE vd with_tails(vd centre, long index, long *used, const struct normal_tails *tails) {
  vd z;
  for (int j = 0; j < LANES / WIDTH; j++) {
    unsigned mask = tails->masks[index * (LANES / WIDTH) + j];
    wd next;
    __builtin_memcpy(&next, tails->quantiles + *used, sizeof next);
    ((wd *)&z)[j] = unpacked(next, mask, ((wd *)&centre)[j]);
    *used += __builtin_popcount(mask);
  }
  return z;
}

// P(X > z) for z ≥ 0: exp(-z²/2) G((z - 4) / (z + 4)) / (z + 4), G by Chebyshev's interpolation at 23 points to 1e-16.
INLINE vd normal_upper(vd z) {
  // From 38.6 on the result is 0.
  z = z < 40.0 ? z : all(40.0);
  vd t = (z - 4.0) / (z + 4.0);
  vd t2 = t * t;
  vd even = -9.653425420228504e-10 + all(0.0);
  vd odd = 7.26954547902669e-11 + all(0.0);
  even = 1.392402399350171e-08 + t2 * even;
  odd = 1.457859334703646e-08 + t2 * odd;
  even = -7.63808205349045e-08 + t2 * even;
  odd = -1.5426320536771075e-07 + t2 * odd;
  even = 2.6368248576407624e-07 + t2 * even;
  odd = 1.0198048518135172e-06 + t2 * odd;
  even = -6.25132104047868e-07 + t2 * even;
  odd = -5.918892731763236e-06 + t2 * odd;
  even = 7.150055959216099e-07 + t2 * even;
  odd = 3.5144181157760973e-05 + t2 * odd;
  even = -1.9078665316613576e-06 + t2 * even;
  odd = -0.0002310948183193762 + t2 * odd;
  even = 0.00013334425401904912 + t2 * even;
  odd = 0.0016308184418903596 + t2 * odd;
  even = -0.0034796923622425332 + t2 * even;
  odd = -0.007540188965593059 + t2 * odd;
  even = 0.06039657489069947 + t2 * even;
  odd = -0.18652185795969417 + t2 * odd;
  even = 0.38713740074221886 + t2 * even;
  odd = -0.6078966419718917 + t2 * odd;
  even = 0.7552851304157515 + t2 * even;
  vd g = even + t * odd;
  // z² in two parts: the square of the upper half is exact.
  vd high = number(bits(z) & 0xFFFFFFFFF8000000u);
  vd square = -0.5 * high * high;
  vd rest = -0.5 * (z - high) * (z + high);
  return exp_of_sum(square, rest) * g / (z + 4.0);
}

// P(X ≤ z), to 1e-15 of the smaller tail.
INLINE vd normal_lower(vd z) {
  vd upper = normal_upper(magnitude(z));
  return z < 0.0 ? upper : z == z ? 1.0 - upper : z;
}

#endif
