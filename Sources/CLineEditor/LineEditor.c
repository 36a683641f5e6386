#define _GNU_SOURCE
#include "CLineEditor.h"
#include "Signals.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

struct CLineEditor {
  EditLine *line;
  History *history;
  CLEKeyHandler handler;
  void *context;
  const char *prompt;
  int prompt_width, columns, rows_below;
  int held;        // a byte that followed a broken UTF-8 sequence and is read again, or -1
  int entry_rows;  // the rows above the last one that the entry just read takes, or -1
  bool smart;      // the terminal knows escape sequences
  bool vi;         // which keys
  bool has_terminal, silent;  // standard input is a terminal; it was told not to echo
  struct termios loud;        // how it was at first
};

void cle_echo(CLineEditor *editor, bool on) {
  if (!editor->has_terminal || on == !editor->silent) return;
  struct termios mode = editor->loud;
  if (!on) {
    mode.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
  }
  if (tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0) editor->silent = !on;
}

static CLineEditor *owner(EditLine *line) {
  CLineEditor *editor = NULL;
  el_get(line, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt(EditLine *line) { return (char *)owner(line)->prompt; }

static int terminal_size(bool rows) {
  struct winsize size = {0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size.ws_col = size.ws_row = 0;
  if (rows) return size.ws_row > 0 ? size.ws_row : 24;
  return size.ws_col > 1 ? size.ws_col : 80;
}

int cle_columns(void) { return terminal_size(false); }
int cle_rows(void) { return terminal_size(true); }

int cle_width(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

void cle_use_utf8(void) {
  if (setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "en_US.UTF-8");
}

// MARK: Where things are on the screen

/// The screen row of `end` in the buffer, 0 being the row of the prompt, as libedit lays it out.
static int row_of(CLineEditor *editor, const wchar_t *end) {
  int columns = editor->columns;
  int row = editor->prompt_width / columns, column = editor->prompt_width % columns;
  for (const wchar_t *at = el_wline(editor->line)->buffer; at < end; at++) {
    if (*at == L'\n') {
      row++, column = 0;
      continue;
    }
    int width = *at == L'\t' ? 8 - column % 8 : iswcntrl((wint_t)*at) ? 2 : wcwidth(*at);
    if (width < 1) width = 1;
    if (column + width > columns) row++, column = 0;
    column += width;
    if (column >= columns) row++, column = 0;
  }
  return row;
}

static int rows_below_cursor(CLineEditor *editor) {
  const LineInfoW *info = el_wline(editor->line);
  return row_of(editor, info->lastchar) - row_of(editor, info->cursor);
}

static void bracket_pastes(CLineEditor *editor, bool on) {
  if (editor->smart) fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
  fflush(stdout);
}

/// Draws the line again for the new width. A terminal may have moved wrapped text to other rows
/// or not; going up by the smaller number of rows never erases what stood above the prompt.
static void redraw_resized(CLineEditor *editor) {
  const wchar_t *cursor = el_wline(editor->line)->cursor;
  int before = row_of(editor, cursor);
  editor->columns = cle_columns();
  int after = row_of(editor, cursor), up = before < after ? before : after;
  el_resize(editor->line);
  if (editor->smart && up > 0) fprintf(stdout, "\033[%dA", up);
  fputs(editor->smart ? "\r\033[J" : "\r\n", stdout);
  el_set(editor->line, EL_REFRESH);
}

void cle_leave(CLineEditor *editor) {
  for (int row = rows_below_cursor(editor); row >= 0; row--) fputs("\r\n", stdout);
  bracket_pastes(editor, false);
  el_set(editor->line, EL_PREP_TERM, 0);
  cle_echo(editor, true);
  cle_handle_suspend(false);
}

void cle_return(CLineEditor *editor) {
  cle_handle_suspend(true);
  cle_echo(editor, false);
  el_set(editor->line, EL_PREP_TERM, 1);
  bracket_pastes(editor, true);
  el_set(editor->line, EL_REFRESH);
}

static void suspend(CLineEditor *editor) {
  cle_leave(editor);
  raise(SIGTSTP);
  cle_return(editor);
}

// MARK: Reading

/// Reads one character: libedit's own reader, but woken by signals without a race. Bytes that
/// are not UTF-8 become U+FFFD, so that they are seen instead of vanishing.
static int read_character(EditLine *line, wchar_t *character) {
  CLineEditor *editor = owner(line);
  char bytes[MB_LEN_MAX];
  for (size_t count = 0;;) {
    if (cle_hung_up()) return 0;
    if (cle_interrupted()) {
      editor->rows_below = rows_below_cursor(editor);
      errno = EINTR;
      return -1;
    }
    if (cle_take_suspend()) suspend(editor);
    if (cle_take_resize()) redraw_resized(editor);
    if (editor->held >= 0) {
      bytes[count] = (char)editor->held;
      editor->held = -1;
    } else {
      if (!cle_wait(STDIN_FILENO)) continue;
      ssize_t got = read(STDIN_FILENO, bytes + count, 1);
      if (got == 0) return 0;
      if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (got < 0) return -1;
    }
    mbstate_t state = {0};
    size_t used = mbrtowc(character, bytes, ++count, &state);
    if (used == (size_t)-2 && count < sizeof bytes) continue;
    if (used < (size_t)-2) return 1;
    if (count > 1) editor->held = (unsigned char)bytes[count - 1];
    *character = 0xFFFD;
    return 1;
  }
}

static bool answer(EditLine *line, CLEKey key) {
  CLineEditor *editor = owner(line);
  const LineInfo *info = el_line(line);
  return editor->handler(
    editor->context, key, info->buffer, (size_t)(info->lastchar - info->buffer),
    (size_t)(info->cursor - info->buffer));
}

static unsigned char press(EditLine *line, CLEKey key) {
  answer(line, key);
  return CC_REFRESH;
}

static unsigned char complete(EditLine *line, int key) { return press(line, CLEKeyComplete); }
static unsigned char previous(EditLine *line, int key) { return press(line, CLEKeyPrevious); }
static unsigned char next(EditLine *line, int key) { return press(line, CLEKeyNext); }
static unsigned char describe(EditLine *line, int key) { return press(line, CLEKeyDescribe); }
static unsigned char editor_key(EditLine *line, int key) { return press(line, CLEKeyEditor); }

static unsigned char insert_newline(EditLine *line, int key) {
  return el_winsertstr(line, L"\n") == 0 ? CC_REFRESH : CC_ERROR;
}

/// Enter: ends an entry that is whole, and goes on with another line of one that is not. Only libedit's own function can
/// end a line, so it gets a key that nobody has.
static unsigned char enter(EditLine *line, int key) {
  CLineEditor *editor = owner(line);
  bool ends = answer(line, CLEKeyEnter);
  if (!ends) return CC_REFRESH;
  editor->entry_rows = row_of(editor, el_wline(line)->lastchar);
  el_push(line, "\036");
  return CC_NORM;
}

/// Takes a bracketed paste: up to ESC [ 201 ~, with CR as NL, without trailing newlines and without control characters.
static unsigned char paste(EditLine *line, int key) {
  static const char end[] = "\033[201~";
  const size_t end_count = sizeof end - 1;
  CLineEditor *editor = owner(line);
  size_t count = 0, room = 0;
  char *text = NULL;
  wchar_t character;
  while (el_wgetc(line, &character) == 1) {
    if (count + MB_LEN_MAX + 1 > room) {
      room = 2 * room + 1024;
      char *grown = realloc(text, room);
      if (!grown) break;
      text = grown;
    }
    if (character == L'\r') character = L'\n';
    bool kept = character == L'\n' || character == L'\t' || !iswcntrl((wint_t)character);
    if (!kept && character != L'\033') continue;
    mbstate_t state = {0};
    size_t bytes = wcrtomb(text + count, character, &state);
    if (bytes == (size_t)-1) continue;
    count += bytes;
    if (count < end_count || memcmp(text + count - end_count, end, end_count) != 0) continue;
    count -= end_count;
    break;
  }
  size_t left = 0;
  for (size_t at = 0; at < count; at++) {
    if (text[at] != '\033') text[left++] = text[at];
  }
  while (left > 0 && text[left - 1] == '\n') left--;
  if (left > 0) editor->handler(editor->context, CLEKeyPaste, text, left, left);
  free(text);
  return CC_REFRESH;
}

// MARK: The editor

typedef struct Binding {
  const char *key, *function;
} Binding;

static void bind_all(EditLine *line, const char *map, const Binding *bindings, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (map) {
      el_set(line, EL_BIND, map, bindings[i].key, bindings[i].function, NULL);
    } else {
      el_set(line, EL_BIND, bindings[i].key, bindings[i].function, NULL);
    }
  }
}

/// Binds our keys in the maps of the chosen mode; choosing a mode forgets them.
static void bind_keys(CLineEditor *editor) {
  static const Binding both[] = {
    {"^I", "answer-complete"}, {"^P", "answer-previous"}, {"^N", "answer-next"},
    {"^J", "answer-enter"},    {"^M", "answer-enter"},    {"\\036", "ed-newline"},
    {"^G", "answer-describe"}, {"^X^E", "answer-editor"}, {"^R", "em-inc-search-prev"},
  };
  static const Binding emacs[] = {
    {"\\e[A", "answer-previous"},    {"\\e[B", "answer-next"},
    {"\\eOA", "answer-previous"},    {"\\eOB", "answer-next"},
    {"\\e^J", "insert-newline"},     {"\\e^M", "insert-newline"},
    {"\\e[200~", "bracketed-paste"}, {"\\eh", "answer-describe"},
    {"\\eOP", "answer-describe"},    {"\\e[11~", "answer-describe"},
    {"\\e[H", "ed-move-to-beg"},     {"\\e[F", "ed-move-to-end"},
    {"\\e[1~", "ed-move-to-beg"},    {"\\e[4~", "ed-move-to-end"},
    {"\\e[3~", "ed-delete-next-char"},
    {"\\e[1;5C", "em-next-word"},    {"\\e[1;5D", "ed-prev-word"},
  };
  // ESC leads from inserting to the command mode at once, so that what follows it in a key's sequence is read there.
  static const Binding command[] = {
    {"^J", "answer-enter"},    {"^M", "answer-enter"},   {"\\036", "ed-newline"},
    {"[A", "answer-previous"}, {"[B", "answer-next"},    {"OA", "answer-previous"},
    {"OB", "answer-next"},     {"k", "answer-previous"}, {"j", "answer-next"},
    {"^P", "answer-previous"}, {"^N", "answer-next"},    {"^G", "answer-describe"},
    {"v", "answer-editor"},    {"^R", "em-inc-search-prev"},
    {"\\e[A", "answer-previous"}, {"\\e[B", "answer-next"},
    {"\\eOA", "answer-previous"}, {"\\eOB", "answer-next"},
  };
  EditLine *line = editor->line;
  bind_all(line, NULL, both, sizeof both / sizeof *both);
  if (!editor->vi) return bind_all(line, NULL, emacs, sizeof emacs / sizeof *emacs);
  bind_all(line, "-a", command, sizeof command / sizeof *command);
  // A paste: back to inserting, where the key that takes it is.
  el_set(line, EL_BIND, "\\035", "bracketed-paste", NULL);
  el_set(line, EL_BIND, "-a", "-s", "[200~", "a\\035", NULL);
  el_set(line, EL_BIND, "-a", "-s", "\\e[200~", "a\\035", NULL);
}

static void add_functions(EditLine *line) {
  el_set(line, EL_ADDFN, "answer-complete", "Complete the word", complete);
  el_set(line, EL_ADDFN, "answer-previous", "Line above, or older entry", previous);
  el_set(line, EL_ADDFN, "answer-next", "Line below, or newer entry", next);
  el_set(line, EL_ADDFN, "answer-enter", "End the entry, or go on with it", enter);
  el_set(line, EL_ADDFN, "answer-describe", "Tell about the name at the cursor", describe);
  el_set(line, EL_ADDFN, "answer-editor", "Edit in $EDITOR", editor_key);
  el_set(line, EL_ADDFN, "insert-newline", "Insert a newline", insert_newline);
  el_set(line, EL_ADDFN, "bracketed-paste", "Insert a paste", paste);
}

CLineEditor *cle_open(
  const char *name, int history_size, CLEKeyHandler handler, void *context) {
  CLineEditor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  cle_use_utf8();  // before el_init, which looks at what is printable
  editor->handler = handler;
  editor->context = context;
  editor->prompt = "";
  editor->held = editor->entry_rows = -1;
  editor->columns = cle_columns();
  // Between entries too: what is typed then isn't echoed, nor taken for a line of its own in which Ctrl-D means something
  // else. libedit would go back to a mode that does both.
  editor->has_terminal = tcgetattr(STDIN_FILENO, &editor->loud) == 0;
  cle_echo(editor, false);
  editor->line = el_init(name, stdin, stdout, stderr);
  editor->history = history_init();
  if (!editor->line || !editor->history) {
    cle_close(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, history_size);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_SIGNAL, 0);
  el_set(editor->line, EL_SETTY, "-x", "-echo", "-icanon", NULL);
  el_set(editor->line, EL_EDITOR, "emacs");
  el_set(editor->line, EL_PROMPT_ESC, prompt, '\1');
  el_set(editor->line, EL_HIST, history, editor->history);
  el_set(editor->line, EL_GETCFN, read_character);
  add_functions(editor->line);
  bind_keys(editor);
  el_source(editor->line, NULL);
  const char *mode = "emacs", *terminal = getenv("TERM");
  el_get(editor->line, EL_EDITOR, &mode);
  editor->vi = strcmp(mode, "vi") == 0;
  if (editor->vi) bind_keys(editor);
  editor->smart = terminal && *terminal && strcmp(terminal, "dumb") != 0;
  cle_install_editor_handlers();
  return editor;
}

void cle_close(CLineEditor *editor) {
  if (editor->line) el_end(editor->line);
  cle_echo(editor, true);
  if (editor->history) history_end(editor->history);
  free(editor);
}

CLEStatus cle_read(
  CLineEditor *editor, const char *prompt, int prompt_width, const char **line, size_t *length) {
  int count = 0;
  editor->prompt = prompt;
  editor->prompt_width = prompt_width;
  editor->rows_below = 0;
  editor->entry_rows = -1;
  cle_take_resize();
  editor->columns = cle_columns();
  el_resize(editor->line);
  cle_handle_suspend(true);
  // libedit would show the prompt first, and keys typed at once would be echoed by the terminal.
  el_set(editor->line, EL_PREP_TERM, 1);
  bracket_pastes(editor, true);
  *line = el_gets(editor->line, &count);
  *length = *line && count > 0 ? (size_t)count : 0;
  bracket_pastes(editor, false);
  cle_handle_suspend(false);
  editor->prompt = "";
  if (*line && count > 0) return CLEStatusLine;
  bool interrupted = cle_interrupted() && !cle_hung_up();
  if (interrupted) fputs("^C", stdout);
  for (int row = editor->rows_below; row >= 0; row--) fputs("\r\n", stdout);
  fflush(stdout);
  return interrupted ? CLEStatusInterrupted : CLEStatusEnd;
}

void cle_enter(CLineEditor *editor, const char *entry) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, entry);
}

void cle_edit(CLineEditor *editor, int before, int after, const char *text) {
  if (after > 0) el_cursor(editor->line, after);
  if (before + after > 0) el_deletestr(editor->line, before + after);
  if (*text) el_insertstr(editor->line, text);
}

void cle_move(CLineEditor *editor, int characters) { el_cursor(editor->line, characters); }

void cle_show_below(CLineEditor *editor, const char *text) {
  for (int row = rows_below_cursor(editor); row >= 0; row--) fputs("\r\n", stdout);
  fputs(text, stdout);
  el_set(editor->line, EL_REFRESH);
}

void cle_beep(CLineEditor *editor) { el_beep(editor->line); }

bool cle_replace_entry(CLineEditor *editor, const char *text) {
  int rows = editor->entry_rows, columns = editor->columns;
  // What scrolled off can't be reached, and after a resize nobody knows where things are.
  if (!editor->smart || rows < 0 || rows + 2 > cle_rows() || columns != cle_columns()) return false;
  fprintf(stdout, "\r\033[%dA\033[J%s", rows + 1, text);
  fflush(stdout);
  return true;
}

void cle_use_keys(CLineEditor *editor, bool vi) {
  editor->vi = vi;
  el_set(editor->line, EL_EDITOR, vi ? "vi" : "emacs");
  bind_keys(editor);
}

bool cle_uses_vi(CLineEditor *editor) { return editor->vi; }
