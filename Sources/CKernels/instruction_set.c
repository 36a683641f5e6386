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

extern const struct kernels kernels_baseline, kernels_avx2, kernels_avx512;

const struct kernels *kernels_for(int instruction_set) {
#if defined(__x86_64__)
  if (instruction_set == KERNELS_AVX512) return &kernels_avx512;
  if (instruction_set == KERNELS_AVX2) return &kernels_avx2;
#endif
  return &kernels_baseline;
}
