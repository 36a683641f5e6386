package import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers as a person writes them: 1.02B users, +900%, $4.2M, $0.25/user/month.
package enum NumberText {
  /// A number of one quantity, in so many significant digits; trailing zeros are left out. What takes for ever is done never.
  ///
  /// - Parameters:
  ///   - value: in base units.
  ///   - digits: significant digits, 1 to 15; whole numbers below 10,000 are always written out.
  ///   - isSigned: `true` to write a plus before what isn't negative.
  package static func text(
    _ value: Double, _ dimension: Dimension = .none, _ presentation: Presentation = Presentation(),
    digits: Int = 6, isSigned: Bool = false
  ) -> String {
    guard value.isFinite else {
      if value > 0, dimension == .time { return "never" }
      return value.isNaN ? "undefined" : value < 0 ? "-infinite" : "infinite"
    }
    let exponent = dimension.exponent(of: .time)
    let inUnit = value / power(presentation.timeUnit.months, exponent)
    let hundredfold = presentation.kind == .share || presentation.kind == .points
    let number = magnitude(abs(inUnit) * (hundredfold ? 100 : 1), digits: digits)
    let isZero = !number.contains { $0 != "0" && $0 != "." && $0.isNumber }
    let sign = value < 0 && !isZero ? "-" : isSigned && !isZero ? "+" : ""
    return sign + withUnit(number, isOne: number == "1", dimension, presentation)
  }

  /// A number in so many significant digits with a suffix, without sign and unit.
  package static func magnitude(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return "infinite" }
    for (suffix, scale) in [("T", 1e12), ("B", 1e9), ("M", 1e6), ("k", 1e3)] {
      // What rounds up to the next suffix takes it: 999,950 in three digits is 1M.
      let rounded = rounded(value, digits: suffix == "k" ? max(4, digits) : digits)
      let threshold = suffix == "k" ? 10_000 : scale
      if rounded >= threshold, rounded < 1e16 {
        return decimal(value / scale, digits: digits) + suffix
      }
    }
    return decimal(value, digits: value < 10_000 ? max(digits, integerDigits(value)) : digits)
  }

  /// A number in digits grouped by `_`, as a script writes it: 35_000_000.
  package static func grouped(_ value: Double) -> String {
    let text = decimal(abs(value), digits: 15)
    guard !text.contains("e") else { return text }
    let parts = text.split(separator: ".")
    var whole = ""
    let digits = Array(parts.first ?? "0")
    for (i, digit) in digits.enumerated() {
      if i > 0, digits.count > 4, (digits.count - i) % 3 == 0 { whole += "_" }
      whole.append(digit)
    }
    let sign = value < 0 ? "-" : ""
    return sign + (parts.count > 1 ? "\(whole).\(parts[1])" : whole)
  }

  /// The sign of a currency, or its code and a space.
  package static func currencySign(_ code: String) -> String {
    switch code {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "JPY": "¥"
    default: code + " "
    }
  }

  /// The unit alone, as it stands behind a number: `users/month`, `%/month`, `$`.
  package static func unit(_ dimension: Dimension, _ presentation: Presentation = Presentation())
    -> String
  {
    let text = withUnit("", isOne: false, dimension, presentation)
    return text.hasPrefix(" ") ? String(text.dropFirst()) : text
  }

  // MARK: Digits

  private static func integerDigits(_ value: Double) -> Int {
    value < 1 || !value.isFinite ? 1 : Int(log10(value).rounded(.down)) + 1
  }

  private static func rounded(_ value: Double, digits: Int) -> Double {
    guard value > 0 else { return 0 }
    let places = Double(digits) - 1 - log10(value).rounded(.down)
    // Powers of ten below 1 are not exact, so that a million would come out as a little less.
    let scale = pow(10, abs(places))
    guard scale.isFinite else { return value }
    return places < 0 ? (value / scale).rounded() * scale : (value * scale).rounded() / scale
  }

  /// Plain decimal digits; an exponent only for what is very large or very small.
  package static func decimal(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    guard value.isFinite else { return value.isNaN ? "undefined" : "infinite" }
    if value < 0 { return "-" + decimal(-value, digits: digits) }
    let exponent = Int(log10(value).rounded(.down))
    guard exponent < 16, exponent > -8 else { return scientific(value, exponent, digits: digits) }
    let decimals = max(0, min(22, digits - 1 - exponent))
    let scale = pow(10, Double(decimals))
    let scaled = (value * scale).rounded()
    guard scaled < 9e15 else { return trimmed("\(value)") }
    let text = String(Int(scaled))
    guard decimals > 0 else { return text }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return trimmed(padded.dropLast(decimals) + "." + padded.suffix(decimals))
  }

  private static func scientific(_ value: Double, _ exponent: Int, digits: Int) -> String {
    let mantissa = value / pow(10, Double(exponent))
    guard mantissa.isFinite else { return "\(value)" }
    let text = decimal(mantissa, digits: digits)
    // What rounds up to ten takes the next power.
    return text == "10" ? "1e\(exponent + 1)" : text + "e\(exponent)"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    pow(base, Double(exponent))
  }

  // MARK: Units

  private static func withUnit(
    _ number: String, isOne: Bool, _ dimension: Dimension, _ presentation: Presentation
  ) -> String {
    var text = number
    var above: [String] = []
    var below: [String] = []
    for power in dimension.powers {
      if case .currency(let code) = power.base, power.exponent == 1 {
        text = currencySign(code) + text
        continue
      }
      let isTime = power.base == .time
      let unit = isTime ? presentation.timeUnit.rawValue : nil
      let count = abs(power.exponent)
      let suffix = count == 1 ? "" : "^\(count)"
      if power.exponent > 0 {
        above.append(
          (unit.map { isOne ? $0 : $0 + "s" } ?? power.name(plural: !isOne))
            + (isTime ? suffix : ""))
      } else {
        below.append((unit ?? power.name(plural: false)) + (isTime ? suffix : ""))
      }
    }
    switch presentation.kind {
    case .share: text += "%"
    case .points: text += isOne ? " point" : " points"
    default: break
    }
    if !above.isEmpty { text += " " + above.joined(separator: "·") }
    return text + below.map { "/" + $0 }.joined()
  }
}
