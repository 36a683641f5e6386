// All kernels, and the table of those of one instruction set.
#include "CKernels.h"
#include "summaries.h"

#define KERNELS_TABLE \
  { .bin = bin, .sums = sums }
