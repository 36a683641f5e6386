import SourceText

/// Units after `in`.
extension Parser {
  /// target = NAME | "baseline" | "%" | CURRENCY | "(" unit_factor { ( "*" | "/" | "per" ) unit_factor } ")"
  mutating func parseTarget() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.target)
    if take(.leftParenthesis) {
      repeat { try parseUnitFactor() } while take(.star) || take(.slash) || take(.per)
      try expectClosing(.rightParenthesis, of: first, "`/` and another unit")
      return finish(.unitExpression, from: first, mark)
    }
    switch kind {
    case .percent, .currency: advance()
    case .word where word == .baseline || !word.isReserved: advance()
    default: throw unexpected("a unit or a scenario; a compound unit wants parentheses")
    }
    finish(.unitExpression, from: first, mark)
  }

  /// unit_factor = ( NAME | CURRENCY | "%" | NUMBER ) [ "^" [ "-" ] NUMBER ]
  private mutating func parseUnitFactor() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.unitFactor)
    switch kind {
    case .percent, .currency, .number: advance()
    case .word where !word.isReserved: advance()
    default: throw unexpected("a unit")
    }
    if take(.caret) {
      _ = take(.minus)
      try expect(.number, "an exponent")
    }
    finish(.unitFactor, from: first, mark)
  }
}
