// Vectors of LANES doubles, and what all kernels use. A file that includes this has set the target, WIDTH, the doubles in a vector of
// the machine, and LANES, as many or twice as many: two vectors side by side share the loads of constants.
#ifndef REROUTE_VECTORS_H
#define REROUTE_VECTORS_H

#include <stdint.h>

// A product and a sum are rounded each, on every machine.
#pragma STDC FP_CONTRACT OFF

// How wide vectors are passed differs between instruction sets; here they are only passed to functions that are inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

typedef double vd __attribute__((ext_vector_type(LANES)));
typedef int64_t vi __attribute__((ext_vector_type(LANES)));
typedef uint64_t vu __attribute__((ext_vector_type(LANES)));
typedef int32_t vs __attribute__((ext_vector_type(LANES)));

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

typedef double wd __attribute__((ext_vector_type(WIDTH)));
typedef int64_t wi __attribute__((ext_vector_type(WIDTH)));

#if WIDTH == 8

// The lanes of a mask as bits.
INLINE unsigned lane_bits(wi mask) { return _mm512_movepi64_mask((__m512i)mask); }

// The lanes whose bits are set, moved together to the first places.
INLINE wd packed(wd v, unsigned mask) { return (wd)_mm512_maskz_compress_pd(mask, (__m512d)v); }

// The first lanes of a vector moved to the places whose bits are set, the others from elsewhere.
INLINE wd unpacked(wd v, unsigned mask, wd elsewhere) {
  return (wd)_mm512_mask_expand_pd((__m512d)elsewhere, mask, (__m512d)v);
}

#elif WIDTH == 4

INLINE unsigned lane_bits(wi mask) { return _mm256_movemask_pd((__m256d)mask); }

// Pairs of 32-bit places for each mask, to move lanes together and apart.
#define PAIR(i) 2 * i, 2 * i + 1
#define ORDER(a, b, c, d) {PAIR(a), PAIR(b), PAIR(c), PAIR(d)}
static const int32_t together[16][8] __attribute__((aligned(32))) = {
    ORDER(0, 0, 0, 0), ORDER(0, 0, 0, 0), ORDER(1, 0, 0, 0), ORDER(0, 1, 0, 0),
    ORDER(2, 0, 0, 0), ORDER(0, 2, 0, 0), ORDER(1, 2, 0, 0), ORDER(0, 1, 2, 0),
    ORDER(3, 0, 0, 0), ORDER(0, 3, 0, 0), ORDER(1, 3, 0, 0), ORDER(0, 1, 3, 0),
    ORDER(2, 3, 0, 0), ORDER(0, 2, 3, 0), ORDER(1, 2, 3, 0), ORDER(0, 1, 2, 3)};
static const int32_t apart[16][8] __attribute__((aligned(32))) = {
    ORDER(0, 0, 0, 0), ORDER(0, 0, 0, 0), ORDER(0, 0, 0, 0), ORDER(0, 1, 0, 0),
    ORDER(0, 0, 0, 0), ORDER(0, 0, 1, 0), ORDER(0, 0, 1, 0), ORDER(0, 1, 2, 0),
    ORDER(0, 0, 0, 0), ORDER(0, 0, 0, 1), ORDER(0, 0, 0, 1), ORDER(0, 1, 0, 2),
    ORDER(0, 0, 0, 1), ORDER(0, 0, 1, 2), ORDER(0, 0, 1, 2), ORDER(0, 1, 2, 3)};

INLINE wd moved(wd v, const int32_t *order) {
  return (wd)_mm256_permutevar8x32_ps((__m256)v, _mm256_load_si256((const __m256i *)order));
}

INLINE wd packed(wd v, unsigned mask) { return moved(v, together[mask]); }

INLINE wd unpacked(wd v, unsigned mask, wd elsewhere) {
  wi bit = {1, 2, 4, 8};
  wi is_set = ((wi)(int64_t)mask & bit) == bit;
  return is_set ? moved(v, apart[mask]) : elsewhere;
}

#else

INLINE unsigned lane_bits(wi mask) { return (mask[0] & 1) | (mask[1] & 2); }

INLINE wd packed(wd v, unsigned mask) { return (wd){mask & 1 ? v[0] : v[1], v[1]}; }

INLINE wd unpacked(wd v, unsigned mask, wd elsewhere) {
  return (wd){mask & 1 ? v[0] : elsewhere[0], mask == 3 ? v[1] : mask == 2 ? v[0] : elsewhere[1]};
}

#endif

#endif
