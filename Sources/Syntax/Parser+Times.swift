import SourceText

/// Times: months by number, by date, at the end, after a failure.
extension Parser {
  /// time = "?" | "month" ( NUMBER | "(" expression ")" ) | MONTH | DAY | "end" | "failure" | NAME "." "failure"
  ///      | NUMBER UNIT "after" time | "(" expression ")" [ "." "failure" | "after" time ]
  mutating func parseTime() throws(Failure) {
    try nested { (parser) throws(Failure) in try parser.parseTimeForm() }
  }

  private mutating func parseTimeForm() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.time)
    if kind == .number, ahead(1).kind == .endOfText { expectations?.insert(.duration) }
    switch kind {
    case .calendarMonth, .calendarDay:
      advance()
      finish(.calendarTime, from: first, mark)
    case .number where isUnit(index + 1):
      advance()
      advance()
      finish(.literal, from: first, mark)
      try expect(.after, "`after` and a time, as in `2 months after failure`")
      try parseTime()
      finish(.afterTime, from: first, mark)
    case .leftParenthesis:
      advance()
      try parseExpression()
      try expectClosing(.rightParenthesis, of: first, "an operator")
      finish(.parenthesized, from: first, mark)
      if kind == .dot, ahead(1).word == .failure {
        advance()
        advance()
        finish(.failureTime, from: first, mark)
      } else if take(.after) {
        try parseTime()
        finish(.afterTime, from: first, mark)
      } else {
        finish(.computedTime, from: first, mark)
      }
    case .question: take(as: .hole)
    case .word: try parseTimeWord()
    default: throw unexpected(Self.aTime)
    }
  }

  static let aTime = "a time: `month 3`, `2024-01`, `end`, `failure` or `2 months after failure`"

  private mutating func parseTimeWord() throws(Failure) {
    let (first, mark) = (index, pending.count)
    if !word.isReserved, ahead(1).kind == .dot, ahead(2).word == .failure {
      advance()
      finish(.name, from: first, pending.count)
      advance()
      advance()
      return finish(.failureTime, from: first, mark)
    }
    switch word {
    case .month:
      advance()
      if kind == .leftParenthesis {
        advance()
        try parseExpression()
        try expectClosing(.rightParenthesis, of: first + 1, "an operator")
      } else {
        try expect(.number, "the month's number")
      }
      finish(.monthTime, from: first, mark)
    case .end:
      advance()
      finish(.endTime, from: first, mark)
    case .failure:
      advance()
      finish(.failureTime, from: first, mark)
    default: throw unexpected(Self.aTime + "; a computed one wants parentheses")
    }
  }
}
