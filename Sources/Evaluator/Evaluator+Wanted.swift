import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Quantities as the place where they stand wants them.
extension Evaluator {
  /// The value of an expression that must be a certain number.
  mutating func certain(_ expression: ExpressionID, at node: NodeID) throws(Failure) -> Double {
    guard let value = model.graph.constant(expression) else {
      if isOpen(expression) { throw giveUp() }
      var diagnostic = Diagnostic.uncertain("`\(text(node))` must be certain here", span(node))
      diagnostic.notes = ["it is needed before anything is simulated"]
      throw report(diagnostic)
    }
    if value.isNaN { throw report(.undefined(text(node), span(node))) }
    return value
  }

  /// The expression of a value in base units, as a place wants it: a bare number takes the place's unit, rates told by the year
  /// compound to the month.
  mutating func quantity(_ value: Value, at node: NodeID, place: Place) throws(Failure)
    -> ExpressionID
  {
    if case .hole(let hole) = value {
      let filled = filled(hole, for: place)
      return try self.quantity(.quantity(filled), at: node, place: place)
    }
    guard case .quantity(var quantity) = value else {
      if case .broken = value { throw Failure() }
      throw wrongKind("a quantity", "for \(place.name)", value, span(node))
    }
    if let known = model.graph.constant(quantity.expression), !known.isFinite {
      throw report(
        known.isNaN ? .undefined(text(node), span(node)) : .notFinite(text(node), span(node)))
    }
    let wanted = place.dimension(currency: model.currency ?? "USD")
    if quantity.dimension != wanted, let converted = try exchanged(quantity, to: wanted) {
      quantity = converted
    }
    if place.wantsShare { return try shareRate(quantity, node, place, wanted) }
    if quantity.presentation.kind == .share || quantity.presentation.kind == .points {
      throw report(.placeMismatch(place, quantity, text(node), span(node), currency: currencySign))
    }
    if quantity.isBare, quantity.dimension != wanted {
      if wanted.currencyCode != nil, model.currency == nil {
        throw report(
          .placeMismatch(place, quantity, text(node), span(node), currency: currencySign))
      }
      return quantity.expression
    }
    guard quantity.dimension == wanted else {
      if let found = quantity.dimension.currencyCode, let code = wanted.currencyCode, found != code
      {
        throw report(
          .placeCurrency(place, found, code, text(node), span(node), first: currencyPlace))
      }
      if quantity.dimension.withoutTime == wanted.withoutTime,
        quantity.dimension.exponent(of: .time) == 0,
        wanted.exponent(of: .time) == -1
      {
        throw report(.missingPerTime(place, text(node), span(node)))
      }
      throw report(.placeMismatch(place, quantity, text(node), span(node), currency: currencySign))
    }
    return quantity.expression
  }

  var currencySign: String { NumberText.currencySign(model.currency ?? "USD") }

  private mutating func shareRate(
    _ quantity: Quantity, _ node: NodeID, _ place: Place, _ wanted: Dimension
  ) throws(Failure) -> ExpressionID {
    guard quantity.dimension == wanted else {
      if quantity.dimension == .none, wanted == .none / .time {
        throw report(.missingPerTime(place, text(node), span(node)))
      }
      throw report(.placeMismatch(place, quantity, text(node), span(node), currency: currencySign))
    }
    guard quantity.presentation.kind == .share else {
      // 0 is 0 in any unit.
      if model.graph.constant(quantity.expression) == 0 { return quantity.expression }
      if quantity.presentation.kind == .points {
        throw report(
          .placeMismatch(place, quantity, text(node), span(node), currency: currencySign))
      }
      throw report(
        .shareWritten(place, text(node), model.graph.constant(quantity.expression), span(node)))
    }
    let rate = monthly(quantity, place)
    if let value = model.graph.constant(rate) {
      switch place {
      case .share, .lossRate:
        if value < 0 || value > 1 || value.isNaN {
          throw report(.shareRange(place, text(node), span(node)))
        }
      case .relative, .growthRate:
        if value < -1 || !value.isFinite {
          throw report(.range(place.name, text(node), "-100% or more", span(node)))
        }
      default: break
      }
    }
    return rate
  }

  /// Loss shares compound from a longer time to a month as 1 − (1 − r)^(1/k), growth rates as (1 + r)^(1/k) − 1.
  mutating func monthly(_ quantity: Quantity, _ place: Place) -> ExpressionID {
    let k = quantity.presentation.timeUnit.months
    guard quantity.dimension.exponent(of: .time) == -1, k != 1 else { return quantity.expression }
    let one = model.graph.add(constant: 1)
    let period = model.graph.add(.multiply, quantity.expression, model.graph.add(constant: k))
    let root = model.graph.add(constant: 1 / k)
    switch place {
    case .lossRate:
      let kept = model.graph.add(.power, model.graph.add(.subtract, one, period), root)
      return model.graph.add(.subtract, one, kept)
    case .growthRate:
      let grown = model.graph.add(.power, model.graph.add(.add, one, period), root)
      return model.graph.add(.subtract, grown, one)
    default: return quantity.expression
    }
  }
}
