import SourceText

/// Numbers, units and percentages as they are written elsewhere.
extension Parser {
  func numberHabit(_ what: String) -> Diagnostic? {
    if kind == .dot, ahead(1).kind == .number, touches(1), before().kind != .dot,
      !Self.endsValue(before())
    {
      let number = "0." + text(1)
      return .habit("a number begins with a digit", place(0, 1), write: number)
    }
    if kind == .percent, what == "a value", ahead(1).kind == .number {
      return .habit("per cent stands behind its number", place(0, 1), write: text(1) + "%")
    }
    if kind == .number, before().kind == .dot, before(2).kind == .number { return points() }
    if before().kind == .number {
      if kind == .comma { return thousands() ?? decimalComma() }
      if kind == .currency { return currencyBehind() }
      if kind == .word { return unitHabit(what) }
      if kind == .unknownCharacter { return nil }
    }
    if kind == .word, before().kind == .percent { return rateHabit() }
    if kind == .number, before().kind == .percent, before(2).kind == .number,
      touches() || !touches(-1)
    {
      let (a, b) = (text(-2), text(0))
      return Diagnostic(
        .foreignHabit, "`%` is per cent, not the rest of a division", at: place(-2),
        corrections: [
          Correction(
            "write `\(a) - \(b) * floor(\(a) / \(b))` for the rest", replacing: place(-2),
            with: "\(a) - \(b) * floor(\(a) / \(b))")
        ])
    }
    return nil
  }

  /// `1.000.000`: points between groups of three digits.
  private func points() -> Diagnostic? {
    var end = index
    var groups = text(-2).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    groups.append(text(0))
    while end + 2 < tokens.count, tokens[end + 1].kind == .dot, tokens[end + 2].kind == .number,
      tokens[end].end == tokens[end + 2].start - 1
    {
      groups += tree.text(ofToken: end + 2).split(separator: ".").map(String.init)
      end += 2
    }
    let span = tree.span(ofToken: index - 2).union(tree.span(ofToken: end))
    let digits = groups.dropLast() + [String((groups.last ?? "").prefix(while: \.isNumber))]
    guard digits.dropFirst().allSatisfy({ $0.count == 3 }), digits.first?.isEmpty == false else {
      return Diagnostic(
        .malformedNumber, "`\(tree.file.text(span.start..<span.end))` is no number", at: span,
        notes: ["a number has one point, before its decimals"],
        help: ["group digits with `_`, as in 1_000_000"])
    }
    return .habit(
      "points can't group digits", span, write: groups.joined(separator: "_"),
      notes: ["a point stands before decimals"], code: .thousandsSeparator)
  }

  /// `10,000,000` where no comma may stand.
  private func thousands() -> Diagnostic? {
    var end = index
    var groups = [text(-1)]
    guard groups[0].count <= 3 else { return nil }
    while end + 1 < tokens.count, tokens[end].kind == .comma, tokens[end + 1].kind == .number,
      tokens[end].end == tokens[end + 1].start
    {
      let group = tree.text(ofToken: end + 1)
      guard group.prefix(while: \.isNumber).count == 3 else { break }
      groups.append(group)
      end += 2
    }
    guard groups.count > 1 else { return nil }
    let place = tree.span(ofToken: index - 1).union(tree.span(ofToken: end - 1))
    let plain = groups.joined(separator: "_")
    let mayBeDecimal = groups.count == 2
    var corrections = [
      Correction(
        "write `\(plain)`", replacing: place, with: plain, mayBeDecimal ? .choice : .automatic)
    ]
    if mayBeDecimal {
      let decimal = groups.joined(separator: ".")
      corrections.append(
        Correction(
          "or `\(decimal)` if the comma stands before decimals", replacing: place, with: decimal))
    }
    return Diagnostic(
      .thousandsSeparator, "a comma can't group digits", at: place,
      notes: ["commas separate the items of lists"], corrections: corrections)
  }

  /// `1,5`: a comma before decimals.
  private func decimalComma() -> Diagnostic? {
    guard ahead(1).kind == .number, touches(), touches(1), !text(-1).contains(".") else {
      return nil
    }
    let number = "\(text(-1)).\(text(1))"
    return .habit(
      "a comma can't stand in a number", place(-1, 1), write: number,
      notes: ["decimals follow a point; commas separate the items of lists"],
      code: .thousandsSeparator)
  }

  /// `5€`, `5M $`.
  private func currencyBehind() -> Diagnostic? {
    let amount = text(0) + text(-1)
    return .habit("a currency's sign stands before its amount", place(-1), write: amount)
  }

  /// A word behind a number that is no unit: a number word, a unit by another name, a forgotten `;`.
  private func unitHabit(_ what: String) -> Diagnostic? {
    let (number, word) = (text(-1), text(0))
    let lower = word.lowercased()
    if let suffix = Self.numberWords[lower] {
      // `5 million dollars` is one amount.
      if ahead(1).kind == .word, let sign = Self.currencyWords[text(1).lowercased()] {
        let amount = sign + number + suffix
        return .habit(
          "`\(number) \(word) \(text(1))` is written with a suffix", place(-1, 1), write: amount,
          code: .numberWord)
      }
      return .habit(
        "`\(number) \(word)` is written with a suffix", place(-1), write: number + suffix,
        code: .numberWord)
    }
    if ["percent", "pct", "procent", "prozent"].contains(lower) {
      return .habit("per cent is written `%`", place(-1), write: number + "%")
    }
    if word == "per", ["cent"].contains(text(1).lowercased()) {
      return .habit("per cent is written `%`", place(-1, 1), write: number + "%")
    }
    if let sign = Self.currencyWords[lower] {
      return .habit("money is written with its sign", place(-1), write: sign + number)
    }
    if let unit = Self.unitWords[lower] {
      return .habit("`\(word)` is written `\(unit)`", place(0), write: unit)
    }
    guard what == "the end of the line", self.word == .other else { return nil }
    let near = Spelling.suggestions(for: word, among: units.all.filter { $0.count > 2 })
    if !near.isEmpty {
      return Diagnostic(
        .unexpectedToken, "`\(word)` names no unit", at: place(0),
        corrections: near.map {
          Correction("did you mean `\($0)`?", replacing: place(0), with: $0)
        })
    }
    if ["k", "m", "b", "t"].contains(lower), before().kind == .number {
      let size = lower == "k" ? "k" : word.uppercased()
      return .habit(
        "a size touches its number", place(-1), write: number + size,
        word == size ? .automatic : .choice)
    }
    if nestingOfBlocks > 0, Self.startsValue(ahead(1)) { return nil }
    return Diagnostic(
      .unexpectedToken, "`\(word)` names no unit", at: place(0),
      notes: ["units are users, months, weeks, days, years, points, currencies, and your own"],
      help: ["declare it above: `unit \(word)`"])
  }

  /// `5% monthly`.
  private func rateHabit() -> Diagnostic? {
    guard let unit = Self.adverbs[text(0).lowercased()] else { return nil }
    var place = place(0)
    place.start = Int(before().end)
    return .habit(
      "a rate is written with a slash", place, write: "/\(unit)", title: "write `/\(unit)`")
  }

  private static let numberWords = [
    "thousand": "k", "thousands": "k", "million": "M", "millions": "M", "mn": "M", "mln": "M",
    "mio": "M", "mil": "M", "billion": "B", "billions": "B", "bn": "B", "bln": "B",
    "trillion": "T", "trillions": "T", "tn": "T", "trn": "T",
  ]
  private static let currencyWords = [
    "dollar": "$", "dollars": "$", "bucks": "$", "euro": "€", "euros": "€", "pound": "£",
    "pounds": "£", "yen": "¥",
  ]
  private static let unitWords = [
    "mo": "months", "mos": "months", "mth": "months", "mths": "months", "yr": "years",
    "yrs": "years", "wk": "weeks", "wks": "weeks", "pp": "points", "pts": "points",
  ]
  private static let adverbs = [
    "monthly": "month", "pm": "month", "yearly": "year", "annually": "year", "annual": "year",
    "pa": "year", "weekly": "week", "daily": "day",
  ]
}
