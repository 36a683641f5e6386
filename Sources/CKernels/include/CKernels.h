/// Kernels in C, because Swift can't compile a function for an instruction set that is chosen at run time.
///
/// Every function is built for each instruction set from one source, without fused multiply-add, contraction, reassociation or
/// libm: all sets give the same bits (of a NaN only that it is one). Columns may have any count; a destination may be an operand.
#ifndef REROUTE_CKERNELS_H
#define REROUTE_CKERNELS_H

#include <stdint.h>

/// The instruction sets that kernels are built for, each wider than the one before.
enum kernels_instruction_set {
  /// What every machine of the architecture has: SSE2 on x86-64, NEON on arm64.
  KERNELS_BASELINE = 0,
  KERNELS_AVX2 = 1,
  /// AVX-512 F, DQ, BW and VL.
  KERNELS_AVX512 = 2,
};

/// The widest instruction set that this machine and its system support.
int kernels_widest_instruction_set(void);

/// What one pass over a column finds, of the values that are not NaN.
struct kernels_sums {
  /// The sum of the values, of their differences from the centre, and of the squares of those.
  double sum, differences, squares;
  /// The least and the greatest value; infinity and minus infinity where there is none.
  double minimum, maximum;
  /// How many values are NaN.
  long undefined;
};

/// A function of normal quantiles from `first` on as polynomials of degree 5, one for each of `cells` cells, in the share of the
/// cell that is passed; six coefficients for each cell. Outside its ends the last cells go on.
struct kernels_table {
  const double *coefficients;
  long cells;
  double first, cells_per_unit;
};

/// The functions of one instruction set. Each reads `count` values of a column and writes as many; d may be one of the operands.
/// "ulp" is a unit in the last place of the result; the greatest errors are those that tests found.
struct kernels {
  /// Uniforms in (0, 1) of consecutive trials: Philox4x32-10, addressed as in RandomStream.swift.
  void (*uniforms)(double *d, long count, uint64_t seed, uint64_t key, uint64_t first_trial);

  /// exp(a), within 1 ulp.
  void (*exponential)(double *d, const double *a, long count);
  /// log(a), within 1 ulp; NaN unless a is above 0.
  void (*logarithm)(double *d, const double *a, long count);
  /// a to the power b, within 1 ulp, with the special cases of IEEE 754's pow.
  void (*power)(double *d, const double *a, const double *b, long count);
  /// The square root, rounded as IEEE 754 says.
  void (*square_root)(double *d, const double *a, long count);
  /// 1 / (1 + exp(-a)), within 2.5 ulp; 0 below -709.8.
  void (*logistic)(double *d, const double *a, long count);
  /// The greatest whole number not above a.
  void (*floor_down)(double *d, const double *a, long count);
  /// The nearest whole number, halves away from 0.
  void (*round_away)(double *d, const double *a, long count);
  /// The probability that a standard normal variable is at most a, to 1e-15 of it.
  void (*normal_probability)(double *d, const double *a, long count);

  /// The quantiles of probabilities in (0, 1): of the normal distribution (1e-15), what exp and the logistic function make of it,
  /// and of the uniform and triangular ones. Held to the finite numbers.
  void (*normal)(double *d, const double *u, long count, double mean, double deviation);
  void (*lognormal)(double *d, const double *u, long count, double mu, double sigma);
  void (*logit_normal)(double *d, const double *u, long count, double mu, double sigma);
  void (*uniform)(double *d, const double *u, long count, double low, double high);
  void (*triangular)(double *d, const double *u, long count, double low, double mode, double high);

  /// Quantiles by a table: logits of a beta distribution's stretched onto low…high, and logarithms of a gamma distribution's
  /// times a factor.
  void (*beta)(double *d, const double *u, long count, struct kernels_table table, double low, double high);
  void (*gamma)(double *d, const double *u, long count, struct kernels_table table, double scale);

  /// Whether all values of a column are within low…high.
  int (*is_within)(const double *a, long count, double low, double high);

  /// Adds one to counts[floor((value - offset) * scale)] for each value, held to 0…bins - 1; a NaN is counted in counts[bins].
  void (*bin)(const double *values, long count, double offset, double scale, int bins,
              uint32_t *counts);

  /// The sum of the values that are not NaN, in the order of `sums`, and how many are NaN.
  double (*total)(const double *values, long count, long *undefined);

  /// Sums of a column. Value i is added to lane i mod 8 in order, lanes are added as ((0+4)+(2+6))+((1+5)+(3+7)).
  struct kernels_sums (*sums)(const double *values, long count, double centre);

  /// Adds one to the bin of each value, where bins differ in width: a value from bounds[k] on and below bounds[k + 1] is in the
  /// bin floor((value - starts[k]) * scales[k] + bases[k]), one below bounds[0] in bin 0; infinities count as the largest
  /// numbers, a NaN is counted in counts[bins]. `pieces` holds the bounds, then the starts, the scales and the bases.
  void (*bin_pieces)(const double *values, long count, const double *pieces, int piece_count, int bins,
                     uint32_t *counts);

  /// Copies the values that lie in any of the ranges, given as least and greatest value of each, to `found` in their order;
  /// returns their count. `found` has room for all values.
  long (*collect)(const double *values, long count, const double *ranges, int range_count, double *found);
};

/// The functions of columns for one number, with the same bits.
double kernels_exp(double x);
double kernels_log(double x);
double kernels_pow(double x, double y);
double kernels_logistic(double x);
double kernels_normal_probability(double z);
/// The normal quantile of two probabilities that add up to 1, of which the smaller counts.
double kernels_normal_quantile(double lower, double upper);
/// exp(x) - 1 within 4 ulp and log(1 + x) within 2, also where x is small.
double kernels_expm1(double x);
double kernels_log1p(double x);

/// The terms of a series of `kernels_quantile_series`.
enum { KERNELS_SERIES_TERMS = 16 };

/// Taylor series of t(z), the logit of the beta (a, b) quantile, or with b = 0 the logarithm of the standard gamma (a) quantile,
/// of the probability whose normal quantile is z: `count` series, each for one step and in the share of it that is passed.
/// Starts at z, t and the slope dt/dz. Returns how many series have converged to 1e-14; less than count if one hasn't.
int kernels_quantile_series(double a, double b, double z, double t, double slope, double step,
                            int count, double *series);

/// The functions of an instruction set, which the machine must have.
const struct kernels *kernels_for(int instruction_set);

#endif
