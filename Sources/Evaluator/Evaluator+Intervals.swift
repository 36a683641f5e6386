import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Intervals: their ends, the shape that follows from their kind, and the readings of what can be read two ways.
extension Evaluator {
  /// One end of an interval: its value, and how it was written if it is a literal.
  private struct End {
    var node: NodeID
    var quantity: Quantity
    var value: Double
    var literal: Literal?
    var isNegated = false
  }

  mutating func interval(_ node: NodeID) throws(Failure) -> Quantity {
    guard let lowNode = syntax.child(0, of: node), let highNode = syntax.child(1, of: node) else {
      throw Failure()
    }
    let high = try end(highNode, borrowed: nil)
    let low = try end(lowNode, borrowed: high.literal?.trailing)
    try refuseMixedSuffixes(low, high, node)
    let (x, y) = try aligned(
      low.quantity, high.quantity, lowNode, highNode, "the ends of an interval")
    guard let a = model.graph.constant(x.expression), let b = model.graph.constant(y.expression)
    else {
      if isOpen(x.expression) || isOpen(y.expression) { throw giveUp() }
      throw report(.uncertain("the ends of an interval must be certain numbers", span(node)))
    }
    guard a < b else {
      throw report(
        .intervalOrder(
          text(lowNode), text(highNode), swapped: swapped(low, high), isEqual: a == b, span(node)))
    }
    let isShare = y.presentation.kind == .share
    let shapeNode = syntax.child(.shape, of: node)
    let (shape, coverage) = try shape(shapeNode, low: a, high: b, isShare: isShare, node, low, high)
    // A share by the year is spread as the share it is written as, then turned into base units.
    let scale = Self.scale(of: y)
    do throws(DistributionError) {
      let distribution = try Distribution.interval(
        low: a / scale, high: b / scale, coverage: coverage, shape: shape)
      let draw = addDraw(
        scale == 1 ? distribution : .scaled(distribution, by: scale), at: node, y.dimension,
        y.presentation)
      return Quantity(draw, y.dimension, y.presentation)
    } catch {
      throw report(.distribution(error, "an interval", span(node)))
    }
  }

  /// The size of one in the unit a quantity is told in, so that 24%/year is spread as 24%.
  static func scale(of quantity: Quantity) -> Double {
    let exponent = quantity.dimension.exponent(of: .time)
    guard quantity.presentation.kind == .share, exponent == -1 else { return 1 }
    return 1 / quantity.presentation.timeUnit.months
  }

  private mutating func end(
    _ node: NodeID, borrowed: (dimension: Dimension, presentation: Presentation, factor: Double)?
  ) throws(Failure) -> End {
    var inner = node
    var isNegated = false
    while syntax.kind(inner) == .signed, let operand = syntax.child(0, of: inner) {
      if syntax.firstToken(of: inner).kind == .minus { isNegated.toggle() }
      inner = operand
    }
    if syntax.kind(inner) == .literal {
      var literal = try literal(inner, borrowed: borrowed)
      if isNegated {
        literal.number = -literal.number
        literal.quantity.expression = model.graph.add(.negate, literal.quantity.expression)
      }
      let value = model.graph.constant(literal.quantity.expression) ?? .nan
      return End(
        node: node, quantity: literal.quantity, value: value, literal: literal, isNegated: isNegated
      )
    }
    let value = try evaluate(node)
    guard case .quantity(let quantity) = value else {
      if case .broken = value { throw Failure() }
      throw wrongKind("a quantity", "as an end of an interval", value, span(node))
    }
    return End(
      node: node, quantity: quantity, value: model.graph.constant(quantity.expression) ?? .nan,
      literal: nil)
  }

  /// An interval's text with its ends swapped; the unit stays behind both.
  private func swapped(_ low: End, _ high: End) -> String {
    let (lowText, highText) = (text(low.node), text(high.node))
    guard low.literal?.trailing == nil, let b = high.literal, b.trailing != nil else {
      return "\(highText) to \(lowText)"
    }
    let unit = Self.unitText(of: b)
    return "\(highText.dropLast(unit.count)) to \(lowText)\(unit)"
  }

  /// What stands behind a literal's number and per cent sign: its unit, with the space before it.
  private static func unitText(of literal: Literal) -> Substring {
    let rest = literal.rest[...]
    guard literal.hasPercent, let sign = rest.firstIndex(of: "%") else { return rest }
    return rest[rest.index(after: sign)...]
  }

  /// An interval whose ends at 0 or 100% are moved inside by a hundredth of its width, made of the user's own numbers.
  private func movedInside(_ low: End, _ high: End, _ a: Double, _ b: Double, isShare: Bool)
    -> String?
  {
    guard let l = low.literal, let h = high.literal else { return nil }
    func written(_ value: Double, like other: Literal) -> String {
      let sign = value < 0 ? "-" : ""
      let digits = NumberText.decimal(abs(value), digits: 6)
      return sign + Self.prefix(of: other) + digits + other.suffix + (isShare ? "%" : "")
    }
    func own(_ end: End, _ literal: Literal) -> String {
      let sign = end.isNegated ? "-" : ""
      return sign + Self.prefix(of: literal) + literal.digits + literal.suffix
        + (isShare ? "%" : "")
    }
    var (first, last) = (own(low, l), own(high, h))
    if isShare {
      let (p, q) = (a * 100, b * 100)
      if p == 0 || p == 100 { first = written(p + (q - p) / 100, like: l) }
      if q == 0 || q == 100 { last = written(q - (q - p) / 100, like: h) }
    } else {
      if a == 0 { first = written((Self.number(h.digits) ?? 0) / 100, like: h) }
      if b == 0 { last = written(-(Self.number(l.digits) ?? 0) / 100, like: l) }
    }
    if let unit = low.literal.map(Self.unitText), low.literal?.trailing != nil,
      high.literal?.trailing != nil
    {
      first += unit
    }
    return "\(first) to \(last)\(Self.unitText(of: h))"
  }

  /// `25 to 35M`, `2 to 4%`: one end has a suffix or a per cent sign, the other none.
  private mutating func refuseMixedSuffixes(_ low: End, _ high: End, _ node: NodeID) throws(Failure)
  {
    guard let a = low.literal, let b = high.literal else { return }
    // 0 is 0 in any unit.
    let isZero = a.number == 0 || b.number == 0
    let percentDiffers = a.hasPercent != b.hasPercent && a.trailing == nil && !isZero
    let currencyDiffers = a.hasCurrency != b.hasCurrency && a.trailing == nil
    let suffixDiffers = a.suffix.isEmpty != b.suffix.isEmpty && !isZero
    guard percentDiffers || suffixDiffers || currencyDiffers else { return }
    func written(_ end: Literal, _ isNegated: Bool, suffix: String, percent: Bool, currency: Bool)
      -> String
    {
      let sign = isNegated ? "-" : ""
      let money =
        currency
        ? (end.hasCurrency ? Self.prefix(of: end) : Self.prefix(of: a.hasCurrency ? a : b)) : ""
      var rest = end.rest
      if end.hasPercent, !percent { rest = String(rest.drop { $0 == " " }.dropFirst()) }
      if !end.hasPercent, percent { rest = "%" + rest }
      return sign + money + end.digits + suffix + rest
    }
    let suffix = a.suffix.isEmpty ? b.suffix : a.suffix
    let percent = a.hasPercent || b.hasPercent
    let currency = a.hasCurrency || b.hasCurrency
    let both =
      written(
        a, low.isNegated, suffix: suffixDiffers ? suffix : a.suffix, percent: percent,
        currency: currency)
      + " to "
      + written(
        b, high.isNegated, suffix: suffixDiffers ? suffix : b.suffix, percent: percent,
        currency: currency)
    // The ends as they stand, in ascending order: without its suffix an end may come out above the other.
    var ends: (low: String, high: String)?
    var values = (
      low.isNegated ? -abs(a.number) : a.number, high.isNegated ? -abs(b.number) : b.number
    )
    func sign(_ isNegated: Bool) -> String { isNegated ? "-" : "" }
    if suffixDiffers {
      ends = (
        sign(low.isNegated) + Self.prefix(of: a) + NumberText.grouped(abs(a.number)),
        sign(high.isNegated) + Self.prefix(of: b) + NumberText.grouped(abs(b.number))
      )
      if percent { ends = ends.map { (low: $0.low + "%", high: $0.high + "%") } }
    } else if percentDiffers {
      // The bare end as the share it would be: 2 is 200%.
      func shared(_ end: Literal, _ isNegated: Bool) -> String {
        sign(isNegated)
          + (end.hasPercent ? end.digits + end.suffix : NumberText.grouped(abs(end.number) * 100))
          + "%"
      }
      ends = (shared(a, low.isNegated), shared(b, high.isNegated))
      if a.hasPercent { values.0 /= 100 }
      if b.hasPercent { values.1 /= 100 }
    }
    let plain = ends.map { ends in
      (values.0 < values.1 ? "\(ends.low) to \(ends.high)" : "\(ends.high) to \(ends.low)")
        + Self.unitText(of: b)
    }
    let what =
      suffixDiffers ? "a suffix" : percentDiffers ? "a per cent sign" : "a currency"
    throw report(
      .intervalSuffix(
        text(low.node), text(high.node), what, both: both, plain: plain ?? "", span(node)))
  }

  private static func prefix(of literal: Literal) -> String {
    guard literal.hasCurrency, let code = literal.quantity.dimension.currencyCode else { return "" }
    return NumberText.currencySign(code)
  }

  /// The shape and coverage of an interval: as stated, else by the kind of its ends.
  private mutating func shape(
    _ node: NodeID?, low: Double, high: Double, isShare: Bool, _ whole: NodeID, _ lowEnd: End,
    _ highEnd: End
  ) throws(Failure) -> (IntervalShape, Double) {
    let scale = Self.scale(of: highEnd.quantity)
    let (a, b) = (low / scale, high / scale)
    if let node {
      var coverage = 0.9
      let tokens = Int(syntax[node].firstToken)..<Int(syntax[node].endToken)
      if tokens.count > 1 {
        let stated = Self.number(syntax.text(ofToken: tokens.lowerBound)) ?? .nan
        guard stated > 0, stated < 100 else {
          throw report(
            .range(
              "the coverage", "\(syntax.text(ofToken: tokens.lowerBound))%", "between 0% and 100%",
              span(node)))
        }
        coverage = stated / 100
      }
      let word = syntax.text(ofToken: tokens.upperBound - 1)
      let known = ["normal", "lognormal", "uniform", "triangular", "pert", "beta"]
      guard let shape = IntervalShape(rawValue: word), known.contains(word) else {
        throw report(
          .unknown(
            "shape", word, syntax.span(ofToken: tokens.upperBound - 1), among: known,
            code: .intervalShape))
      }
      if shape == .lognormal, isShare, a > 0, b < 1 { return (.lognormal, coverage) }
      return (shape, coverage)
    }
    if isShare, a > 0, b < 1 { return (.logitNormal, 0.9) }
    if a == 0 || b == 0 || (isShare && (a == 1 || b == 1)) {
      throw report(
        .intervalAtBoundary(
          text(whole), inside: movedInside(lowEnd, highEnd, a, b, isShare: isShare), low: a,
          high: b, isShare: isShare, span(whole)))
    }
    if a > 0 || b < 0 { return (.lognormal, 0.9) }
    return (.normal, 0.9)
  }
}
