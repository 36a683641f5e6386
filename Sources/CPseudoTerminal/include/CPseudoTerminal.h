// What Swift's C library module leaves out of starting a program on a new pseudo-terminal.
#ifndef C_PSEUDO_TERMINAL_H
#define C_PSEUDO_TERMINAL_H

/// Starts the program `arguments[0]` with only `environment`, as leader of a session whose
/// controlling terminal is a new one of this size, with default signal handling, working in `folder`.
///
/// Returns 0 and sets the master's descriptor and the process, or returns an `errno`.
int cpt_start(
  char *const arguments[], char *const environment[], const char *folder, int columns, int rows,
  int *master, int *process);

/// Gives the terminal another size, of which the program is told.
void cpt_resize(int master, int columns, int rows);

#endif
