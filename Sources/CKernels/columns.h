// The functions of columns.
#ifndef REROUTE_COLUMNS_H
#define REROUTE_COLUMNS_H

#include "normal.h"
#include "power.h"

// Runs a body that reads the vector x and sets the vector result, over a column; the last lanes of one that doesn't fill whole
// vectors are a half.
#define FOR_COLUMN(d, a, count, ...)                                       \
  long i = 0;                                                              \
  for (; i + LANES <= (count); i += LANES) {                               \
    vd x = load((a) + i), result;                                          \
    __VA_ARGS__;                                                           \
    store((d) + i, result);                                                \
  }                                                                        \
  if (i < (count)) {                                                       \
    double rest[LANES];                                                    \
    fill_rest(rest, (a) + i, i + LANES - (count));                         \
    vd x = load(rest), result;                                             \
    __VA_ARGS__;                                                           \
    store(rest, result);                                                   \
    for (long j = i; j < (count); j++) (d)[j] = rest[j - i];               \
  }

INLINE void fill_rest(double *rest, const double *a, long missing) {
  for (long j = 0; j < LANES; j++) rest[j] = j < LANES - missing ? a[j] : 0.5;
}

static void exponential(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = exp_of(x))
}

static void logarithm(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = x == 0.0 ? all(__builtin_nan("")) : log_of(x))
}

static void logistic(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = logistic_of(x))
}

static void square_root(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = __builtin_elementwise_sqrt(x))
}

// The greatest whole number not above x; SSE2 has no instruction for it.
INLINE vd floor_of(vd x) {
  vd size = magnitude(x);
  vd whole = with_sign((size + 0x1p52) - 0x1p52, x);
  whole = whole > x ? whole - 1.0 : whole;
  return size < 0x1p52 ? whole : x;
}

// The nearest whole number, a half away from zero.
INLINE vd round_of(vd x) {
  vd size = magnitude(x);
  vd whole = floor_of(size);
  whole = size - whole >= 0.5 ? whole + 1.0 : whole;
  return size < 0x1p52 ? with_sign(whole, x) : x;
}

static void floor_down(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = floor_of(x))
}

static void round_away(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = round_of(x))
}

static void normal_probability(double *d, const double *a, long count) {
  FOR_COLUMN(d, a, count, result = normal_lower(x))
}

static void power(double *d, const double *a, const double *b, long count) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) store(d + i, pow_of(load(a + i), load(b + i)));
  if (i < count) {
    double x[LANES], y[LANES];
    fill_rest(x, a + i, i + LANES - count);
    fill_rest(y, b + i, i + LANES - count);
    store(x, pow_of(load(x), load(y)));
    for (long j = i; j < count; j++) d[j] = x[j - i];
  }
}

// The value pulled back from infinity to the greatest finite number.
INLINE vd finite(vd x) {
  const double greatest = 0x1.fffffffffffffp1023;
  x = x > greatest ? all(greatest) : x;
  return x < -greatest ? all(-greatest) : x;
}

// Turns a column of probabilities into normal quantiles z a chunk at a time; a body that reads z sets the result. Long bodies go over
// the column again instead: in one loop there are too few vectors under way to hide the time each takes (a beta quantile took
// 5.0 ns in one loop and 3.9 in three with AVX2, 9.3 and 7.5 with SSE2).
#define FOR_NORMAL(d, u, count, ...)                                       \
  struct normal_tails tails;                                               \
  for (long start = 0; start < (count); start += NORMAL_CHUNK) {           \
    long size = (count) - start < NORMAL_CHUNK ? (count) - start : NORMAL_CHUNK; \
    long whole = size / LANES * LANES, index = 0, used = 0;                \
    double rest[LANES];                                                    \
    if (whole > 0) {                                                       \
      normal_centre((d) + start, (u) + start, whole, &tails);              \
      for (; index < whole / LANES; index++) {                             \
        vd z = with_tails(load((d) + start + index * LANES), index, &used, &tails); \
        vd result;                                                         \
        __VA_ARGS__;                                                       \
        store((d) + start + index * LANES, result);                        \
      }                                                                    \
    }                                                                      \
    if (whole < size) {                                                    \
      fill_rest(rest, (u) + start + whole, LANES - (size - whole));        \
      normal_centre(rest, rest, LANES, &tails);                            \
      used = 0;                                                            \
      vd z = with_tails(load(rest), 0, &used, &tails);                     \
      vd result;                                                           \
      __VA_ARGS__;                                                         \
      store(rest, result);                                                 \
      for (long j = whole; j < size; j++) (d)[start + j] = rest[j - whole]; \
    }                                                                      \
  }

static void normal(double *d, const double *u, long count, double mean, double deviation) {
  FOR_NORMAL(d, u, count, result = finite(mean + deviation * z))
}

static void lognormal(double *d, const double *u, long count, double mu, double sigma) {
  { FOR_NORMAL(d, u, count, result = mu + sigma * z) }
  FOR_COLUMN(d, d, count, result = finite(exp_of(x)))
}

static void logit_normal(double *d, const double *u, long count, double mu, double sigma) {
  { FOR_NORMAL(d, u, count, result = mu + sigma * z) }
  FOR_COLUMN(d, d, count, result = logistic_of(x))
}

static void uniform(double *d, const double *u, long count, double low, double high) {
  double width = high - low;
  FOR_COLUMN(d, u, count, {
    vd upper = 1.0 - x;
    result = x <= upper ? low + width * x : high - width * upper;
  })
}

static void triangular(double *d, const double *u, long count, double low, double mode, double high) {
  double width = high - low, rise = mode - low, fall = high - mode;
  FOR_COLUMN(d, u, count, {
    vd upper = 1.0 - x;
    vd before = low + __builtin_elementwise_sqrt(x * width * rise);
    vd after = high - __builtin_elementwise_sqrt(upper * width * fall);
    result = x * width <= rise ? before : after;
  })
}

typedef double v2d __attribute__((ext_vector_type(2)));

// Two coefficients that stand side by side, for each lane from its place. Pairs are loaded and turned round: a beta quantile took
// 5.3 ns so with AVX2 and 2.9 with AVX-512, 5.8 and 3.5 with single loads, 6.1 and 3.9 with gather instructions (Zen 5).
INLINE void gather_pairs(const double *base, const int32_t *at, wd *first, wd *second) {
  v2d pairs[WIDTH];
  for (int i = 0; i < WIDTH; i++) __builtin_memcpy(pairs + i, base + at[i], sizeof(v2d));
#if WIDTH == 2
  wd even = pairs[0], odd = pairs[1];
  *first = __builtin_shufflevector(even, odd, 0, 2);
  *second = __builtin_shufflevector(even, odd, 1, 3);
#elif WIDTH == 4
  wd even = __builtin_shufflevector(pairs[0], pairs[2], 0, 1, 2, 3);
  wd odd = __builtin_shufflevector(pairs[1], pairs[3], 0, 1, 2, 3);
  *first = __builtin_shufflevector(even, odd, 0, 4, 2, 6);
  *second = __builtin_shufflevector(even, odd, 1, 5, 3, 7);
#else
  wd even = __builtin_shufflevector(__builtin_shufflevector(pairs[0], pairs[2], 0, 1, 2, 3),
                                    __builtin_shufflevector(pairs[4], pairs[6], 0, 1, 2, 3), 0, 1,
                                    2, 3, 4, 5, 6, 7);
  wd odd = __builtin_shufflevector(__builtin_shufflevector(pairs[1], pairs[3], 0, 1, 2, 3),
                                   __builtin_shufflevector(pairs[5], pairs[7], 0, 1, 2, 3), 0, 1,
                                   2, 3, 4, 5, 6, 7);
  *first = __builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14);
  *second = __builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15);
#endif
}

INLINE vd table_value(struct kernels_table table, vd z) {
  vd position = (z - table.first) * table.cells_per_unit;
  position = position > 0.0 ? position : all(0.0);
  const double last = table.cells - 1;
  vs cell = __builtin_convertvector(position < last ? position : all(last), vs);
  vd s = position - __builtin_convertvector(cell, vd);
  vs place = (cell << 2) + (cell << 1);
  int32_t at[LANES];
  __builtin_memcpy(at, &place, sizeof at);
  vd c0, c1, c2, c3, c4, c5;
  for (int i = 0; i < LANES / WIDTH; i++) {
    gather_pairs(table.coefficients, at + i * WIDTH, (wd *)&c0 + i, (wd *)&c1 + i);
    gather_pairs(table.coefficients + 2, at + i * WIDTH, (wd *)&c2 + i, (wd *)&c3 + i);
    gather_pairs(table.coefficients + 4, at + i * WIDTH, (wd *)&c4 + i, (wd *)&c5 + i);
  }
  return c0 + s * (c1 + s * (c2 + s * (c3 + s * (c4 + s * c5))));
}

static void beta(double *d, const double *u, long count, struct kernels_table table, double low,
                 double high) {
  const double width = high - low;
  { FOR_NORMAL(d, u, count, result = z) }
  { FOR_COLUMN(d, d, count, result = table_value(table, x)) }
  FOR_COLUMN(d, d, count, {
    // Measured from the nearer end.
    vd share = width / (1.0 + exp_of(magnitude(x)));
    result = x < 0.0 ? low + share : high - share;
  })
}

static void gamma(double *d, const double *u, long count, struct kernels_table table, double scale) {
  { FOR_NORMAL(d, u, count, result = z) }
  { FOR_COLUMN(d, d, count, result = table_value(table, x)) }
  FOR_COLUMN(d, d, count, result = finite(exp_of(x) * scale))
}

static int is_within(const double *a, long count, double low, double high) {
  vi outside = (vi)0;
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    vd x = load(a + i);
    outside |= ~((x >= low) & (x <= high));
  }
  int is = !any(outside);
  for (; i < count; i++) is &= a[i] >= low && a[i] <= high;
  return is;
}

#endif
