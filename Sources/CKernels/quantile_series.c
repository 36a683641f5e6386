// Taylor series of the logit of a beta quantile, or the logarithm of a gamma quantile, along the normal quantile.
#define WIDTH 2
#define LANES 2
#include "CKernels.h"
#include "exponential.h"

enum { TERMS = KERNELS_SERIES_TERMS };

// The sum of p[i] q[k - i], i = 0…k.
INLINE double product_term(const double *p, const double *q, int k) {
  double even = 0, odd = 0;
  int i = 0;
  for (; i < k; i += 2) {
    even += p[i] * q[k - i];
    odd += p[i + 1] * q[k - i - 1];
  }
  return i == k ? even + p[k] * q[0] + odd : even + odd;
}

int kernels_quantile_series(double a, double b, double z, double t, double slope, double step,
                            int count, double *series) {
  for (int n = 0; n < count; n++) {
    // In u = (z' - z) / step: t' = g, x' = p g, g' = -g (step z' + w g), with p = x (1 - x) and w = a (1 - x) - b x for beta,
    // p = x and w = a - x for gamma. It is t' = normal density / density of t, differentiated.
    double g[TERMS], x[TERMS], p[TERMS], w[TERMS], q[TERMS];
    double *values = series + n * TERMS;
    values[0] = t;
    g[0] = step * slope;
    double y = 1, rate = 1;
    if (b > 0) {
      x[0] = kernels_logistic(t);
      y = kernels_logistic(-t);
      w[0] = a * y - b * x[0];
      rate = a + b;
    } else {
      x[0] = kernels_exp(t);
      w[0] = a - x[0];
    }
    for (int k = 0; k + 1 < TERMS; k++) {
      if (b > 0) {
        // x (1 - x), the products with the first term of 1 - x apart, which may be tiny.
        double inner = 0;
        for (int i = 1; i < k; i++) inner += x[i] * x[k - i];
        p[k] = k == 0 ? x[0] * y : x[k] * (y - x[0]) - inner;
      } else {
        p[k] = x[k];
      }
      q[k] = product_term(w, g, k);
      if (k == 0) q[k] += step * z;
      if (k == 1) q[k] += step * step;
      const double share = 1.0 / (k + 1);
      values[k + 1] = g[k] * share;
      x[k + 1] = product_term(p, g, k) * share;
      g[k + 1] = -product_term(g, q, k) * share;
      w[k + 1] = -rate * x[k + 1];
    }
    // The next step starts at u = 1.
    double sum = 0, rise = 0;
    for (int k = TERMS - 1; k >= 0; k--) {
      sum += values[k];
      rise += k * values[k];
    }
    double size = sum < 0 ? -sum : sum;
    double last = 0;
    for (int k = TERMS - 2; k < TERMS; k++) last += values[k] < 0 ? -values[k] : values[k];
    if (!(last <= 1e-14 * (size > 1 ? size : 1))) return n;
    t = sum;
    slope = rise / step;
    z += step;
  }
  return count;
}
