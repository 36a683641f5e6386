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
      "help", "[COMMAND]", "list the commands, or tell more of one",
      """
      Entries are kept in \(HistoryLocation.explanation).
      Keys: Tab completes, Up and Down go through earlier entries, Ctrl-R searches them, Alt-Enter
      starts another line, Ctrl-C drops the line or stops an evaluation, Ctrl-D leaves. ~/.editrc may change them.
      """),
    Command("list", "", "what is declared, a line each"),
    Command(
      "show", "STAGE [TEXT]", "a stage of the session or of a text, printed",
      "The stages: tokens, tree, values, portfolio and plan."),
    Command(
      "undo", "", "take the last declaration or setting back",
      "Again for the one before. Questions asked after it are forgotten with it."),
    Command("redo", "", "take the last :undo back"),
    Command(
      "save", "FILE", "write what was accepted to a file that runs",
      """
      Statements that failed are left out, comments stay. The file is written whole or not at all; another's is
      replaced only by `:save! FILE`.
      """
    ),
    Command(
      "load", "FILE", "run a file in this session", "A file with a mistake changes nothing."),
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
