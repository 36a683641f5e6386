// All kernels, and the table of those of one instruction set.
#include "CKernels.h"
#include "pieces.h"
#include "summaries.h"

#define KERNELS_TABLE \
  { .bin = bin, .sums = sums, .bin_pieces = bin_pieces, .collect = collect }
