// Uniform random numbers by Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011), as RandomStream.swift says.
#ifndef REROUTE_RANDOM_H
#define REROUTE_RANDOM_H

#include "vectors.h"

#define LOW_WORD 0xFFFFFFFFu

typedef uint64_t wu __attribute__((ext_vector_type(WIDTH)));

// (k + 1/2) 2^-52 for the upper 52 bits k of a word; every step is exact.
INLINE wd unit(wu word) {
  wu pattern = word >> 12 | 0x3FF0000000000000u;
  wd one;
  __builtin_memcpy(&one, &pattern, sizeof one);
  return one - (1.0 - 0x1p-53);
}

// The uniforms of WIDTH pairs of trials: those of the even trials and of the odd ones.
INLINE void philox(wu pair, uint64_t seed, uint64_t key, wd *even, wd *odd) {
  wu x = pair & LOW_WORD, y = pair >> 32, z = (wu)(key & LOW_WORD), w = (wu)(key >> 32);
  uint64_t first = seed & LOW_WORD, second = seed >> 32;
  // Only the low halves of x and z count for the products, so what stands above them is left there.
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    wu left = (x & LOW_WORD) * 0xD2511F53u;
    wu right = (z & LOW_WORD) * 0xCD9E8D57u;
    x = (right >> 32) ^ y ^ first;
    y = right;
    z = (left >> 32) ^ w ^ second;
    w = left;
    first = (first + 0x9E3779B9u) & LOW_WORD;
    second = (second + 0xBB67AE85u) & LOW_WORD;
  }
  *even = unit((x & LOW_WORD) | y << 32);
  *odd = unit((z & LOW_WORD) | w << 32);
}

INLINE void put(double *p, wd v) { __builtin_memcpy(p, &v, sizeof v); }

// The uniforms of 2 WIDTH trials from an even one on.
INLINE void uniforms_from(double *d, uint64_t trial, uint64_t seed, uint64_t key) {
  wd even, odd;
  // The pairs are so ordered that interleaving the halves of 128 bits puts the trials in theirs.
#if WIDTH == 8
  const wu order = {0, 4, 1, 5, 2, 6, 3, 7};
#elif WIDTH == 4
  const wu order = {0, 2, 1, 3};
#else
  const wu order = {0, 1};
#endif
  philox(((trial >> 1) + order) & 0x7FFFFFFFFFFFFFFFu, seed, key, &even, &odd);
#if WIDTH == 8
  put(d, __builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14));
  put(d + 8, __builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15));
#elif WIDTH == 4
  put(d, __builtin_shufflevector(even, odd, 0, 4, 2, 6));
  put(d + 4, __builtin_shufflevector(even, odd, 1, 5, 3, 7));
#else
  put(d, __builtin_shufflevector(even, odd, 0, 2));
  put(d + 2, __builtin_shufflevector(even, odd, 1, 3));
#endif
}

static void uniforms(double *d, long count, uint64_t seed, uint64_t key, uint64_t first_trial) {
  double some[2 * WIDTH];
  long i = 0;
  if ((first_trial & 1) && count > 0) {
    uniforms_from(some, first_trial - 1, seed, key);
    d[i++] = some[1];
  }
  for (; i + 2 * WIDTH <= count; i += 2 * WIDTH) uniforms_from(d + i, first_trial + i, seed, key);
  if (i < count) {
    uniforms_from(some, first_trial + i, seed, key);
    for (long j = i; j < count; j++) d[j] = some[j - i];
  }
}

#endif
