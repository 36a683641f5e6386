// All kernels, and the table of those of one instruction set.
#include "CKernels.h"
#include "columns.h"
#include "pieces.h"
#include "random.h"
#include "summaries.h"

#define KERNELS_TABLE                                                                          \
  {                                                                                            \
    .uniforms = uniforms, .exponential = exponential, .logarithm = logarithm, .power = power,  \
    .square_root = square_root, .logistic = logistic, .floor_down = floor_down,                \
    .round_away = round_away, .normal_probability = normal_probability, .normal = normal,      \
    .lognormal = lognormal, .logit_normal = logit_normal, .uniform = uniform,                  \
    .triangular = triangular, .beta = beta, .gamma = gamma, .is_within = is_within, .bin = bin,        \
    .bin_pieces = bin_pieces, .collect = collect, .sums = sums, .total = total                                 \
  }
