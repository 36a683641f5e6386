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

/// The functions of one instruction set.
struct kernels {
  /// Adds one to counts[floor((value - offset) * scale)] for each value, held to 0…bins - 1; a NaN is counted in counts[bins].
  void (*bin)(const double *values, long count, double offset, double scale, int bins,
              uint32_t *counts);

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

/// The functions of an instruction set, which the machine must have.
const struct kernels *kernels_for(int instruction_set);

#endif
