import Reroute

/// The hints of a step, in three levels for each kind of mistake: the lesson's own, else what can be told of the kind.
struct Hints {
  let step: LessonStep

  /// The levels there are.
  static let levels = 3

  /// The hint for a mistake met for the `level`-th time, counted from 1.
  func text(_ finding: Finding, level: Int) -> String {
    let level = min(max(1, level), Self.levels)
    let own = own(finding)
    if own.count >= level { return own[level - 1] }
    if level == 1, finding.kind != .any { return Self.first(finding, step) }
    // Beyond what is written for this kind, what is written for any.
    let general = step.hints[.any] ?? []
    let next = level - max(own.count, 1) - 1
    if finding.kind != .any, general.indices.contains(next) { return general[next] }
    // Of what goes wrong in no special way nothing is told but the answer's parts.
    return level < (finding.kind == .any ? 2 : 3) ? beginning : shape
  }

  /// What the hints are looked up and counted by: a message's code that the lesson has hints for, or else the kind.
  func key(_ finding: Finding) -> MistakeKind {
    if let code = finding.code.map({ MistakeKind($0) }), step.hints[code] != nil { return code }
    // An end or a suffix is a value too.
    let isOfValue = [.interval, .factor].contains(finding.kind) && step.hints[finding.kind] == nil
    return isOfValue && step.hints[.value] != nil ? .value : finding.kind
  }

  /// What the lesson says for the kind.
  private func own(_ finding: Finding) -> [String] { step.hints[key(finding)] ?? [] }

  /// How the answer begins.
  private var beginning: String {
    let text = step.answer.text.split(separator: "\n").first { !$0.hasPrefix("#") } ?? ""
    let words = text.split(separator: " ")
    // Not all of it: that is for `:skip`.
    if words.count == 1 {
      return "The answer is one word, and begins like this: `\(text.prefix((text.count + 1) / 2))…`"
    }
    let shown = words.prefix(min(2, words.count - 1)).joined(separator: " ")
    return "The answer begins like this: `\(shown) …`"
  }

  /// The answer with its numbers left open.
  private var shape: String {
    let skeleton = NormalForm.skeleton(of: step.answer.text)
    let lines = skeleton.split(separator: "\n").filter { !$0.hasPrefix("#") }
    return lines.count == 1
      ? "The answer has this shape: `\(lines[0])`"
      : "The answer has this shape:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  /// The first hint for a kind without one of its own.
  private static func first(_ finding: Finding, _ step: LessonStep) -> String {
    let found = finding.found.map { " You have \($0)." } ?? ""
    let wanted = finding.wanted ?? "it"
    switch finding.kind {
    case .syntax:
      return
        "The text can't be read yet; the message above points at the place, and `:explain \(finding.code ?? "")` tells more of it."
    case .name: return "A name is not known here. `:list` shows what is declared; capitals count."
    case .refused:
      return
        "The message above says why this can't be; `:explain \(finding.code ?? "")` tells more of it."
    case .unit:
      return "That is in another unit." + found
        + (finding.wanted.map { " It should be in \($0)." } ?? " Look at what each number counts.")
    case .perMonth:
      return "Mind the time: a stock and a flow differ by `/month`." + found
        + (finding.wanted.map { " It should be in \($0)." } ?? "")
    case .percent:
      return
        "Percent, percentage points and plain numbers are three things: `10%`, `10 points`, `0.1`."
        + found
    case .factor:
      return "The digits are right, the size isn't: look at the suffix, `k`, `M` or `B`." + found
    case .sign:
      return "The amount is right, the sign isn't: which of the two is taken from which?" + found
    case .interval: return "It is an interval, but with other ends." + found
    case .certain:
      return "That is a single number; the task wants a range, written `low to high`." + found
    case .uncertain: return "That is a range; the task wants a single number." + found
    case .series:
      return "A series has a figure for every month; `at month 12` or `at end` takes one of it."
    case .time: return "That is the figure of another month." + found
    case .product: return "That is about another product than the task." + found
    case .scenario: return "That is of another scenario; `in NAME` says which one is meant." + found
    case .value: return "The value is another one." + found
    case .missing: return "Something is missing still: \(finding.wanted ?? "see the task")."
    case .extra: return "There is something too much: \(wanted)."
    case .clause:
      return finding.wanted.map { "The clause \($0) is missing." }
        ?? "A clause is missing, or it is another one than the task says."
    case .structure:
      return
        "The figures are right, but the plan is not built as the task says: \(finding.wanted.map { "it needs \($0)" } ?? "read it once more")."
    case .asked:
      return
        "That is a question, and it has its answer. The task is still open: it wants something declared."
    case .unasked:
      return "That is declared. The task wants an answer: ask for it on a line of its own."
    case .question:
      return "The task asks something else"
        + (finding.wanted.map { ": a question that begins with \($0)" } ?? "") + "."
    case .verdict:
      return "The expectation has the other verdict\(finding.found.map { ": \($0)" } ?? "")."
    default: return step.task
    }
  }
}
