// The draws of failing12.c: 90% intervals turned into columns of numbers by the project's own kernels, with the keys that the
// language gives them.
#include "CKernels.h"

struct draw {
  uint64_t key;
  enum { LOGNORMAL, LOGIT_NORMAL, NEGATIVE_LOGNORMAL } shape;
  double mu, sigma;
};

// FNV-1a of the path of names, then SplitMix64's finaliser: StreamKey.swift.
static uint64_t key_of(const char *path) {
  uint64_t z = 0xCBF29CE484222325;
  for (; *path; path++) z = (z ^ (unsigned char)*path) * 0x100000001B3;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Half the width of a standard normal variable's 90% interval.
static const double half_width = 1.6448536269514722;

static struct draw between(const char *path, int shape, double low, double high) {
  return (struct draw){key_of(path), shape, (low + high) / 2, (high - low) / 2 / half_width};
}

static struct draw lognormal(const char *path, double low, double high) { return between(path, LOGNORMAL, log(low), log(high)); }

static struct draw negative_lognormal(const char *path, double low, double high) {
  return between(path, NEGATIVE_LOGNORMAL, log(low), log(high));
}

static struct draw logit_normal(const char *path, double low, double high) {
  return between(path, LOGIT_NORMAL, log(low / (1 - low)), log(high / (1 - high)));
}

static const uint64_t seed = 42;

static void fill(const struct kernels *kernels, const struct draw *draw, long first, long count, double *column) {
  kernels->uniforms(column, count, seed, draw->key, (uint64_t)first);
  switch (draw->shape) {
    case LOGNORMAL: kernels->lognormal(column, column, count, draw->mu, draw->sigma); break;
    case LOGIT_NORMAL: kernels->logit_normal(column, column, count, draw->mu, draw->sigma); break;
    case NEGATIVE_LOGNORMAL:
      for (long i = 0; i < count; i++) column[i] = 1 - column[i];
      kernels->lognormal(column, column, count, draw->mu, draw->sigma);
      for (long i = 0; i < count; i++) column[i] = -column[i];
  }
}
