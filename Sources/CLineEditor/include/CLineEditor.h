// The part of libedit that Swift cannot call: variadic functions, C's stdin and stdout, signals.
//
// Swift owns everything else. Text crosses this boundary as UTF-8, positions as byte offsets.
#ifndef C_LINE_EDITOR_H
#define C_LINE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

/// One libedit editor with its history.
typedef struct CLineEditor CLineEditor;

/// A key that Swift answers. `CLEKeyPaste` is a paste that arrived; its text is in place of the line's.
typedef enum CLEKey {
  CLEKeyComplete,
  CLEKeyPrevious,
  CLEKeyNext,
  CLEKeyEnter,
  CLEKeyDescribe,
  CLEKeyEditor,
  CLEKeyPaste
} CLEKey;

/// How a read ended.
typedef enum CLEStatus { CLEStatusLine, CLEStatusInterrupted, CLEStatusEnd } CLEStatus;

/// Answers `key`, pressed with the cursor at byte `cursor` of the `length` bytes of `text`.
///
/// It may call `cle_show_below` and then `cle_edit`, in that order, and `cle_beep`. It returns `true` iff Enter ends
/// the entry; for other keys that says nothing.
typedef bool (*CLEKeyHandler)(
  void *context, CLEKey key, const char *text, size_t length, size_t cursor);

/// Makes an editor on the standard streams, or returns NULL.
CLineEditor *cle_open(
  const char *name, int history_size, CLEKeyHandler handler, void *context);

/// Restores the terminal and frees the editor.
void cle_close(CLineEditor *editor);

/// Reads one entry; `*line` is owned by the editor and valid until the next call.
///
/// `prompt` has its escape sequences between pairs of '\1' and is `prompt_width` columns wide.
CLEStatus cle_read(
  CLineEditor *editor, const char *prompt, int prompt_width, const char **line, size_t *length);

/// Adds an entry to what the arrow keys and ^R find.
void cle_enter(CLineEditor *editor, const char *entry);

/// Replaces the `before` characters before the cursor and the `after` ones after it by `text`.
void cle_edit(CLineEditor *editor, int before, int after, const char *text);

/// Gives the terminal back in the middle of an entry, for another program, with the cursor below the line.
void cle_leave(CLineEditor *editor);

/// Takes the terminal again after `cle_leave`, and draws the line anew.
void cle_return(CLineEditor *editor);

/// Writes `text`, its lines ended by "\n", in the place of the prompt and the entry that was just read; returns `false` where
/// that can't be done, and nothing is written.
bool cle_replace_entry(CLineEditor *editor, const char *text);

/// Lets the terminal echo what is typed, as it did at first, for another program; or not, as between entries, so that what is
/// typed during an evaluation waits for the next prompt instead of being strewn over the answer.
void cle_echo(CLineEditor *editor, bool on);

/// Chooses the keys of vi, or those of emacs.
void cle_use_keys(CLineEditor *editor, bool vi);

/// `true` iff the keys are those of vi.
bool cle_uses_vi(CLineEditor *editor);

/// Moves the cursor by `characters`.
void cle_move(CLineEditor *editor, int characters);

/// Writes `text` under the line being edited, then the prompt and the line again.
void cle_show_below(CLineEditor *editor, const char *text);

/// Rings the bell.
void cle_beep(CLineEditor *editor);

/// Makes the multibyte functions of C understand UTF-8, whatever the environment says.
void cle_use_utf8(void);

/// The terminal's size in columns (or rows), 80 (or 24) when it is unknown.
int cle_columns(void);
int cle_rows(void);

/// The columns that a Unicode scalar takes, or -1 if it cannot be printed.
int cle_width(unsigned int scalar);

/// Makes SIGINT set a flag instead of ending the process, unless it is being ignored.
void cle_install_interrupt_handler(void);

/// The flags set by signals. Any thread may call these.
bool cle_interrupted(void);
void cle_clear_interrupt(void);
bool cle_hung_up(void);

/// Runs a command of the shell, with `argument` as its $1, on this process's terminal, and waits for it; returns its exit
/// status, 127 where it can't be run and 128 and the signal where one ended it.
int cle_run_shell(const char *command, const char *argument);

/// Waits for input on a descriptor or for a signal; returns `true` for the input.
bool cle_wait(int input);

#endif
