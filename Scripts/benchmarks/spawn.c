// Runs two commands in turn as whole processes, their output thrown away, and tells the median wall time and the largest peak
// memory of each, and the median of the ratios of the rounds.
//
// usage: spawn ROUNDS COMMAND... -- COMMAND...
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof(double), compare);
  return values[count / 2];
}

static double run(char **command, const posix_spawn_file_actions_t *quiet, long *memory) {
  pid_t child;
  struct rusage usage;
  int status;
  double start = now();
  if (posix_spawnp(&child, command[0], quiet, 0, command, environ) != 0) {
    fprintf(stderr, "spawn: can't start %s\n", command[0]);
    exit(69);
  }
  wait4(child, &status, 0, &usage);
  double took = now() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "spawn: %s failed\n", command[0]);
    exit(70);
  }
  if (usage.ru_maxrss > *memory) *memory = usage.ru_maxrss;
  return took;
}

int main(int count, char **arguments) {
  int rounds = count > 1 ? atoi(arguments[1]) : 0, split = 2;
  while (split < count && strcmp(arguments[split], "--") != 0) split++;
  if (rounds < 1 || split < 3 || split + 1 >= count) {
    fprintf(stderr, "usage: spawn ROUNDS COMMAND... -- COMMAND...\n");
    return 64;
  }
  arguments[split] = 0;
  char **first = arguments + 2, **second = arguments + split + 1;
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  double *times[3];
  for (int i = 0; i < 3; i++) times[i] = calloc((size_t)rounds, sizeof(double));
  long memory[2] = {0, 0};
  run(first, &quiet, &memory[0]);
  run(second, &quiet, &memory[1]);
  for (int r = 0; r < rounds; r++) {
    times[0][r] = run(first, &quiet, &memory[0]);
    times[1][r] = run(second, &quiet, &memory[1]);
    times[2][r] = times[0][r] / times[1][r];
  }
  printf("%.4f %.4f %.4f %ld %ld\n", median(times[0], rounds), median(times[1], rounds), median(times[2], rounds), memory[0],
    memory[1]);
  return 0;
}
