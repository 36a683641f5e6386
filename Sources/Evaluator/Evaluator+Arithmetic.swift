import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Operations on quantities, with their dimensions checked.
extension Evaluator {
  mutating func chain(_ node: NodeID) throws(Failure) -> Value {
    let isSum = syntax.kind(node) == .sum
    let children = syntax.children(of: node)
    var result = Value.broken
    var hasFailed = false
    do throws(Failure) { result = try evaluate(children[children.startIndex]) } catch {
      hasFailed = true
    }
    var resultNode = children[children.startIndex]
    for child in children.dropFirst() {
      if hasFailed {
        // A name that is unknown too is told as well; whatever could take long is not begun, and no step counted.
        if syntax.kind(child) == .nameExpression { _ = try name(child) }
        continue
      }
      let operatorToken = syntax.tokens[Int(syntax[child].firstToken) - 1]
      let right: Value
      if !isSum, let unit = try unitOperand(child, after: operatorToken) {
        right = .quantity(unit)
      } else {
        right = try evaluate(child)
      }
      result = try combine(result, right, operatorToken, resultNode, child, isSum: isSum)
      resultNode = child
    }
    if hasFailed { throw Failure() }
    return result
  }

  /// The unit that a bare word after `/` or `per` stands for: `x / month`.
  mutating func unitOperand(_ node: NodeID, after token: Token) throws(Failure) -> Quantity? {
    guard token.kind == .slash || token.word == .per, syntax.kind(node) == .nameExpression else {
      return nil
    }
    let spelling = text(node)
    guard units.contains(spelling), lookUp(spelling) == nil else { return nil }
    if case .condition(let product) = context, token.kind == .slash,
      ownMetric(spelling, of: product) != nil
    {
      return nil
    }
    let one = try unit(spelling, at: span(node))
    return Quantity(model.graph.add(constant: one.factor), one.dimension, one.presentation)
  }

  mutating func combine(
    _ left: Value, _ right: Value, _ token: Token, _ leftNode: NodeID, _ rightNode: NodeID,
    isSum: Bool
  ) throws(Failure) -> Value {
    switch (left, right) {
    case (.quantity(let a), .quantity(let b)):
      return .quantity(
        isSum
          ? try sum(a, b, adds: token.kind == .plus, leftNode, rightNode)
          : try product(a, b, token, rightNode))
    case (.broken, _), (_, .broken): throw Failure()
    case (.hole(let hole), let other):
      return try combine(hole, other, isLeft: true, token, rightNode, isSum: isSum)
    case (let other, .hole(let hole)):
      return try combine(hole, other, isLeft: false, token, leftNode, isSum: isSum)
    case (.text(let a), .text(let b)) where token.kind == .plus:
      try checkLength(a.utf8.count + b.utf8.count, at: rightNode)
      return .text(a + b)
    case (.list(let a), .list(let b)) where token.kind == .plus:
      try checkSize(a.count + b.count, at: rightNode)
      return .list(a + b)
    case (.time(let time), .quantity(let months)) where isSum:
      return .time(try shift(time, months, token.kind == .plus ? 1 : -1, rightNode))
    case (.time(.point(let a)), .time(.point(let b))) where token.kind == .minus:
      let months = model.graph.add(constant: Double(a.ordinal - b.ordinal))
      return .quantity(Quantity(months, .time))
    case (.time(.day(let a)), .time(.day(let b))) where token.kind == .minus:
      let months = model.graph.add(constant: Double(a.number - b.number) * TimeUnit.day.months)
      return .quantity(Quantity(months, .time, Presentation(timeUnit: .day)))
    default:
      let isLeft: Bool
      if case .quantity = left { isLeft = false } else { isLeft = true }
      let culprit = isLeft ? left : right
      throw report(
        .operand(culprit, span(isLeft ? leftNode : rightNode), sign: syntax.file.text(token.range)))
    }
  }

  /// A time so many whole months later or earlier.
  private mutating func shift(_ time: TimeValue, _ by: Quantity, _ sign: Int, _ node: NodeID)
    throws(Failure)
    -> TimeValue
  {
    if case .day(let day) = time, [.day, .week].contains(by.presentation.timeUnit),
      by.dimension == .time
    {
      let days = (try certain(by.expression, at: node) / TimeUnit.day.months).rounded()
      guard abs(days) < 1e7, let moved = CalendarDay(number: day.number + sign * Int(days)) else {
        throw report(.range("the shift", text(node), "less than 10,000 years", span(node)))
      }
      return .day(moved)
    }
    let months = try certain(try quantity(.quantity(by), at: node, place: .duration), at: node)
    guard months == months.rounded(), abs(months) < 1e6 else {
      throw report(.range("the shift", text(node), "a whole number of months", span(node)))
    }
    let by = sign * Int(months)
    switch time {
    case .point(.number(let n)): return .point(.number(n + by))
    case .point(.calendar(let m)): return .point(.calendar(m + by))
    case .day(let day): return .point(.calendar(day.month + by))
    case .failure(let product, let after): return .failure(product, after: after + by)
    case .end:
      let shifted = model.graph.add(
        .add, model.graph.add(.horizon), model.graph.add(constant: Double(by)))
      return .computed(shifted)
    case .computed(let id):
      return .computed(model.graph.add(.add, id, model.graph.add(constant: Double(by))))
    }
  }

  // MARK: Sums

  /// Two quantities in one dimension and kind; bare zeroes and rates of currencies help.
  mutating func aligned(
    _ a: Quantity, _ b: Quantity, _ aNode: NodeID, _ bNode: NodeID, _ what: String
  ) throws(Failure) -> (Quantity, Quantity) {
    var (a, b) = (a, b)
    if a.dimension != b.dimension {
      // In a failure's criteria and in comparisons a bare number takes the unit of the other side.
      if a.isBare, isComparing {
        a.dimension = b.dimension; a.presentation.timeUnit = b.presentation.timeUnit;
        if b.presentation.kind == .share {
          throw report(.bareShare(text(aNode), text(bNode), b, span(aNode)))
        }
      }
      if b.isBare, isComparing {
        b.dimension = a.dimension; b.presentation.timeUnit = a.presentation.timeUnit;
        if a.presentation.kind == .share {
          throw report(.bareShare(text(bNode), text(aNode), a, span(bNode)))
        }
      }
    }
    if a.dimension != b.dimension, let converted = try exchanged(b, to: a.dimension) {
      b = converted
    }
    guard a.dimension == b.dimension else {
      throw report(
        .unitMismatch(a, b, span(aNode), span(bNode), what, text(aNode), text(bNode)))
    }
    let kinds = (a.presentation.kind, b.presentation.kind)
    if kinds.0 != kinds.1 {
      switch kinds {
      case (.points, .share), (.share, .points), (.points, .plain), (.plain, .points):
        throw report(
          .percentagePoints(a, b, span(aNode), span(bNode), what, text(aNode), text(bNode)))
      case (.plain, .share): a.presentation.kind = .share
      case (.share, .plain): b.presentation.kind = .share
      default: break
      }
    }
    return (a, b)
  }

  /// A quantity in another currency, if a rate was declared.
  mutating func exchanged(_ a: Quantity, to dimension: Dimension) throws(Failure) -> Quantity? {
    guard let from = a.dimension.currencyCode, let to = dimension.currencyCode, from != to,
      let rate = rates[CurrencyPair(from: from, to: to)]
    else { return nil }
    let exponent = a.dimension.exponent(of: .currency(from))
    let swapped =
      a.dimension / Dimension(.currency(from), exponent: exponent)
      * Dimension(.currency(to), exponent: exponent)
    guard swapped == dimension, abs(exponent) == 1 else { return nil }
    let expression = model.graph.add(exponent == 1 ? .multiply : .divide, a.expression, rate)
    return Quantity(expression, swapped, a.presentation)
  }

  private mutating func sum(
    _ a: Quantity, _ b: Quantity, adds: Bool, _ aNode: NodeID, _ bNode: NodeID
  ) throws(Failure) -> Quantity {
    let operation = adds ? Operation.add : .subtract
    let kinds = (a.presentation.kind, b.presentation.kind)
    // Points move a share; the result is a share.
    if a.dimension == b.dimension,
      kinds == (.share, .points) || (kinds == (.points, .share) && adds)
    {
      let presentation = kinds.0 == .share ? a.presentation : b.presentation
      return Quantity(
        model.graph.add(operation, a.expression, b.expression), a.dimension, presentation)
    }
    if kinds == (.monthNumber, .plain) || kinds == (.plain, .monthNumber),
      a.dimension == b.dimension
    {
      return Quantity(
        model.graph.add(operation, a.expression, b.expression), .none, Presentation(.monthNumber))
    }
    if a.presentation.kind == .monthNumber, b.dimension == .time {
      return Quantity(
        model.graph.add(operation, a.expression, b.expression), .none, Presentation(.monthNumber))
    }
    let (x, y) = try aligned(a, b, aNode, bNode, adds ? "`+`" : "`-`")
    let expression = model.graph.add(operation, x.expression, y.expression)
    try refuseInfinite(expression, bNode, of: x, y)
    var presentation = x.presentation
    presentation.isSigned = x.presentation.isSigned && y.presentation.isSigned
    return Quantity(expression, x.dimension, presentation)
  }

  // MARK: Products

  private mutating func product(
    _ a: Quantity, _ b: Quantity, _ token: Token, _ bNode: NodeID
  ) throws(Failure) -> Quantity {
    let divides = token.kind == .slash || token.word == .per
    if divides, model.graph.constant(b.expression) == 0 {
      throw report(.divisionByZero(span(bNode)))
    }
    let dimension = divides ? a.dimension / b.dimension : a.dimension * b.dimension
    let expression = model.graph.add(divides ? .divide : .multiply, a.expression, b.expression)
    try refuseInfinite(expression, bNode, of: a, b)
    var presentation = Presentation()
    let hasTime = dimension.exponent(of: .time) != 0
    if hasTime {
      presentation.timeUnit =
        b.dimension.exponent(of: .time) != 0 ? b.presentation.timeUnit : a.presentation.timeUnit
    }
    // A share stays one under plain factors and by time; a share of something is that something.
    let aShare = a.presentation.kind == .share
    let bShare = b.presentation.kind == .share
    if dimension.isPureOrTime {
      if divides {
        if aShare, !bShare { presentation.kind = .share }
        if a.presentation.kind == .points, b.presentation.kind == .plain {
          presentation.kind = .points
        }
      } else if aShare || bShare {
        presentation.kind = .share
      } else if a.presentation.kind == .points || b.presentation.kind == .points {
        presentation.kind = .points
      }
    } else if a.presentation.kind == .points || b.presentation.kind == .points {
      throw report(.pointsOfSomething(span(bNode)))
    }
    return Quantity(expression, dimension, presentation)
  }

  /// An error for a value beyond all numbers, unless it comes of one: what is computed from an undefined or infinite figure of
  /// the catalogue is that again.
  mutating func refuseInfinite(
    _ expression: ExpressionID, _ node: NodeID, of a: Quantity, _ b: Quantity
  ) throws(Failure) {
    guard let value = model.graph.constant(expression), !value.isFinite else { return }
    let isHandedOn = [a, b].contains {
      model.graph.constant($0.expression).map { !$0.isFinite } ?? false
    }
    if isHandedOn { return }
    throw report(.notFinite(text(node), span(node)))
  }

  mutating func power(_ node: NodeID) throws(Failure) -> Value {
    guard let exponentNode = syntax.child(1, of: node) else { throw Failure() }
    let base = try quantityValue(first(node))
    let exponent = try quantityValue(exponentNode)
    return .quantity(try raised(base, to: exponent, node, exponentNode))
  }

  /// A power; the nodes are its own and its exponent's.
  mutating func raised(
    _ base: Quantity, to exponent: Quantity, _ node: NodeID, _ exponentNode: NodeID
  ) throws(Failure) -> Quantity {
    guard exponent.dimension == .none else {
      throw report(
        .wrongDimension("an exponent", "a pure number", exponent.dimension, span(exponentNode)))
    }
    let expression = model.graph.add(.power, base.expression, exponent.expression)
    try refuseInfinite(expression, node, of: base, exponent)
    if base.dimension == .none { return Quantity(expression) }
    let value = try certain(exponent.expression, at: exponentNode)
    guard value == value.rounded(), abs(value) <= 9 else {
      throw report(
        .range(
          "the exponent of a quantity with a unit", text(exponentNode), "a whole number",
          span(exponentNode)))
    }
    return Quantity(expression, base.dimension.raised(to: Int(value)), base.presentation)
  }

  mutating func signed(_ node: NodeID) throws(Failure) -> Value {
    let isMinus = syntax.firstToken(of: node).kind == .minus
    let value = try evaluate(first(node))
    if case .hole(let hole) = value { return .hole(isMinus ? negated(hole) : hole) }
    let quantity = try quantityValue(value, first(node))
    guard isMinus else { return .quantity(quantity) }
    return .quantity(
      Quantity(
        model.graph.add(.negate, quantity.expression), quantity.dimension, quantity.presentation))
  }

  mutating func quantityValue(_ node: NodeID) throws(Failure) -> Quantity {
    try quantityValue(try evaluate(node), node)
  }

  private mutating func quantityValue(_ value: Value, _ node: NodeID) throws(Failure) -> Quantity {
    switch value {
    case .quantity(let quantity): return quantity
    case .broken: throw Failure()
    default: throw wrongKind("a quantity", "here", value, span(node))
    }
  }
}
