// Counting into bins of several widths, and the values of a range.
#ifndef REROUTE_PIECES_H
#define REROUTE_PIECES_H

#include <float.h>

#include "CKernels.h"
#include "summaries.h"

// Blends rather than look-ups: eight comparisons of whole vectors cost less than a gather for each value.
INLINE vs piece_index(vd x, const double *pieces, int n, double last) {
  vd held = x > -DBL_MAX ? x : all(-DBL_MAX);
  held = held < DBL_MAX ? held : all(DBL_MAX);
  vd start = all(0.0), scale = all(0.0), base = all(0.0);
  for (int k = 0; k < n; k++) {
    vi isIn = held >= all(pieces[k]);
    start = isIn ? all(pieces[n + k]) : start;
    scale = isIn ? all(pieces[2 * n + k]) : scale;
    base = isIn ? all(pieces[3 * n + k]) : base;
  }
  vd found = (held - start) * scale + base;
  found = found < last ? found : all(last);
  found = x == x ? found : all(last + 1);
  return __builtin_convertvector(found, vs);
}

static void bin_pieces(const double *values, long count, const double *pieces, int piece_count,
                       int bins, uint32_t *counts) {
  enum { CHUNK = 64 };
  const double last = bins - 1;
  int32_t index[CHUNK];
  long i = 0;
  for (; i + CHUNK <= count; i += CHUNK) {
    for (int j = 0; j < CHUNK; j += LANES) {
      vs found = piece_index(load(values + i + j), pieces, piece_count, last);
      __builtin_memcpy(index + j, &found, sizeof found);
    }
    for (int j = 0; j < CHUNK; j++) counts[index[j]]++;
  }
  for (; i < count; i++) counts[piece_index(all(values[i]), pieces, piece_count, last)[0]]++;
}

static long collect(const double *values, long count, const double *ranges, int range_count,
                    double *found) {
  enum { CHUNK = 64 };
  int64_t isIn[CHUNK];
  long n = 0;
  for (long i = 0; i < count; i += CHUNK) {
    const long m = count - i < CHUNK ? count - i : CHUNK;
    double rest[CHUNK];
    const double *from = values + i;
    if (m < CHUNK) {
      for (long j = 0; j < CHUNK; j++) rest[j] = j < m ? from[j] : __builtin_nan("");
      from = rest;
    }
    for (int j = 0; j < CHUNK; j += LANES) {
      vd x = load(from + j);
      vi mask = (vi)(int64_t)0;
      for (int r = 0; r < range_count; r++)
        mask |= (x >= all(ranges[2 * r])) & (x <= all(ranges[2 * r + 1]));
      __builtin_memcpy(isIn + j, &mask, sizeof mask);
    }
    for (long j = 0; j < m; j++) {
      found[n] = from[j];
      n -= isIn[j];
    }
  }
  return n;
}

#endif
