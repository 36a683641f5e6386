// Counting into bins, and sums in one fixed order.
#ifndef REROUTE_SUMMARIES_H
#define REROUTE_SUMMARIES_H

#include "CKernels.h"
#include "vectors.h"

INLINE vs bin_index(vd x, double offset, double scale, double last) {
  vd t = (x - offset) * scale;
  vd bin = t > 0.0 ? t : all(0.0);
  bin = bin < last ? bin : all(last);
  bin = t == t ? bin : all(last + 1);
  return __builtin_convertvector(bin, vs);
}

static void bin(const double *values, long count, double offset, double scale, int bins,
                uint32_t *counts) {
  enum { CHUNK = 64 };
  const double last = bins - 1;
  int32_t index[CHUNK];
  long i = 0;
  for (; i + CHUNK <= count; i += CHUNK) {
    for (int j = 0; j < CHUNK; j += LANES) {
      vs found = bin_index(load(values + i + j), offset, scale, last);
      __builtin_memcpy(index + j, &found, sizeof found);
    }
    for (int j = 0; j < CHUNK; j++) counts[index[j]]++;
  }
  for (; i < count; i++) counts[bin_index(all(values[i]), offset, scale, last)[0]]++;
}

// Sums go over eight lanes whatever the width of the machine's vectors, so that their order is one.
typedef double v8d __attribute__((ext_vector_type(8)));

INLINE double tree(const v8d *v) {
  return (((*v)[0] + (*v)[4]) + ((*v)[2] + (*v)[6])) + (((*v)[1] + (*v)[5]) + ((*v)[3] + (*v)[7]));
}

struct lanes8 {
  v8d sum, differences, squares, minimum, maximum, undefined;
};

INLINE void take8(struct lanes8 *s, const double *values, double centre) {
  v8d x, nothing = (v8d)0.0;
  __builtin_memcpy(&x, values, sizeof x);
  v8d d = x - centre;
  s->sum += x == x ? x : nothing;
  s->differences += x == x ? d : nothing;
  s->squares += x == x ? d * d : nothing;
  s->minimum = x < s->minimum ? x : s->minimum;
  s->maximum = x > s->maximum ? x : s->maximum;
  s->undefined += x == x ? nothing : (v8d)1.0;
}

static struct kernels_sums sums(const double *values, long count, double centre) {
  struct lanes8 s = {(v8d)0.0, (v8d)0.0, (v8d)0.0, (v8d)__builtin_inf(), (v8d)-__builtin_inf(),
                     (v8d)0.0};
  long i = 0;
  for (; i + 8 <= count; i += 8) take8(&s, values + i, centre);
  if (i < count) {
    // The lanes past the end hold NaN, which is left out; their count is taken off again.
    double rest[8];
    for (int j = 0; j < 8; j++) rest[j] = i + j < count ? values[i + j] : __builtin_nan("");
    take8(&s, rest, centre);
    s.undefined[0] -= (double)(i + 8 - count);
  }
  struct kernels_sums result = {tree(&s.sum), tree(&s.differences), tree(&s.squares),
                                __builtin_inf(), -__builtin_inf(), (long)tree(&s.undefined)};
  for (int j = 0; j < 8; j++) {
    if (s.minimum[j] < result.minimum) result.minimum = s.minimum[j];
    if (s.maximum[j] > result.maximum) result.maximum = s.maximum[j];
  }
  return result;
}

// One load and one addition a vector; only a column whose sum turns out undefined is looked through for NaN.
static double total(const double *values, long count, long *undefined) {
  v8d sum = 0.0, next = 0.0, x;
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __builtin_memcpy(&x, values + i, sizeof x);
    sum += x;
  }
  for (int j = 0; i + j < count; j++) sum[j] += values[i + j];
  double found = tree(&sum);
  *undefined = 0;
  if (found == found) return found;
  for (i = 0; i < count; i++) {
    if (values[i] == values[i]) next[i % 8] += values[i];
    else *undefined += 1;
  }
  return tree(&next);
}

#endif
