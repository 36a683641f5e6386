/// What can be read of a text without knowing what stands before.
extension Span<UInt8> {
  /// The byte at an index, 0 past the end.
  @inline(__always)
  func at(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }

  /// The Unicode scalar at `index` and its length, nil where the bytes are not valid UTF-8.
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = self[index]
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 0, first < 0xF5, index + length <= count else { return nil }
    if length == 1 { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for i in 1..<length {
      let byte = self[index + i]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  /// The end of the letters, digits, `_` and marks that may follow a letter, from `start` on.
  @inline(__always)
  func endOfWord(from start: Int) -> Int {
    var i = start
    while i < count, self[i].isOfASCIIWord { i += 1 }
    return at(i) < 0x80 ? i : endOfMarks(from: i)
  }

  /// The end of a word from its first byte beyond ASCII on.
  private func endOfMarks(from start: Int) -> Int {
    var i = start
    while i < count {
      guard let (scalar, length) = scalar(at: i) else { return i }
      guard self[i] < 0x80 ? self[i].isOfASCIIWord : scalar.properties.isXIDContinue else {
        return i
      }
      i += length
    }
    return i
  }

  // MARK: Numbers, months, days

  /// The end of the digits from `index` on.
  @inline(__always)
  private func endOfDigits(from index: Int) -> Int {
    var i = index
    while i < count, self[i].isDigit { i += 1 }
    return i
  }

  /// The number, month or day that begins with the digit at `start`.
  func number(from start: Int) -> Token {
    var end = endOfDigits(from: start)
    if end == start + 4, at(end) == UInt8(ascii: "-"),
      let length = calendarLength(from: start)
    {
      end = start + length
      guard at(end).isOfWord else {
        return Token(length == 7 ? .calendarMonth : .calendarDay, from: start, to: end)
      }
      return Token(.malformedNumber, from: start, to: endOfWord(from: end))
    }
    var isValid = true
    if at(end) == UInt8(ascii: "_") {
      (end, isValid) = endOfDigitsWithUnderscores(from: start)
    }
    if at(end) == UInt8(ascii: "."), at(end + 1).isDigit {
      let fraction = end + 1
      end = endOfDigits(from: fraction)
      if at(end) == UInt8(ascii: "_") {
        let rest = endOfDigitsWithUnderscores(from: fraction)
        (end, isValid) = (rest.end, rest.isValid && isValid)
      }
    }
    // Most numbers end here.
    guard at(end).isOfWord else {
      return Token(isValid ? .number : .malformedNumber, from: start, to: end)
    }
    if at(end) | 0x20 == UInt8(ascii: "e") {
      var i = end + 1
      if at(i) == UInt8(ascii: "+") || at(i) == UInt8(ascii: "-") { i += 1 }
      let exponent = endOfDigits(from: i)
      if exponent > i { end = exponent }
    }
    switch at(end) {
    case UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "B"), UInt8(ascii: "T"): end += 1
    default: break
    }
    let whole = endOfWord(from: end)
    return Token(isValid && whole == end ? .number : .malformedNumber, from: start, to: whole)
  }

  /// The end of digits with single `_` between them; not valid where a `_` is elsewhere.
  private func endOfDigitsWithUnderscores(from start: Int) -> (end: Int, isValid: Bool) {
    var isValid = true
    var lastWasDigit = false
    var i = start
    while at(i).isDigit || at(i) == UInt8(ascii: "_") {
      let isDigit = at(i).isDigit
      if !isDigit, !lastWasDigit { isValid = false }
      lastWasDigit = isDigit
      i += 1
    }
    return (i, isValid && lastWasDigit)
  }

  /// 7 for `2023-07`, 10 for `2023-07-15`, nil for anything else; four digits and a `-` stand there.
  private func calendarLength(from start: Int) -> Int? {
    guard endOfDigits(from: start + 5) == start + 7 else { return nil }
    let hasDay =
      at(start + 7) == UInt8(ascii: "-") && endOfDigits(from: start + 8) == start + 10
    return hasDay ? 10 : 7
  }
}

extension UInt8 {
  /// `true` iff the byte is a digit.
  @inline(__always)
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// `true` iff the byte is a letter of ASCII, a digit or `_`.
  @inline(__always)
  fileprivate var isOfASCIIWord: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || isDigit || self == UInt8(ascii: "_")
  }

  /// `true` iff the byte may be of a word: a letter, a digit, `_` or anything beyond ASCII.
  @inline(__always)
  var isOfWord: Bool { isOfASCIIWord || self >= 0x80 }
}
