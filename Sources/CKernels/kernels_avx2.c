// The kernels for AVX2.
#if defined(__x86_64__)
#include <immintrin.h>
#define WIDTH 4
#define LANES 8
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include "kernels.h"

const struct kernels kernels_avx2 = KERNELS_TABLE;
#pragma clang attribute pop
#endif
