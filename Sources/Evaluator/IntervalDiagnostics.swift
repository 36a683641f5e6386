import Notation
import Quantities
import SourceText

/// The messages about intervals, distributions and correlations.
extension Diagnostic {
  static func intervalOrder(
    _ low: String, _ high: String, swapped: String, isEqual: Bool, _ span: SourceSpan
  ) -> Diagnostic {
    isEqual
      ? Diagnostic(
        .intervalOrder, "an interval from `\(low)` to `\(high)` has no width", at: span,
        notes: ["an interval says between which two numbers a quantity lies in 90% of cases"],
        corrections: [Correction("write `\(high)`: a certain number", replacing: span, with: high)])
      : Diagnostic(
        .intervalOrder, "this interval goes down: `\(low)` is above `\(high)`", at: span,
        notes: ["an interval is written from its low end to its high end"],
        corrections: [Correction("write `\(swapped)`", replacing: span, with: swapped)])
  }

  static func intervalSuffix(
    _ low: String, _ high: String, _ what: String, both: String, plain: String, _ span: SourceSpan
  ) -> Diagnostic {
    var corrections = [Correction("write `\(both)`", replacing: span, with: both)]
    if !plain.isEmpty {
      corrections.append(Correction("or `\(plain)`", replacing: span, with: plain))
    }
    return Diagnostic(
      .intervalSuffix, "of `\(low)` and `\(high)` only one has \(what)", at: span,
      notes: [
        plain.isEmpty
          ? "the two ends of an interval are of one kind"
          : "it can be read two ways, and they differ far too much to guess"
      ], corrections: corrections)
  }

  static func intervalAtBoundary(
    _ text: String, inside: String?, low: Double, high: Double, isShare: Bool, _ span: SourceSpan
  ) -> Diagnostic {
    var corrections = [
      Correction("write `\(text) as uniform`", replacing: span, with: "\(text) as uniform")
    ]
    if let inside {
      corrections.append(Correction("or `\(inside)`", replacing: span, with: inside))
    }
    let isWhole = isShare && (low == 1 || high == 1)
    let end =
      low == 0 && isWhole
      ? "run from 0% to 100%"
      : low == 0
        ? "begin at 0" : low == 1 ? "begin at 100%" : high == 0 ? "end at 0" : "end at 100%"
    let why =
      isShare
      ? "a share that is uncertain between its ends never reaches 0% or 100%, so neither can be its 5th or 95th percentile"
      : low == 0
        ? "a positive quantity comes near to 0 and never reaches it, so 0 can't be its 5th percentile"
        : "a negative quantity comes near to 0 and never reaches it, so 0 can't be its 95th percentile"
    return Diagnostic(
      .intervalAtBoundary, "an interval can't \(end) unless its shape is said", at: span,
      notes: [why], corrections: corrections)
  }

  static func distribution(_ error: DistributionError, _ what: String, _ span: SourceSpan)
    -> Diagnostic
  {
    func number(_ value: Double) -> String { NumberText.decimal(value, digits: 6) }
    let why: String
    switch error {
    case .parameter(let name, let value, let fault):
      let wanted =
        switch fault {
        case .notFinite: "a finite number"
        case .notANumber: "a number"
        case .notPositive: "more than 0"
        case .notProbability: "from 0% to 100%"
        case .notInsideUnitInterval: "strictly between 0% and 100%"
        case .notAscending: "in ascending order"
        }
      why = "its \(name.rawValue) is \(number(value)), and must be \(wanted)"
    case .order(let a, let x, let b, let y):
      why = "its \(a.rawValue), \(number(x)), must be below its \(b.rawValue), \(number(y))"
    case .noProbability(let low, let high):
      why = "nothing of it lies between \(number(low)) and \(number(high))"
    case .noValues: why = "it has no values"
    case .momentOverflow: why = "its mean or its deviation is beyond all numbers"
    case .deviationTooLarge(_, let limit): why = "its deviation must be below \(number(limit))"
    case .intervalCrossesZero:
      why = "a lognormal quantity has one sign, and these ends have two or touch 0"
    case .unsolved(let shape, _, _, _): why = "no \(shape.rawValue) distribution has these ends"
    }
    let help: String
    switch error {
    case .order: help = "order the numbers: the low end first, the high end last"
    case .intervalCrossesZero: help = "leave the shape out, or write `as normal`"
    default:
      help =
        "change that number, or choose another shape: `reroute explain R311` lists what each wants"
    }
    return Diagnostic(
      .distributionParameter, "there is no such distribution: \(why)", at: span, help: [help])
  }

  static func correlationTarget(_ name: String, _ why: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .correlationTarget, "`\(name)` can't be correlated: \(why)", at: span,
      help: [
        "name a `let` or a clause that is one uncertain quantity, as in `correlate TikTok.churn with Resso.churn by 0.6`"
      ])
  }

  static func correlationMatrix(_ rho: Double, _ span: SourceSpan, others: [SourceSpan])
    -> Diagnostic
  {
    Diagnostic(
      .correlationMatrix, "this correlation contradicts the others", at: span,
      secondary: others.prefix(4).map { Label($0, "one of the others") },
      notes: ["if a goes with b and b with c, a and c can't go strongly against each other"],
      help: ["bring it nearer to 0, or one of those it is linked with"])
  }
}
