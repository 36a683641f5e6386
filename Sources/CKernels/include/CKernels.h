/// Kernels in C, because Swift can't compile a function for an instruction set that is chosen at run time.
#ifndef REROUTE_CKERNELS_H
#define REROUTE_CKERNELS_H

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

#endif
