import Notation
import Quantities
import SourceText

/// The messages about quantities and intervals.
extension Diagnostic {
  static func unitMismatch(
    _ a: Quantity, _ b: Quantity, _ left: SourceSpan, _ right: SourceSpan, _ what: String
  )
    -> Diagnostic
  {
    if let x = a.dimension.currencyCode, let y = b.dimension.currencyCode, x != y {
      return currencies(x, y, left, right)
    }
    var help: [String] = []
    if a.dimension == b.dimension / .time || b.dimension == a.dimension / .time {
      help.append(
        "one is an amount, the other an amount per month; a flow times `1 month` is an amount")
    } else if a.isBare || b.isBare {
      let other = a.isBare ? b : a
      help.append(
        "a number without a unit takes one only beside a clause word; write `\(NumberText.unit(other.dimension, other.presentation))` behind it"
      )
    }
    return Diagnostic(
      .unitMismatch, "\(what) needs the same unit on both sides", at: right,
      label: "this is \(b.words)",
      secondary: [Label(left, "this is \(a.words)")], help: help)
  }

  static func currencies(_ a: String, _ b: String, _ left: SourceSpan, _ right: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .currencyMismatch, "\(a) and \(b) are different currencies", at: right, label: "in \(b)",
      secondary: [Label(left, "in \(a)")],
      notes: ["no rate relates the two; Reroute looks none up"],
      help: [
        "declare one: `rate \(NumberText.currencySign(a))1 = \(NumberText.currencySign(b))1.08`"
      ])
  }

  static func percentagePoints(_ left: SourceSpan, _ right: SourceSpan, _ what: String)
    -> Diagnostic
  {
    Diagnostic(
      .percentagePoints, "per cent and percentage points are different things in \(what)",
      at: right,
      secondary: [Label(left, "the other side")],
      notes: ["25% raised by 3 points is 28%; raised by 3% of itself it is 25.75%"],
      help: ["add points to a share: `25% + 3 points`; or multiply: `25% * 103%`"])
  }

  static func pointsOfSomething(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .percentagePoints,
      "percentage points are a difference of shares, so there are none of an amount", at: span,
      help: ["write a percentage: `3% of …`"])
  }

  static func bareShare(_ number: String, _ other: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .shareOutOfRange, "`\(number)` is compared with a percentage, `\(other)`", at: span,
      corrections: [Correction("write `\(number)%`", replacing: span, with: number + "%")])
  }

  static func missingPerTime(_ place: Place, _ text: String, _ span: SourceSpan) -> Diagnostic {
    let written = text.contains(" to ") || !text.contains(" ") ? text : "(\(text))"
    return Diagnostic(
      .missingPerTime, "\(place.name) is a rate, and `\(text)` doesn't say per what time", at: span,
      corrections: [
        Correction("write `\(written)/month`", replacing: span, with: "\(written)/month"),
        Correction(
          "or, if it is by the year, `\(written)/year`", replacing: span, with: "\(written)/year"),
      ])
  }

  static func placeMismatch(
    _ place: Place, _ found: Quantity, _ text: String, _ span: SourceSpan, currency: String
  )
    -> Diagnostic
  {
    Diagnostic(
      .unitMismatch,
      "\(place.name) wants something like `\(place.example(currency: currency))`, and `\(text)` is \(found.words)",
      at: span,
      help: ["write `\(place.name) \(place.example(currency: currency))` with your own number"])
  }

  static func wrongDimension(
    _ what: String, _ wanted: String, _ found: Dimension, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "\(what) must be \(wanted), and this is in \(found.description)", at: span)
  }

  static func mixedUnits(_ units: [String], _ metric: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch,
      "products that count \(units.joined(separator: " and ")) have no common `\(metric)`",
      at: span,
      help: ["ask the products one by one"])
  }

  static func shareWritten(_ place: Place, _ text: String, _ value: Double?, _ span: SourceSpan)
    -> Diagnostic
  {
    var corrections: [Correction] = []
    if let value {
      let percent = "\(NumberText.decimal(abs(value) * 100, digits: 8))%"
      corrections = [
        Correction(
          "write `\(percent)` if you mean \(NumberText.decimal(abs(value), digits: 8)) of the whole",
          replacing: span,
          with: percent),
        Correction(
          "write `\(text)%` if the number counts hundredths", replacing: span, with: text + "%"),
      ]
    }
    return Diagnostic(
      .shareOutOfRange,
      "\(place.name) is a share, and shares are percentages; `\(text)` is a plain number", at: span,
      help: value == nil ? ["write percentages, as in `\(place.example(currency: "$"))`"] : [],
      corrections: corrections
    )
  }

  static func shareRange(_ place: Place, _ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .shareOutOfRange, "\(place.name) is a share, and `\(text)` is not from 0% to 100%", at: span,
      help: ["a share of a whole can't be less than nothing or more than all of it"])
  }

  static func range(_ what: String, _ found: String, _ wanted: String, _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(.valueRange, "\(what) can't be `\(found)`: it must be \(wanted)", at: span)
  }

  static func conversion(_ message: String, _ span: SourceSpan, help: String) -> Diagnostic {
    Diagnostic(.conversion, message, at: span, help: [help])
  }

  static func cannotConvert(
    _ from: Quantity, _ to: Quantity, _ unit: String, _ left: SourceSpan, _ right: SourceSpan
  )
    -> Diagnostic
  {
    Diagnostic(
      .conversion, "\(from.words) can't be told in `\(unit)`", at: right, label: to.words,
      secondary: [Label(left, "this is \(from.words)")])
  }

  static func divisionByZero(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(.divisionByZero, "this is zero, and something is divided by it", at: span)
  }

  static func notFinite(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notFinite, "`\(text)` is beyond all numbers", at: span,
      notes: ["numbers reach to about 1.8e308"])
  }

  static func undefined(_ text: String, _ span: SourceSpan) -> Diagnostic {
    let what = text.count > 40 || text.contains { $0.isNewline } ? "this" : "`\(text)`"
    return Diagnostic(
      .notFinite, "\(what) is undefined or holds what is, and a number is needed here", at: span,
      notes: ["a figure is undefined where nothing was there to measure; it isn't 0"],
      help: [
        "no condition holds of what is undefined, so `filter` with one such as `x >= 0%` leaves it out"
      ])
  }

  static func probabilitiesSum(_ total: Double, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .valueRange,
      "the probabilities of `choose` sum to \(NumberText.decimal(total * 100, digits: 6))%, not to 100%",
      at: span)
  }

  // MARK: Intervals

  static func intervalOrder(_ low: String, _ high: String, isEqual: Bool, _ span: SourceSpan)
    -> Diagnostic
  {
    isEqual
      ? Diagnostic(
        .intervalOrder, "an interval from `\(low)` to `\(high)` has no width", at: span,
        corrections: [Correction("write `\(high)`: a certain number", replacing: span, with: high)])
      : Diagnostic(
        .intervalOrder, "this interval begins above its end", at: span,
        corrections: [
          Correction("write `\(high) to \(low)`", replacing: span, with: "\(high) to \(low)")
        ])
  }

  static func intervalSuffix(both: String, plain: String, _ span: SourceSpan) -> Diagnostic {
    var corrections = [Correction("write `\(both)`", replacing: span, with: both)]
    if !plain.isEmpty {
      corrections.append(Correction("or `\(plain)`", replacing: span, with: plain))
    }
    return Diagnostic(
      .intervalSuffix,
      "one end of this interval has a suffix or a sign that the other has not, so it can be read two ways",
      at: span,
      corrections: corrections)
  }

  static func intervalAtBoundary(
    _ text: String, _ lowDigits: String?, _ highDigits: String?, low: Double, high: Double,
    isShare: Bool,
    lowText: String, highText: String, _ span: SourceSpan
  ) -> Diagnostic {
    // The boundary end moved inside by a hundredth of the interval's width, in the user's own unit.
    func moved(_ own: String, _ digits: String?, _ other: String, _ otherDigits: String?, up: Bool)
      -> String?
    {
      guard let shown = otherDigits, let size = Double(shown.filter { $0 != "_" }) else {
        return nil
      }
      if isShare {
        let near = up ? size / 100 : 100 - (100 - size) / 100
        let written = NumberText.decimal(near, digits: 6)
        return digits.map { own.replacingFirst($0, with: written) }
      }
      let written = NumberText.decimal(size / 100, digits: 6)
      return other.replacingFirst(shown, with: written)
    }
    var corrections = [
      Correction("write `\(text) as uniform`", replacing: span, with: "\(text) as uniform")
    ]
    let inner: String?
    if low == 0 {
      inner = moved(lowText, lowDigits, highText, highDigits, up: true).map {
        "\($0) to \(highText)"
      }
    } else {
      inner = moved(highText, highDigits, lowText, lowDigits, up: false).map {
        "\(lowText) to \($0)"
      }
    }
    if let inner { corrections.append(Correction("or `\(inner)`", replacing: span, with: inner)) }
    let why =
      isShare
      ? "a share that is uncertain between its ends never reaches 0% or 100%, so neither can be its 5th or 95th percentile"
      : "a positive quantity never reaches 0, so 0 can't be its 5th percentile"
    return Diagnostic(
      .intervalAtBoundary,
      "an interval can't end at \(low == 0 || high == 0 ? "0" : "100%") unless its shape is said",
      at: span,
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
      why =
        "its \(name.rawValue) is \(value < 0 ? "-" : "")\(number(abs(value))), and must be \(wanted)"
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
    return Diagnostic(.distributionParameter, "\(what) can't be: \(why)", at: span)
  }

  static func correlationTarget(_ name: String, _ why: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .correlationTarget, "`\(name)` can't be correlated: \(why)", at: span,
      help: [
        "name a `let` or a clause that is one uncertain quantity, as in `correlate TikTok.churn with Resso.churn by 0.6`"
      ])
  }

  static func correlationMatrix(_ rho: Double, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .correlationMatrix, "this correlation contradicts the others", at: span,
      notes: ["if a goes with b and b with c, a and c can't go strongly against each other"],
      help: ["bring it nearer to 0, or one of those it is linked with"])
  }
}

extension Quantity {
  /// What the quantity is in a person's words: "in users per month", "a percentage".
  var words: String {
    switch presentation.kind {
    case .share:
      dimension == .none ? "a percentage" : "a percentage per \(presentation.timeUnit.rawValue)"
    case .points: "in percentage points"
    case .monthNumber: "a month's number"
    case .plain: dimension == .none ? "a plain number" : "in \(dimension.description)"
    }
  }
}

extension String {
  /// The string with the first occurrence of `part` replaced.
  func replacingFirst(_ part: String, with replacement: String) -> String {
    guard let found = firstRange(of: part) else { return self }
    return String(self[..<found.lowerBound]) + replacement + String(self[found.upperBound...])
  }

  private func firstRange(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<(index(start, offsetBy: part.count)) }
      start = index(after: start)
    }
    return nil
  }
}
