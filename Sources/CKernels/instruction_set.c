#include "CKernels.h"

int kernels_widest_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return KERNELS_AVX512;
  if (__builtin_cpu_supports("avx2")) return KERNELS_AVX2;
#endif
  return KERNELS_BASELINE;
}
