/// A command of the prompt: what `:help` says of it.
struct Command {
  /// The name, without the colon.
  let name: String
  /// What may follow it.
  let argument: String
  /// What it does, in a line.
  let summary: String
  /// More of it, for `:help NAME`.
  let details: String

  /// As it is written.
  var usage: String { ":" + name + (argument.isEmpty ? "" : " " + argument) }

  init(_ name: String, _ argument: String, _ summary: String, _ details: String = "") {
    (self.name, self.argument, self.summary, self.details) = (name, argument, summary, details)
  }

  /// All commands, in the order of `:help`.
  static let all = [
    Command(
      "help", "[TOPIC]", "list commands and topics, or tell more of those that match",
      "TOPIC is a command, a statement, a metric, a function, a code such as R306, or a part of one; one that matches alone is told in full, with its example run now."
    ),
    Command(
      "info", "NAME", "what a name is: definition, formula, source, where it is used",
      "Ctrl-G tells the same of the name at the cursor."),
    Command(
      "sources", "[NAME]", "every number's source and age",
      "Numbers that nobody answers for come last. With NAME, those of that name only."),
    Command("list", "", "what is declared, a line each"),
    Command(
      "show", "STAGE [TEXT]", "a stage of the session or of a text, printed",
      "The stages: tokens, tree, values, portfolio and plan."),
    Command(
      "undo", "", "take the last declaration or setting back",
      "Again for the one before. Questions asked after it are forgotten with it."),
    Command("redo", "", "take the last :undo back"),
    Command(
      "drop", "NAME", "take a declaration out",
      "NAME is a name, or the beginning of a statement as `:list` shows it. What hangs on it must go first; `:drop! NAME` takes it along."
    ),
    Command(
      "watch", "[QUESTION]", "answer a question again after every change",
      "Without a question it lists those that are watched. `:watch off` ends all, `:watch off 2` the second."
    ),
    Command(
      "states", "", "the states that :undo and :redo go through",
      "Each has a number, for `:diff`."),
    Command(
      "diff", "[FROM [TO]]", "what two states differ in, declarations and answers",
      "FROM and TO are numbers of `:states`: the state before and the present one unless said."),
    Command(
      "edit", "[NAME]", "edit the last entry, or what declares NAME, in $EDITOR",
      "What is saved there is run. $VISUAL comes first, then $EDITOR, then vi. Ctrl-X Ctrl-E does it with the entry being typed."
    ),
    Command(
      "save", "FILE", "write what was accepted to a file that runs",
      """
      Statements that failed are left out, comments stay. The file is written whole or not at all; another's is
      replaced only by `:save! FILE`.
      """
    ),
    Command(
      "load", "FILE", "run a file in this session", "A file with a mistake changes nothing."),
    Command(
      "sessions", "", "the sessions that are kept",
      "Every session is kept as it goes, in \(StatePlace.explanation("sessions")). The last \(SessionStore.mostKept) stay."
    ),
    Command(
      "restore", "[N]", "bring a kept session back",
      "The last one that was cut off, unless a number of `:sessions` says otherwise. `:undo` returns to what was there."
    ),
    Command(
      "forget", "[N]", "delete a kept session", "`:forget all` deletes all that are not open."),
    Command("time", "[on|off]", "tell how long each answer took"),
    Command(
      "seed", "N", "seed the draws with N, and answer again what was asked",
      "It counts whatever `seed` a script says. `:seed off` follows the script again."),
    Command(
      "trials", "N", "run N trials, and answer again what was asked",
      "It counts whatever `trials` a script says. `:trials off` follows the script again."),
    Command(
      "error", "[on|off]", "tell the Monte Carlo error of every figure",
      "It is how far a figure would vary with another seed."),
    Command(
      "keys", "[vi|emacs]", "which keys edit, or all of them",
      """
      Tab completes; Ctrl-G tells about the name at the cursor. Enter ends an entry that is whole and goes on with
      one that isn't, Alt-Enter always starts another line. Up and Down move between lines, then go through
      earlier entries that begin as the line does up to the cursor; Ctrl-R searches them. Ctrl-X Ctrl-E edits in
      $EDITOR. Ctrl-C drops the entry or stops an evaluation, Ctrl-D leaves. A paste is one entry; prompts in it are
      taken off. `~/.editrc` may bind keys and choose vi (`bind -v`). Entries are kept in \(StatePlace.explanation("history")).
      """),
    Command("explain", "CODE", "what a message's code means"),
    Command(
      "learn", "[LESSON]", "take a lesson, or go on with one",
      """
      Lessons have steps that are checked, with hints, free play and notes to keep. This session waits meanwhile.
      `:learn 3` takes the third, `:learn list` lists them. Progress is kept in \(ProgressStore.explanation).
      """),
    Command("quit", "", "leave; so does Ctrl-D"),
  ]

  /// The command called `name`.
  static func named(_ name: String) -> Command? { all.first { $0.name == name } }
}
