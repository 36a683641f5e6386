import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Literals and the intervals made of them.
extension Evaluator {
  /// A literal's value and how it was written.
  struct Literal {
    var quantity: Quantity
    /// The number as written, with its sign, in its own unit.
    var number: Double
    /// The text of the number without its suffix, and the suffix.
    var digits: String
    var suffix: String
    var hasPercent = false
    var hasCurrency = false
    /// The unit written behind the number or the per cent sign; nil where none was.
    var trailing: (dimension: Dimension, presentation: Presentation, factor: Double)?
    /// The text behind the number, from `%` or the unit on.
    var rest: String
  }

  /// What a suffix multiplies by, nil for any other character.
  static func factor(ofSuffix suffix: Character) -> Double? {
    switch suffix {
    case "k": 1e3
    case "M": 1e6
    case "B": 1e9
    case "T": 1e12
    default: nil
    }
  }

  /// The quantity of a literal that is nothing but a number; nil for any other, and for one beyond all numbers. To take such
  /// apart as a literal with a unit is took a tenth of the evaluation of a plan of 12 products.
  mutating func plainNumber(_ node: NodeID) -> Quantity? {
    let place = syntax[node]
    guard place.endToken == place.firstToken + 1 else { return nil }
    let token = syntax.tokens[Int(place.firstToken)]
    guard token.kind == .number,
      let value = syntax.file.bytes.withUnsafeBufferPointer({
        Self.number(UnsafeBufferPointer(rebasing: $0[token.range]))
      })
    else { return nil }
    return Quantity(model.graph.add(constant: value))
  }

  /// The number of digits and a point; nil for any other, and where it isn't one division of two numbers that are exact, which
  /// rounds to the nearest (Clinger, "How to read floating point numbers accurately", 1990).
  private static func exactNumber(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
    var (whole, scale, hasPoint) = (UInt64(0), 1.0, false)
    guard digits.count <= 20 else { return nil }
    for byte in digits {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        whole = whole * 10 + UInt64(byte - UInt8(ascii: "0"))
        if hasPoint { scale *= 10 }
        // Up to here each number is itself as a Double, and so is each power of ten up to the 22nd.
        guard whole <= 1 << 53 else { return nil }
      case UInt8(ascii: "."): hasPoint = true
      default: return nil
      }
    }
    return Double(whole) / scale
  }

  /// A literal; `borrowed` is the trailing unit it takes where it has none.
  mutating func literal(
    _ node: NodeID,
    borrowed: (dimension: Dimension, presentation: Presentation, factor: Double)? = nil
  ) throws(Failure) -> Literal {
    let tokens = Int(syntax[node].firstToken)..<Int(syntax[node].endToken)
    var result = Literal(
      quantity: Quantity(model.graph.add(constant: 0)), number: 0, digits: "", suffix: "", rest: "")
    var dimension = Dimension.none
    var kind = Presentation.Kind.plain
    var factor = 1.0
    var unit: (dimension: Dimension, presentation: Presentation, factor: Double)?
    var numberToken = tokens.lowerBound
    for i in tokens {
      let token = syntax.tokens[i]
      let spelling = syntax.text(ofToken: i)
      switch token.kind {
      case .currency:
        dimension = Dimension(.currency(Self.currencyCode(sign: spelling)))
        result.hasCurrency = true
      case .number:
        numberToken = i
        (result.digits, result.suffix) = Self.split(spelling)
        guard let number = Self.number(spelling) else {
          throw report(.notFinite(spelling, syntax.span(ofToken: i)))
        }
        result.number = number
      case .percent:
        result.hasPercent = true
        kind = .share
        factor = 0.01
      case .slash: continue
      case .word where token.word == .per: continue
      case .word
      where i < numberToken || numberToken == tokens.lowerBound && i == tokens.lowerBound:
        dimension = Dimension(.currency(spelling))
        result.hasCurrency = true
      default:
        let divides =
          i > numberToken + 1 && [.slash, .word].contains(syntax.tokens[i - 1].kind)
          && (syntax.tokens[i - 1].kind == .slash || syntax.tokens[i - 1].word == .per)
        let one = try self.unit(spelling, at: syntax.span(ofToken: i))
        var whole = unit ?? (Dimension.none, Presentation(), 1.0)
        whole.dimension =
          divides ? whole.dimension / one.dimension : whole.dimension * one.dimension
        whole.factor = divides ? whole.factor / one.factor : whole.factor * one.factor
        if one.dimension == .time { whole.presentation.timeUnit = one.presentation.timeUnit }
        if one.presentation.kind == .points { whole.presentation.kind = .points }
        unit = whole
      }
    }
    result.trailing = unit
    result.rest = syntax.file.text(
      Int(syntax.tokens[numberToken].end)..<Int(syntax.tokens[tokens.upperBound - 1].end))
    if let unit = unit ?? borrowed {
      dimension = dimension * unit.dimension
      factor *= unit.factor
      var presentation = unit.presentation
      if kind == .share { presentation.kind = .share }
      if presentation.kind == .plain { presentation.kind = kind }
      result.quantity.presentation = presentation
    } else {
      result.quantity.presentation = Presentation(kind)
    }
    result.quantity.dimension = dimension
    // A percentage's hundredth is divided, not multiplied, so that 7% is the nearest number to 0.07.
    let value = factor == 0.01 ? result.number / 100 : result.number * factor
    result.quantity.expression = model.graph.add(constant: value)
    if model.currency == nil, dimension.currency != nil { currencyPlace = span(node) }
    noteCurrency(dimension)
    return result
  }

  /// The first currency a script mentions is the one its money is told in.
  mutating func noteCurrency(_ dimension: Dimension) {
    if model.currency == nil, let code = dimension.currency { model.currency = code }
  }

  /// The digits and the suffix of a number.
  static func split(_ text: String) -> (String, String) {
    guard let last = text.last, factor(ofSuffix: last) != nil else { return (text, "") }
    return (String(text.dropLast()), String(last))
  }

  /// The value of a number as written; nil if it is beyond all numbers.
  package static func number(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { number($0) }
  }

  /// The value of a number of these bytes; nil if it is beyond all numbers.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    if let exact = exactNumber(bytes) { return exact }
    guard !bytes.contains(UInt8(ascii: "_")) else {
      return bytes.filter { $0 != UInt8(ascii: "_") }.withUnsafeBufferPointer { number($0) }
    }
    let factor = bytes.last.flatMap { Self.factor(ofSuffix: Character(Unicode.Scalar($0))) }
    let digits = UnsafeBufferPointer(rebasing: factor == nil ? bytes[...] : bytes.dropLast())
    guard let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    let scaled = value * (factor ?? 1)
    return scaled.isFinite ? scaled : nil
  }

  static func currencyCode(sign: String) -> String {
    switch sign {
    case "$": "USD"
    case "€": "EUR"
    case "£": "GBP"
    case "¥": "JPY"
    default: sign
    }
  }

  /// `true` iff `name` is the plural of what can be counted.
  func isCount(_ name: String) -> Bool { name == "users" || declaredUnits.contains(name) }

  /// What a unit's name stands for.
  mutating func unit(
    _ name: String, at place: SourceSpan
  ) throws(Failure) -> (dimension: Dimension, presentation: Presentation, factor: Double) {
    if name == "users" { return (.users, Presentation(), 1) }
    if name == "points" || name == "point" { return (.none, Presentation(.points), 0.01) }
    if let time = TimeUnit(named: name) {
      return (.time, Presentation(timeUnit: time), time.months)
    }
    if UnitNames.currencyCodes.contains(name) {
      return (Dimension(.currency(name)), Presentation(), 1)
    }
    if isCount(name) { return (Dimension(.count(name)), Presentation(), 1) }
    if isCount(name + "s") { return (Dimension(.count(name + "s")), Presentation(), 1) }
    throw report(.unknown("unit", name, place, among: Array(units.all)))
  }

  // MARK: Draws

  /// Adds a draw, keyed by the path of names to it and its place within.
  ///
  /// - Parameters:
  ///   - node: where it is written.
  ///   - presentation: how its values are told; nil where they are of no use.
  mutating func addDraw(
    _ distribution: Distribution, at node: NodeID, _ dimension: Dimension,
    _ presentation: Presentation?
  ) -> ExpressionID {
    let here = path.isEmpty ? "answer" : joinedPath
    let counter = "#" + here
    let place = counters[counter, default: 0]
    counters[counter] = place + 1
    let draw = Draw(name: "\(here)#\(place)", distribution: distribution)
    model.inputs.append(
      Input(
        key: draw.key, name: inputName, text: text(node), declaration: declare(node),
        dimension: dimension, presentation: presentation,
        isAsked: path.first.map { $0 == "answer" || $0 == "error" } ?? true))
    return model.graph.add(draw)
  }

  /// The declaration under way, as a person names it: `let share`, `TikTok.churn`, `redirect Resso -> TikTok accept`.
  private var inputName: String {
    guard let first = path.first else { return "this question" }
    if first == "answer" || first == "error" { return "this question" }
    // Most draws stand in a `let`; what is more than its name has one of these characters.
    if path.count == 1,
      !first.utf8.contains(where: { $0 == 0x2E || $0 == 0x20 || $0 == 0x3D || $0 == 0x5D })
    {
      return "let \(first)"
    }
    var parts = path
    // Clauses of products and actions are named as they are, what `let` names is not.
    if !first.contains("."), !first.contains(" "), !first.contains("=") {
      parts[0] = "let \(first)"
    }
    for word in ["redirect ", "integrate ", "reallocate "] where first.hasPrefix(word) {
      if let dot = first.lastIndex(of: ".") { parts[0] = first.replacing(dot, with: " ") }
    }
    return parts.map { part in
      // Elements and calls are counted from 1, as lists are.
      if let index = Int(part) { return "\(index + 1)" }
      guard part.hasSuffix("]"), let open = part.lastIndex(of: "["),
        let call = Int(part[part.index(after: open)...].dropLast())
      else { return part }
      return part[..<open] + (call == 0 ? "" : " (\(call + 1))")
    }.joined(separator: ", ")
  }
}

extension String {
  /// The text with another in place of one character.
  fileprivate func replacing(_ place: Index, with text: String) -> String {
    String(self[..<place]) + text + self[index(after: place)...]
  }
}

extension Dimension {
  /// The code of the first currency among the powers.
  var currencyCode: String? {
    for power in powers { if case .currency(let code) = power.base { return code } }
    return nil
  }
}
