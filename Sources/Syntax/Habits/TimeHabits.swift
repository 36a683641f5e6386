import SourceText

/// Months as they are written elsewhere.
extension Parser {
  func timeHabit(_ what: String) -> Diagnostic? {
    if kind == .number, before().word == .month { return monthAsValue() }
    guard what.hasPrefix("a time") || what.hasPrefix("the first month") || what.hasPrefix("a month")
    else { return nil }
    if let (month, length) = foreignMonth() {
      return .habit(
        "a month is written year first", place(0, length - 1), write: month,
        notes: ["as in 2023-07, so that months sort as they come"])
    }
    if kind == .number, text(0).count == 6, text(0).allSatisfy(\.isNumber),
      let month = Int(text(0).suffix(2)), (1...12).contains(month)
    {
      return .habit(
        "a month is written with a dash", place(0),
        write: "\(text(0).prefix(4))-\(text(0).suffix(2))", .choice)
    }
    if kind == .number, text(0).count == 4, text(0).allSatisfy(\.isNumber) {
      return .habit(
        "a year is no month", place(0), write: "\(text(0))-01",
        title: "write `\(text(0))-01` for its first",
        .choice, code: .unexpectedToken)
    }
    if kind == .string, let month = Self.month(in: text(0)) {
      return .habit("a month stands without quotes", place(0), write: month)
    }
    if kind == .number, what.hasPrefix("a time"), !text(0).contains(".") {
      return .habit(
        "the \(text(0)) of what?", place(0), write: "month \(text(0))",
        title: "write `month \(text(0))`", .choice, code: .unexpectedToken)
    }
    return nil
  }

  /// `month 3` where a value stands.
  private func monthAsValue() -> Diagnostic {
    let span = place(-1)
    if before(2).word == .in {
      return .habit("a month is asked for with `at`", place(-2), write: "at month \(text(0))")
    }
    if nestingOfBlocks > 0, before(2).kind == .word,
      [.leftBrace, .separator].contains(before(3).kind)
    {
      let clause = text(-2)
      let isStart = ["start", "starts", "starting", "begin", "begins", "month"].contains(clause)
      return Diagnostic(
        .unexpectedToken, "`\(clause)` is no clause with a time", at: place(-2, -2),
        help: isStart ? [] : ["times stand behind `from`, `until`, `at` and `by`"],
        corrections: isStart
          ? [Correction("write `from`", replacing: place(-2, -2), with: "from")] : [])
    }
    return Diagnostic(
      .unexpectedToken,
      "`month \(text(0))` names a time only after `at`, `from`, `until`, `by` or `after`",
      at: span, help: ["a month is compared by its number: `Resso.failure < \(text(0))`"],
      corrections: [Correction("write `\(text(0))`", replacing: span, with: text(0))])
  }

  /// A month from the current token on, and of how many tokens it is made: `July 2023`, `2023/7`, `07/2023`, `2023-7`, `Q3 2023`.
  private func foreignMonth() -> (String, Int)? {
    func joined(_ year: String, _ month: Int) -> String? {
      guard year.count == 4, Int(year) != nil, (1...12).contains(month) else { return nil }
      return year + (month < 10 ? "-0\(month)" : "-\(month)")
    }
    if kind == .word, ahead(1).kind == .number, let month = Self.monthNumber(text(0)) {
      return joined(text(1), month).map { ($0, 2) }
    }
    guard kind == .number, ahead(1).kind == .slash || ahead(1).kind == .minus,
      ahead(2).kind == .number, touches(1), touches(2)
    else { return nil }
    let (a, b) = (text(0), text(2))
    let found = a.count == 4 ? joined(a, Int(b) ?? 0) : joined(b, Int(a) ?? 0)
    return found.map { ($0, 3) }
  }

  /// The month of `"2023-07"` and `"July 2023"`.
  private static func month(in quoted: String) -> String? {
    let text = quoted.dropFirst().dropLast()
    let parts = text.split(separator: "-")
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, Int(parts[0]) != nil,
      let month = Int(parts[1]), (1...12).contains(month)
    else { return nil }
    return String(text)
  }

  /// The number of a month by its English name or the three letters it begins with, or of a quarter's first month.
  private static func monthNumber(_ word: String) -> Int? {
    let lower = word.lowercased()
    if lower.count == 2, lower.first == "q", let quarter = Int(lower.dropFirst()),
      (1...4).contains(quarter)
    {
      return 3 * quarter - 2
    }
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    guard lower.count >= 3 else { return nil }
    return names.firstIndex { $0 == lower || $0.prefix(3) == lower || $0.prefix(4) == lower }
      .map { $0 + 1 }
  }
}
