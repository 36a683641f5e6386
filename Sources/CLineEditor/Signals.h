// What the reader needs to know of signals.
#ifndef C_LINE_EDITOR_SIGNALS_H
#define C_LINE_EDITOR_SIGNALS_H

#include <stdbool.h>

/// Handles the signals an editor lives with: SIGINT, SIGHUP, SIGTERM, SIGWINCH; ignores SIGPIPE.
void cle_install_editor_handlers(void);

/// Handles, or stops handling, SIGTSTP: only a read puts the terminal in order before it stops.
void cle_handle_suspend(bool on);

/// Returns and forgets whether SIGWINCH, or SIGTSTP, arrived.
bool cle_take_resize(void);
bool cle_take_suspend(void);

#endif
