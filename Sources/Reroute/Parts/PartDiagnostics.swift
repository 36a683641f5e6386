import Engine
import Notation
import SourceText

extension Diagnostic {
  private static func trial(_ number: Int) -> String {
    String(NumberText.grouped(Double(number)).map { $0 == "_" ? "," : $0 })
  }

  static func noPart(_ file: String) -> Diagnostic {
    Diagnostic(
      .partUnusable, "`\(file)` is no part of a run", at: nil,
      help: ["`reroute run FILE --trials-from 0 --trials 1000000 --part OUT` writes one"])
  }

  static func partOfVersion(_ file: String, _ version: String) -> Diagnostic {
    Diagnostic(
      .partUnusable, "`\(file)` was written by Reroute \(version); this is \(Reroute.version)",
      at: nil, notes: ["another version may give other numbers, which can't be merged"],
      help: ["run all parts with the same version"])
  }

  static func damagedPart(_ file: String) -> Diagnostic {
    Diagnostic(
      .partUnusable, "`\(file)` is damaged: its end is missing, or bytes of it were changed",
      at: nil,
      help: ["copy it anew, or run its trials again"])
  }

  static func partsDiffer(_ how: String) -> Diagnostic {
    Diagnostic(
      .partsDiffer, "these parts are not of one run: \(how)", at: nil,
      help: ["run every part with the same script, seed and sampling, and other trials"])
  }

  static func partOfOtherQuestions() -> Diagnostic {
    .partsDiffer("their trials are not of what their script asks")
  }

  static func unmergeable(_ problem: RunPart.MergeProblem) -> Diagnostic {
    switch problem {
    case .nothing: return .partsDiffer("there is none")
    case .different: return .partsDiffer("their trials were counted differently")
    case .tooMany:
      return Diagnostic(
        .partsDiffer, "these parts have more than 4 billion trials", at: nil,
        help: ["merge fewer of them"])
    case .gap(let from, let to):
      return Diagnostic(
        .partsDiffer,
        "trials are missing between these parts: those from \(trial(from)) to \(trial(to - 1))",
        at: nil,
        help: [
          "run them: `reroute run FILE --trials-from \(from) --trials \(to - from) --part OUT`"
        ])
    case .overlap(let from, let to):
      return Diagnostic(
        .partsDiffer,
        "two of these parts have the same trials: those from \(trial(from)) to \(trial(to - 1))",
        at: nil,
        notes: ["a trial that counted twice would make the answers look surer than they are"],
        help: ["leave one of them out, or run it for other trials"])
    }
  }

  static func partWithStopping() -> Diagnostic {
    Diagnostic(
      .partRefused, "`until error` can't be met by a part of the trials", at: nil,
      notes: ["how many trials it takes shows only in all of them together"],
      help: ["say how many trials there are: `trials 10M`, or `--trials 10000000`"])
  }

  static func partOfFixedTrials(_ sampling: String) -> Diagnostic {
    Diagnostic(
      .partRefused, "`sampling \(sampling)` can't be run in parts", at: nil,
      notes: ["it spreads the draws over all trials, so each hangs on how many there are"],
      help: ["use `sampling sobol`, whose error is as small and which can"])
  }

  static func partOfAdvice() -> Diagnostic {
    Diagnostic(
      .partRefused, "`advise` can't be answered by a part of the trials", at: nil,
      notes: ["which plan is best shows only in all of them together"],
      help: ["leave the `advise` out, or run the script whole"])
  }

  static func partOfCertainty() -> Diagnostic {
    Diagnostic(
      .partRefused, "nothing in this script is uncertain, so it has one trial and no parts",
      at: nil,
      help: ["run it whole, without `--trials-from` and `--part`"])
  }
}
