#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

void cpt_resize(int master, int columns, int rows) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  ioctl(master, TIOCSWINSZ, &size);
}

int cpt_start(
  char *const arguments[], char *const environment[], const char *folder, int columns, int rows,
  int *master, int *process) {
  *master = posix_openpt(O_RDWR | O_NOCTTY);
  if (*master < 0) return errno;
  fcntl(*master, F_SETFD, FD_CLOEXEC);
  char name[64];
  if (grantpt(*master) != 0 || unlockpt(*master) != 0 || ptsname_r(*master, name, sizeof name)) {
    return errno;
  }
  cpt_resize(*master, columns, rows);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // Opening it first thing in a new session makes it the controlling terminal.
  posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&actions, 0, 1);
  posix_spawn_file_actions_adddup2(&actions, 0, 2);
  posix_spawn_file_actions_addchdir_np(&actions, folder);

  sigset_t signals;
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  for (int number = 1; number < 32; number++) {
    if (number != SIGKILL && number != SIGSTOP) sigaddset(&signals, number);
  }
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(
    &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  pid_t pid = 0;
  int code = posix_spawn(&pid, arguments[0], &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) close(*master);
  *process = pid;
  return code;
}
