import Notation
import Quantities
import SourceText

/// The messages about quantities and intervals.
extension Diagnostic {
  static func unitMismatch(
    _ a: Quantity, _ b: Quantity, _ left: SourceSpan, _ right: SourceSpan, _ what: String,
    _ leftText: String, _ rightText: String
  ) -> Diagnostic {
    if let x = a.dimension.currencyCode, let y = b.dimension.currencyCode, x != y {
      return currencies(x, y, left, right)
    }
    var help: [String] = []
    var corrections: [Correction] = []
    if a.dimension == b.dimension / .time || b.dimension == a.dimension / .time {
      help.append(
        "one is an amount, the other an amount per month: a flow times `1 month` is an amount, an amount `/ 1 month` a flow"
      )
    } else if a.isBare || b.isBare {
      let other = a.isBare ? b : a
      let (place, text) = a.isBare ? (left, leftText) : (right, rightText)
      let unit = NumberText.unit(other.dimension, other.presentation)
      help.append("a number without a unit takes one by itself only beside a clause word")
      if text.allSatisfy({ $0.isNumber || "._kMBT".contains($0) }) {
        let code = other.dimension.currency
        let whole =
          code.map { NumberText.currencySign($0) + text }
          ?? text + (unit.hasPrefix("/") ? "" : " ") + unit
        corrections.append(Correction("write `\(whole)`", replacing: place, with: whole))
      }
    } else if b.presentation.kind == .share, a.dimension != .none {
      help.append("a share of an amount is written with `of`: `\(rightText) of \(leftText)`")
    } else if a.presentation.kind == .share, b.dimension != .none {
      help.append("a share of an amount is written with `of`: `\(leftText) of \(rightText)`")
    } else {
      help.append("bring both to one unit: `x in unit` converts, `*` and `/` make a new one")
    }
    if what == "`-`", a.isBare, leftText.allSatisfy({ $0.isNumber || "._".contains($0) }),
      rightText.first?.isNumber == true
    {
      let low = b.presentation.kind == .share ? leftText + "%" : leftText
      help = ["an interval is written with `to`: `\(low) to \(rightText)`"]
    }
    let verb = what.hasPrefix("`") || what.hasPrefix("a ") ? "needs" : "need"
    return Diagnostic(
      .unitMismatch,
      "\(what) \(verb) one unit on both sides, and one is \(a.words), the other \(b.words)",
      at: right, label: "this is \(b.words)", secondary: [Label(left, "this is \(a.words)")],
      help: help, corrections: corrections)
  }

  static func currencies(_ a: String, _ b: String, _ left: SourceSpan, _ right: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .currencyMismatch, "\(a) and \(b) are different currencies", at: right, label: "in \(b)",
      secondary: [Label(left, "in \(a)")],
      notes: ["no rate relates the two; Reroute looks none up"],
      help: [
        "say what one is worth in the other, as in `rate €1 = $1.08`: `rate \(NumberText.currencySign(a))1 = \(NumberText.currencySign(b))…`"
      ])
  }

  static func placeCurrency(
    _ place: Place, _ found: String, _ wanted: String, _ text: String, _ span: SourceSpan,
    first: SourceSpan?
  ) -> Diagnostic {
    Diagnostic(
      .currencyMismatch,
      "`\(text)` is in \(found), and the money of this script is in \(wanted)", at: span,
      label: "in \(found)",
      secondary: first.map { [Label($0, "\(wanted) is mentioned first")] } ?? [],
      notes: [
        "the first currency a script mentions is the one its figures are told in; Reroute looks no rates up"
      ],
      help: [
        "say what one is worth in the other, as in `rate €1 = $1.08`: `rate \(NumberText.currencySign(found))1 = \(NumberText.currencySign(wanted))…`"
      ])
  }

  static func percentagePoints(
    _ a: Quantity, _ b: Quantity, _ left: SourceSpan, _ right: SourceSpan, _ what: String,
    _ leftText: String, _ rightText: String
  ) -> Diagnostic {
    var corrections: [Correction] = []
    for (place, text) in [(right, rightText), (left, leftText)] where text.hasSuffix("%") {
      let points = "\(text.dropLast()) points"
      corrections.append(Correction("write `\(points)`", replacing: place, with: points))
    }
    return Diagnostic(
      .percentagePoints, "per cent and percentage points are different things in \(what)",
      at: right, label: "this is \(b.words)", secondary: [Label(left, "this is \(a.words)")],
      notes: ["25% raised by 3 points is 28%; raised by 3% of itself it is 25.75%"],
      help: ["points move a share: `25% + 3 points`; a factor changes it by its own: `25% * 103%`"],
      corrections: corrections)
  }

  static func pointsOfSomething(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .percentagePoints,
      "percentage points are a difference of shares, so there are none of an amount", at: span,
      help: ["write a percentage: `3% of …`"])
  }

  static func bareShare(_ number: String, _ other: String, _ like: Quantity, _ span: SourceSpan)
    -> Diagnostic
  {
    let whole = number + NumberText.unit(like.dimension, like.presentation)
    return Diagnostic(
      .shareOutOfRange, "`\(number)` is compared with `\(other)`, which is \(like.words)", at: span,
      corrections: [Correction("write `\(whole)`", replacing: span, with: whole)])
  }

  static func missingPerTime(_ place: Place, _ text: String, _ span: SourceSpan) -> Diagnostic {
    // What is no single literal or interval wants parentheses; so does an interval with a unit at both ends.
    let isSimple = !text.contains(where: { "+*/()^[{".contains($0) }) && !text.contains(" of ")
    let ends = text.split(separator: " ").count
    let written =
      !text.contains(" ") || (isSimple && (!text.contains(" to ") || ends < 5)) || isPerUnit(text)
      ? text : "(\(text))"
    return Diagnostic(
      .missingPerTime, "\(place.name) is a rate, and `\(text)` doesn't say per what time", at: span,
      notes: ["by the month and by the year differ about twelvefold, too much to guess"],
      corrections: [
        Correction("write `\(written)/month`", replacing: span, with: "\(written)/month"),
        Correction(
          "or, if it is by the year, `\(written)/year`", replacing: span, with: "\(written)/year"),
      ])
  }

  /// `true` iff the text is a number by some unit, such as `$0.25/user`.
  private static func isPerUnit(_ text: String) -> Bool {
    !text.contains(where: { "+*()^[{ ".contains($0) })
  }

  static func placeMismatch(
    _ place: Place, _ found: Quantity, _ text: String, _ span: SourceSpan, currency: String
  )
    -> Diagnostic
  {
    let example = place.example(currency: currency)
    var corrections: [Correction] = []
    // What is missing behind the number: the part of the example behind its own.
    let tail = example.drop { !$0.isLetter && $0 != "/" }.drop { "kMB".contains($0) }
    if found.isBare, example.hasPrefix(currency),
      text.allSatisfy({ $0.isNumber || "._kMB".contains($0) })
    {
      let whole = currency + text + tail
      corrections.append(Correction("write `\(whole)`", replacing: span, with: whole))
    } else if case .moneyPerUnitRate(_, let unit) = place, let code = found.dimension.currency,
      found.dimension == Dimension(.currency(code)) / .time, text.hasSuffix("/month")
    {
      let whole = "\(text.dropLast(6))/\(Dimension.singular(unit))/month"
      corrections.append(Correction("write `\(whole)`", replacing: span, with: whole))
    }
    return Diagnostic(
      .unitMismatch, "\(place.name) can't be `\(text)`, which is \(found.words)", at: span,
      help: ["\(place.name) wants something like `\(example)`"], corrections: corrections)
  }

  static func wrongDimension(
    _ what: String, _ wanted: String, _ found: Dimension, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "\(what) must be \(wanted), and this is in \(found.description)", at: span,
      help: ["divide by one of the unit to be left with the number: `x / (1 \(found.description))`"]
    )
  }

  static func mixedList(_ a: Quantity, _ b: Quantity, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch,
      "the elements of a list must have one unit, and one is \(a.words), another \(b.words)",
      at: span, help: ["bring all to one unit: `x in unit` converts"])
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
    // The unit of a rate, which stays.
    var rate = ""
    if let slash = text.firstIndex(of: "/") { rate = String(text[slash...]) }
    let number = String(text.dropLast(rate.count))
    let parts = number.split(separator: " ").map { String($0.filter { $0 != "_" }) }
    let ends = parts.count == 3 && parts[1] == "to" ? [parts[0], parts[2]] : []
    if let value, value >= 0 {
      let percent = "\(NumberText.decimal(value * 100, digits: 8))%\(rate)"
      if value <= 1 {
        corrections.append(
          Correction(
            "write `\(percent)` if you mean \(NumberText.decimal(value, digits: 8)) of the whole",
            replacing: span, with: percent))
      }
      if value <= 100, !text.contains(" ") {
        corrections.append(
          Correction(
            "\(corrections.isEmpty ? "write" : "or") `\(number)%\(rate)` if the number counts hundredths",
            replacing: span, with: "\(number)%\(rate)"))
      }
    } else if ends.count == 2, let low = Double(ends[0]), let high = Double(ends[1]), low >= 0 {
      if high <= 1 {
        let whole =
          "\(NumberText.decimal(low * 100, digits: 8))% to \(NumberText.decimal(high * 100, digits: 8))%\(rate)"
        corrections.append(
          Correction(
            "write `\(whole)` if you mean parts of the whole", replacing: span, with: whole))
      }
      if high <= 100 {
        let whole = "\(ends[0])% to \(ends[1])%\(rate)"
        corrections.append(
          Correction(
            "\(corrections.isEmpty ? "write" : "or") `\(whole)` if the numbers count hundredths",
            replacing: span, with: whole))
      }
    }
    return Diagnostic(
      .shareOutOfRange,
      "\(place.name) is a share, and shares are percentages; `\(text)` is a plain number", at: span,
      notes: ["a plain number could count parts of the whole or hundredths"],
      help: corrections.isEmpty
        ? ["write percentages, as in `\(place.example(currency: "$"))`"] : [],
      corrections: corrections
    )
  }

  static func shareRange(_ place: Place, _ text: String, _ span: SourceSpan) -> Diagnostic {
    let ends = text.split(separator: "-").map { $0.filter { !$0.isWhitespace } }
    let isInterval = ends.count == 2 && ends.allSatisfy { $0.first?.isNumber == true }
    let low = ends.first.map { $0.hasSuffix("%") ? $0 : $0 + "%" } ?? ""
    return Diagnostic(
      .shareOutOfRange, "\(place.name) is a share, and `\(text)` is not from 0% to 100%", at: span,
      notes: isInterval ? ["a minus takes the one from the other"] : [],
      help: isInterval
        ? [] : ["a share of a whole can't be less than nothing or more than all of it"],
      corrections: isInterval
        ? [
          Correction(
            "write `\(low) to \(ends[1])`", replacing: span, with: "\(low) to \(ends[1])")
        ] : [])
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
      .conversion, "what is \(from.words) can't be told in `\(unit)`", at: right, label: to.words,
      secondary: [Label(left, "this is \(from.words)")],
      notes: ["`in` changes how a quantity is told, not what it counts"],
      help: ["multiply or divide first, so that both count the same"])
  }

  static func divisionByZero(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .divisionByZero, "this is zero, and something is divided by it", at: span,
      notes: ["a number divided by nothing has no value"],
      help: ["divide by something else, or guard it: `if x > 0 then 1 / x else 0`"])
  }

  static func notFinite(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notFinite, "`\(text)` is beyond all numbers", at: span,
      notes: ["numbers reach to about 1.8e308"],
      help: ["write a smaller number, or count in a larger unit"])
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
      at: span, notes: ["one of the choices is made in every trial"],
      help: [
        total < 1
          ? "add what happens in the other \(NumberText.decimal((1 - total) * 100, digits: 6))%"
          : "lower one by \(NumberText.decimal((total - 1) * 100, digits: 6)) points"
      ])
  }
}

extension Quantity {
  /// What the quantity is, as a thing: "something in users per month", "a percentage".
  var asValue: String { words.hasPrefix("in ") ? "something \(words)" : words }

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
