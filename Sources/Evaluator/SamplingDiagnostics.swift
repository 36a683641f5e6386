import Quantities
import SourceText

/// The messages about how to sample and when to stop.
extension Diagnostic {
  static func unknownSampling(_ method: String, _ span: SourceSpan) -> Diagnostic {
    let known = Sampling.allCases.map(\.rawValue)
    let folded = method.lowercased()
    // `latin`, `lhs` and `monte carlo` are near in meaning, not in letters.
    let meant =
      switch folded {
      case "lhs", "latin", "hypercube", "latinhypercube", "latin_hypercube": ["latin hypercube"]
      case "montecarlo", "monte_carlo", "monte carlo", "plain", "mc": ["random"]
      case "quasi", "qmc", "sobol sequence", "scrambled sobol": ["sobol"]
      default: Spelling.suggestions(for: method, among: known)
      }
    let near = known.contains(folded) ? [folded] : meant
    return Diagnostic(
      .unknownName, "there is no way to sample called `\(method)`", at: span,
      help: near.isEmpty ? ["there are: \(known.joined(separator: ", "))"] : [],
      corrections: near.map {
        Correction("did you mean `\($0)`?", replacing: span, with: $0)
      })
  }

  static func stoppingLatinHypercube(_ span: SourceSpan, sampling: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .fixedTrials, "a Latin hypercube can't stop before its last trial", at: span,
      secondary: sampling.map { [Label($0, "chosen here")] } ?? [],
      notes: [
        "it divides each quantity's range into as many parts as there are trials; a part of them would leave gaps"
      ],
      help: ["leave `until …` out, or write `sampling sobol`, which may stop at any trial"])
  }

  static func errorOfSeries(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`\(text)` is a figure for each month, and an error is bounded for one figure",
      at: span, label: "this is a series",
      corrections: [
        Correction("write `\(text) at end`", replacing: span, with: "\(text) at end")
      ])
  }

  static func errorOfWhat(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "without a figure the error is bounded by a percentage, not by `\(text)`",
      at: span, notes: ["every figure that is asked has a unit of its own"],
      help: [
        "name the figure, as in `until error of A.users at end < 5k users`, or write `until error < 1%`"
      ])
  }

  static func bareErrorOfShare(_ text: String, _ subject: String, _ span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .unitMismatch, "`\(subject)` is a percentage, and `\(text)` is a plain number", at: span,
      help: ["write `1%` for a hundredth of the mean, or `1 point` for a percentage point"])
  }

  static func errorRange(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .valueRange, "an error can't be below `\(text)`: the bound must be above 0", at: span,
      help: ["the error falls with the trials and never reaches 0: write a bound such as `1%`"])
  }
}
