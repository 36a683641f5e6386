#include "Signals.h"
#include "CLineEditor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

// Atomic and not `volatile sig_atomic_t`, because evaluating threads read them too; a lock-free
// atomic is as good in a handler.
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "flags must be safe in a signal handler");
static atomic_int interrupted, hung_up, resized, suspended;

// A handler writes here, so that a signal wakes the reader whichever thread received it and
// however shortly before the wait.
static int wake[2] = {-1, -1};

static void on_signal(int number) {
  int saved = errno;
  switch (number) {
  case SIGINT: interrupted = 1; break;
  case SIGWINCH: resized = 1; break;
  case SIGTSTP: suspended = 1; break;
  default: hung_up = interrupted = 1; break;  // SIGHUP and SIGTERM stop an evaluation as well
  }
  if (wake[1] >= 0 && write(wake[1], "", 1) < 0) { /* full: the reader will wake anyway */ }
  errno = saved;
}

static void handle(int number, int flags) {
  struct sigaction action = {0};
  sigaction(number, NULL, &action);
  if (action.sa_handler == SIG_IGN) return;  // as nohup and background jobs ask
  action = (struct sigaction){.sa_handler = on_signal, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void open_wake(void) {
  if (wake[0] >= 0 || pipe(wake) != 0) return;
  for (int end = 0; end < 2; end++) {
    fcntl(wake[end], F_SETFD, FD_CLOEXEC);
    fcntl(wake[end], F_SETFL, O_NONBLOCK);
  }
}

void cle_install_interrupt_handler(void) {
  open_wake();
  handle(SIGINT, 0);
}

void cle_install_editor_handlers(void) {
  cle_install_interrupt_handler();
  handle(SIGHUP, 0);
  handle(SIGTERM, 0);
  handle(SIGWINCH, SA_RESTART);
  signal(SIGPIPE, SIG_IGN);
}

void cle_handle_suspend(bool on) {
  if (on) {
    handle(SIGTSTP, SA_RESTART);
    return;
  }
  struct sigaction action = {0};
  sigaction(SIGTSTP, NULL, &action);
  if (action.sa_handler == on_signal) signal(SIGTSTP, SIG_DFL);
}

bool cle_interrupted(void) { return interrupted != 0; }
void cle_clear_interrupt(void) { interrupted = 0; }
bool cle_hung_up(void) { return hung_up != 0; }
bool cle_take_resize(void) { return atomic_exchange(&resized, 0) != 0; }
bool cle_take_suspend(void) { return atomic_exchange(&suspended, 0) != 0; }

bool cle_wait(int input) {
  if (input < 0) return true;  // reading will say what is wrong; waiting would have no end
  struct pollfd waits[2] = {{.fd = input, .events = POLLIN}, {.fd = wake[0], .events = POLLIN}};
  if (poll(waits, 2, -1) < 0) return false;
  char scrap[64];
  if (waits[1].revents == 0) return waits[0].revents != 0;
  while (read(wake[0], scrap, sizeof scrap) > 0) {}
  return false;
}
