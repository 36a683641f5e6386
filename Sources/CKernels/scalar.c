// The functions of columns for one number: the same source, so the same bits.
#define WIDTH 2
#define LANES 2
#include "CKernels.h"
#include "columns.h"

double kernels_exp(double x) { return exp_of(all(x))[0]; }

double kernels_log(double x) { return log_of(all(x))[0]; }

double kernels_pow(double x, double y) { return pow_of(all(x), all(y))[0]; }

double kernels_logistic(double x) { return logistic_of(all(x))[0]; }

// exp(x) - 1 by the polynomial of exp where that cancels.
double kernels_expm1(double x) {
  if (!(x > -0.34 && x < 0.34)) return kernels_exp(x) - 1;
  return x + exp_tail(all(x))[0];
}

// log(1 + x): the logarithm of the rounded sum, corrected for what the rounding took (Goldberg, 1991, theorem 4).
double kernels_log1p(double x) {
  double sum = 1 + x;
  if (sum == 1 || x == __builtin_inf()) return x;
  if (sum <= 0) return kernels_log(sum);
  return kernels_log(sum) - ((sum - 1) - x) / sum;
}

double kernels_normal_quantile(double lower, double upper) {
  return normal_quantile(lower, upper);
}

double kernels_normal_probability(double z) { return normal_lower(all(z))[0]; }
