// Vectors of LANES doubles, and what all kernels use. A file that includes this has set LANES and the target.
#ifndef REROUTE_VECTORS_H
#define REROUTE_VECTORS_H

#include <stdint.h>

// A product and a sum are rounded each, on every machine.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

typedef double vd __attribute__((ext_vector_type(LANES)));
typedef int64_t vi __attribute__((ext_vector_type(LANES)));
typedef uint64_t vu __attribute__((ext_vector_type(LANES)));

INLINE vd load(const double *p) {
  vd v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(double *p, vd v) { __builtin_memcpy(p, &v, sizeof v); }

// A number in all lanes.
INLINE vd all(double x) { return (vd)x; }

INLINE vu bits(vd v) {
  vu u;
  __builtin_memcpy(&u, &v, sizeof u);
  return u;
}

INLINE vd number(vu u) {
  vd v;
  __builtin_memcpy(&v, &u, sizeof v);
  return v;
}

INLINE vd magnitude(vd v) { return number(bits(v) & 0x7FFFFFFFFFFFFFFFu); }

// The magnitude of one vector with the signs of another.
INLINE vd with_sign(vd v, vd sign) {
  return number((bits(v) & 0x7FFFFFFFFFFFFFFFu) | (bits(sign) & 0x8000000000000000u));
}

// Whether any lane of a mask is set.
INLINE int any(vi mask) { return __builtin_reduce_or(mask) != 0; }

#endif
