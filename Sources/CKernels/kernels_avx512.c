// The kernels for AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>
#define WIDTH 8
#define LANES 16
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#include "kernels.h"

const struct kernels kernels_avx512 = KERNELS_TABLE;
#pragma clang attribute pop
#endif
