// The model of failing12.reroute written by hand in C, for the comparison in Scripts/benchmark: the same draws, flows, ledgers and
// checks, on tiles of trials that stay in the first-level cache, in loops that the compiler vectorises. Draws come from the
// project's own kernels, so that what is compared is the simulation of the months, and the figures must agree.
//
// usage: failing12 TRIALS THREADS REPETITIONS
#define _GNU_SOURCE
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "draws.h"

enum { P = 12, S = 3, M = 36, BLOCK = 256 };
#ifndef T
#define T 64
#endif
#define LOOP _Pragma("clang loop vectorize(assume_safety)") for (int i = 0; i < T; i++)
#define ROW __attribute__((aligned(64)))

// Source s is product s, its target product s + 3.
static const double cost_of[P] = {400e3, 450e3, 500e3, 1200e3, 1300e3, 1400e3, 1500e3, 1600e3, 1700e3, 1800e3, 1900e3, 2000e3};
static const double capacity_of[S] = {6.75e6, 8.1e6, 9.45e6};
static const double users_of[P] = {900e3, 950e3, 1000e3, 5e6, 6e6, 7e6, 8e6, 9e6, 10e6, 11e6, 12e6, 13e6};
static const double criterion[S] = {750e3, 800e3, 850e3};

// What is drawn once a trial: the columns of a block.
enum { ACQUISITION, CHURN = ACQUISITION + P, ARPU = CHURN + P, RETURN = ARPU + P, OVERLAP = RETURN + P, REACH = OVERLAP + S,
  ACCEPT = REACH + S, LAPSE = ACCEPT + S, ADOPTION = LAPSE + S, MORE = ADOPTION + S, LESS = MORE + S, CAC = LESS + S,
  DRAWS = CAC + S };

// What is told of every month: users, the ledgers of the sources and of the targets, and the portfolio's margin.
enum { USERS, SOURCE_FLOWS = USERS + P, TARGET_FLOWS = SOURCE_FLOWS + 5 * S, REFUSED = TARGET_FLOWS + 5 * S,
  TURNED_AWAY = REFUSED + S, FAILED = TURNED_AWAY + S, MARGIN = FAILED + S, OUTPUTS = MARGIN + 1 };

static inline double lower(double a, double b) { return a < b ? a : b; }
static inline double higher(double a, double b) { return a > b ? a : b; }

// Simulates T trials: x are the draws' columns, `stride` apart; sums[month][output] receives the sum over the trials.
__attribute__((noinline)) static long simulate(const double *restrict x, long stride, double (*restrict sums)[OUTPUTS]) {
  double unasked[S][T] ROW, asked[S][T] ROW, fired[S][T] ROW, held[S][T] ROW;
  double own[P][T] ROW, pool[S][T] ROW, fresh[S][T] ROW, dormant[P][T] ROW, margin[T] ROW, wrong[T] ROW;
  double out[OUTPUTS][T] ROW;
  double arriving[S][T] ROW, merging[S][T] ROW, net[S][T] ROW, gone[S][T] ROW;
  const double never = 1e9;
  for (int s = 0; s < S; s++)
    LOOP { unasked[s][i] = users_of[s]; asked[s][i] = 0; fired[s][i] = never; held[s][i] = 0; pool[s][i] = 0; fresh[s][i] = 0; }
  for (int p = S; p < P; p++) LOOP { own[p][i] = users_of[p]; dormant[p][i] = 0; }
  LOOP wrong[i] = 0;
  for (int t = 1; t <= M; t++) {
    const double month = t;
    LOOP margin[i] = 0;
    // The sources: closing, churn, acquisition, the offer.
    for (int s = 0; s < S; s++) {
      const double *restrict c = x + (CHURN + s) * stride, *restrict n = x + (ACQUISITION + s) * stride;
      const double *restrict reach = x + (REACH + s) * stride, *restrict accept = x + (ACCEPT + s) * stride;
      const double *restrict overlap = x + (OVERLAP + s) * stride;
      double *restrict acquired = out[SOURCE_FLOWS + 5 * s], *restrict churned = out[SOURCE_FLOWS + 5 * s + 1];
      double *restrict lost = out[SOURCE_FLOWS + 5 * s + 4];
      LOOP {
        double closing = fired[s][i] + 6, open = month < closing ? 1 : 0;
        double before = unasked[s][i] + asked[s][i];
        lost[i] = before * (1 - open);
        double u = unasked[s][i] * open, a = asked[s][i] * open;
        churned[i] = (u + a) * c[i];
        u *= 1 - c[i];
        a *= 1 - c[i];
        acquired[i] = n[i] * open;
        u += acquired[i];
        double since = month - (fired[s][i] + 1);
        double hazard = since < 0 ? 0 : 1 / higher(1, 4 - since);
        double offered = u * hazard;
        arriving[s][i] = offered * (reach[i] * accept[i]);
        merging[s][i] = arriving[s][i] * overlap[i];
        net[s][i] = arriving[s][i] * (1 - overlap[i]);
        gone[s][i] = before;
        unasked[s][i] = u - offered;
        asked[s][i] = a + (offered - arriving[s][i]);
      }
    }
    // The targets: integration, churn and lapse, resurrection, acquisition, arrivals.
    for (int s = 0; s < S; s++) {
      const int p = s + S;
      const double *restrict c = x + (CHURN + p) * stride, *restrict n = x + (ACQUISITION + p) * stride;
      const double *restrict back = x + (RETURN + p) * stride, *restrict arpu = x + (ARPU + p) * stride;
      const double *restrict adoption = x + (ADOPTION + s) * stride, *restrict more = x + (MORE + s) * stride;
      const double *restrict less = x + (LESS + s) * stride, *restrict cac = x + (CAC + s) * stride;
      const double *restrict lapse = x + (LAPSE + s) * stride, *restrict price = x + (ARPU + s) * stride;
      double *restrict acquired = out[TARGET_FLOWS + 5 * s], *restrict returned = out[TARGET_FLOWS + 5 * s + 1];
      double *restrict churned = out[TARGET_FLOWS + 5 * s + 2], *restrict left = out[TARGET_FLOWS + 5 * s + 3];
      double *restrict moved = out[TARGET_FLOWS + 5 * s + 4], *restrict failed = out[FAILED + s];
      double *restrict users = out[USERS + p], *restrict from = out[USERS + s];
      double *restrict merged_out = out[SOURCE_FLOWS + 5 * s + 2], *restrict moved_out = out[SOURCE_FLOWS + 5 * s + 3];
      double *restrict refused = out[REFUSED + s], *restrict turned_away = out[TURNED_AWAY + s];
      const double *restrict source_acquired = out[SOURCE_FLOWS + 5 * s];
      const double *restrict source_churned = out[SOURCE_FLOWS + 5 * s + 1], *restrict lost = out[SOURCE_FLOWS + 5 * s + 4];
      const double capacity = capacity_of[s], freed = 0.6 * cost_of[s], costs = cost_of[p], source_costs = cost_of[s];
      const double limit = criterion[s];
      LOOP {
        double before = own[p][i] + pool[s][i], rest = dormant[p][i];
        double ramp = lower(1, higher(0, (month - (fired[s][i] + 2) + 1) / 6)), g = adoption[i] * ramp;
        double closed = fired[s][i] + 6 <= month ? 1 : 0, money = freed * closed;
        double rate = lower(1, c[i] * higher(0, 1 + less[i] * g)), stay = 1 - rate;
        churned[i] = own[p][i] * rate + pool[s][i] * rate;
        double w = own[p][i] * stay, q = pool[s][i] * stay;
        left[i] = fresh[s][i] * stay * lapse[i];
        q -= left[i];
        double new = n[i] * higher(0, 1 + more[i] * g) + money / cac[i];
        double room = higher(0, capacity - (w + q));
        returned[i] = lower(rest * back[i], room);
        room -= returned[i];
        acquired[i] = lower(new, room);
        turned_away[i] = new - acquired[i];
        w += returned[i] + acquired[i];
        dormant[p][i] = rest + (churned[i] + left[i]) - returned[i];
        room = higher(0, capacity - (w + q));
        moved[i] = lower(net[s][i], room);
        q += moved[i];
        fresh[s][i] = moved[i];
        own[p][i] = w;
        pool[s][i] = q;
        users[i] = w + q;
        double flow = before + acquired[i] + returned[i] + moved[i];
        double balance = flow - churned[i] - left[i] - users[i];
        wrong[i] += fabs(balance) <= 1e-12 * higher(1, flow) ? 0 : 1;
        // The source, now that it is known whom the target takes.
        merged_out[i] = merging[s][i];
        moved_out[i] = moved[i];
        refused[i] = net[s][i] - moved[i];
        asked[s][i] += refused[i];
        from[i] = unasked[s][i] + asked[s][i];
        flow = gone[s][i] + source_acquired[i];
        balance = flow - source_churned[i] - merged_out[i] - moved_out[i] - lost[i] - from[i];
        wrong[i] += fabs(balance) <= 1e-12 * higher(1, flow) ? 0 : 1;
        margin[i] += (price[i] * from[i] - source_costs * (1 - closed)) + (arpu[i] * users[i] - costs - money);
        held[s][i] = from[i] < limit ? held[s][i] + 1 : 0;
        fired[s][i] = lower(fired[s][i], held[s][i] >= 3 ? month : never);
        failed[i] = fired[s][i] <= month ? 1 : 0;
      }
    }
    // The others.
    for (int p = 2 * S; p < P; p++) {
      const double *restrict c = x + (CHURN + p) * stride, *restrict n = x + (ACQUISITION + p) * stride;
      const double *restrict back = x + (RETURN + p) * stride, *restrict arpu = x + (ARPU + p) * stride;
      double *restrict users = out[USERS + p];
      const double costs = cost_of[p];
      LOOP {
        double before = own[p][i], churned = before * c[i], returned = dormant[p][i] * back[i];
        double w = before * (1 - c[i]) + returned + n[i];
        dormant[p][i] = dormant[p][i] + churned - returned;
        double flow = before + n[i] + returned, balance = flow - churned - w;
        wrong[i] += fabs(balance) <= 1e-12 * higher(1, flow) ? 0 : 1;
        own[p][i] = w;
        users[i] = w;
        margin[i] += arpu[i] * w - costs;
      }
    }
    LOOP out[MARGIN][i] = margin[i];
    for (int o = 0; o < OUTPUTS; o++) {
      typedef double eight __attribute__((vector_size(64)));
      eight sum = {0};
      for (int i = 0; i < T; i += 8) sum += *(const eight *)&out[o][i];
      sums[t - 1][o] += ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
    }
  }
  double found = 0;
  for (int i = 0; i < T; i++) found += wrong[i];
  return (long)found;
}

static struct draw draws[DRAWS];

static void declare(void) {
  char path[64];
  for (int p = 0; p < P; p++) {
    int source = p < S;
    sprintf(path, "P%d.acquisition#0", p);
    draws[ACQUISITION + p] = lognormal(path, source ? 10e3 + 2e3 * p : 60e3 + 10e3 * p, source ? 20e3 + 2e3 * p : 120e3 + 10e3 * p);
    sprintf(path, "P%d.churn#0", p);
    draws[CHURN + p] = logit_normal(path, source ? (5 + p) / 100.0 : 0.02, source ? (9 + p) / 100.0 : 0.04);
    sprintf(path, "P%d.arpu#0", p);
    draws[ARPU + p] = lognormal(path, source ? 0.2 : 0.8, source ? 0.4 : 1.2);
    if (source) continue;
    sprintf(path, "P%d.resurrection#0", p);
    draws[RETURN + p] = logit_normal(path, 0.01, 0.02);
  }
  for (int s = 0; s < S; s++) {
    sprintf(path, "overlap P%d, P%d#0", s, s + S);
    draws[OVERLAP + s] = logit_normal(path, 0.2 + s / 10.0, 0.4 + s / 10.0);
    const char *clauses[] = {"reach", "accept", "lapse"};
    const double low[] = {0.6, 0.3, 0.1}, high[] = {0.9, 0.5, 0.2};
    for (int k = 0; k < 3; k++) {
      sprintf(path, "redirect P%d -> P%d.%s#0", s, s + S, clauses[k]);
      draws[REACH + k * S + s] = logit_normal(path, low[k], high[k]);
    }
    sprintf(path, "integrate Feature%d from P%d into P%d.adoption#0", s, s, s + S);
    draws[ADOPTION + s] = logit_normal(path, 0.05, 0.2);
    sprintf(path, "integrate Feature%d from P%d into P%d.acquisition#0", s, s, s + S);
    draws[MORE + s] = logit_normal(path, 0.01, 0.03);
    sprintf(path, "integrate Feature%d from P%d into P%d.churn#0", s, s, s + S);
    draws[LESS + s] = negative_lognormal(path, 0.01, 0.04);
    sprintf(path, "reallocate P%d into P%d.cac#0", s, s + S);
    draws[CAC + s] = lognormal(path, 4, 8);
  }
}

static long trials;
static int threads;
struct job {
  int number;
  long wrong;
  double sums[M][OUTPUTS];
};

// The instruction set that the compiler was told to use, for the draws too.
#if defined(__AVX512F__)
static const int instruction_set = KERNELS_AVX512;
#elif defined(__AVX2__)
static const int instruction_set = KERNELS_AVX2;
#else
static const int instruction_set = KERNELS_BASELINE;
#endif

static void *work(void *argument) {
  struct job *job = argument;
  const struct kernels *kernels = kernels_for(instruction_set);
  double *x = aligned_alloc(64, DRAWS * BLOCK * sizeof(double));
  long blocks = trials / BLOCK;
  memset(job->sums, 0, sizeof job->sums);
  job->wrong = 0;
  for (long b = blocks * job->number / threads; b < blocks * (job->number + 1) / threads; b++) {
    for (int d = 0; d < DRAWS; d++)
      if (draws[d].key) fill(kernels, &draws[d], b * BLOCK, BLOCK, x + (long)d * BLOCK);
    for (int tile = 0; tile < BLOCK; tile += T) job->wrong += simulate(x + tile, BLOCK, job->sums);
  }
  free(x);
  return 0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int count, char **arguments) {
  trials = count > 1 ? atol(arguments[1]) / BLOCK * BLOCK : 131072;
  threads = count > 2 ? atoi(arguments[2]) : 1;
  int repetitions = count > 3 ? atoi(arguments[3]) : 5;
  if (threads < 1 || threads > 16) return 64;
  declare();
  static struct job jobs[16];
  double best = 1e9;
  for (int r = 0; r < repetitions; r++) {
    double start = now();
    pthread_t others[16];
    for (int j = 0; j < threads; j++) {
      jobs[j].number = j;
      if (j) pthread_create(&others[j], 0, work, &jobs[j]);
    }
    work(&jobs[0]);
    for (int j = 1; j < threads; j++) pthread_join(others[j], 0);
    double took = now() - start;
    best = took < best ? took : best;
  }
  double mean[OUTPUTS] = {0};
  long wrong = 0;
  for (int j = 0; j < threads; j++) {
    for (int o = 0; o < OUTPUTS; o++) mean[o] += jobs[j].sums[M - 1][o] / (double)trials;
    wrong += jobs[j].wrong;
  }
  printf("%.2f ns a trial\n", best / (double)trials * 1e9);
  printf("unbalanced %ld\n", wrong);
  for (int o = 0; o < OUTPUTS; o++) printf("%.12g ", mean[o]);
  printf("\n");
  return 0;
}
