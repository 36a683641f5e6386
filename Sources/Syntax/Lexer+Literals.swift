/// Numbers, months, days and strings.
extension Lexer {
  // MARK: Numbers

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// The count of digits from `index` on.
  private func digits(at index: Int) -> Int {
    var i = index
    while isDigit(at(i)) { i += 1 }
    return i - index
  }

  mutating func number() {
    let start = position
    if at(start + 4) == UInt8(ascii: "-"), let length = calendarLength() {
      position += length
      if !isWordByte(at(position)) {
        return emit(length == 7 ? .calendarMonth : .calendarDay, from: start)
      }
      consumeWord()
      return emit(.malformedNumber, from: start)
    }
    var valid = digitsWithUnderscores()
    if at(position) == UInt8(ascii: "."), isDigit(at(position + 1)) {
      position += 1
      valid = digitsWithUnderscores() && valid
    }
    let exponent = at(position) | 0x20
    if exponent == UInt8(ascii: "e") {
      var i = position + 1
      if at(i) == UInt8(ascii: "+") || at(i) == UInt8(ascii: "-") { i += 1 }
      let count = digits(at: i)
      if count > 0 { position = i + count }
    }
    switch at(position) {
    case UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "B"), UInt8(ascii: "T"): position += 1
    default: break
    }
    if isWordByte(at(position)) {
      let before = position
      consumeWord()
      if position > before { valid = false }
    }
    emit(valid ? .number : .malformedNumber, from: start)
  }

  /// Moves past digits with single `_` between them; `false` where a `_` is elsewhere.
  private mutating func digitsWithUnderscores() -> Bool {
    var valid = true
    var lastWasDigit = false
    while isDigit(at(position)) || at(position) == UInt8(ascii: "_") {
      let digit = isDigit(at(position))
      if !digit, !lastWasDigit { valid = false }
      lastWasDigit = digit
      position += 1
    }
    return valid && lastWasDigit
  }

  /// 7 for `2023-07`, 10 for `2023-07-15`, nil for anything else.
  private func calendarLength() -> Int? {
    guard digits(at: position) == 4, at(position + 4) == UInt8(ascii: "-") else { return nil }
    guard digits(at: position + 5) == 2 else { return nil }
    if at(position + 7) == UInt8(ascii: "-"), digits(at: position + 8) == 2 { return 10 }
    return 7
  }

  // MARK: Strings

  /// A string, or one of its pieces between interpolations, from its `"` or `}` at `position`.
  mutating func string(from start: Int, opening: Bool) {
    position += 1
    while position < bytes.count {
      seen |= bytes[position]
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return emit(opening ? .string : .stringTail, from: start)
      case UInt8(ascii: "{"):
        position += 1
        brackets.append(UInt8(ascii: "\""))
        return emit(opening ? .stringHead : .stringMiddle, from: start)
      case UInt8(ascii: "\\") where position + 1 < bytes.count && bytes[position + 1] != 0x0A:
        if at(position + 1) == UInt8(ascii: "u"), at(position + 2) == UInt8(ascii: "{") {
          position += 3
        } else {
          seen |= bytes[position + 1]
          position += 2
        }
      case 0x0A:
        return emit(.unterminatedString, from: start)
      default: position += 1
      }
    }
    emit(.unterminatedString, from: start)
  }
}
