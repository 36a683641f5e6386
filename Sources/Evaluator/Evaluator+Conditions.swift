import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What hangs on a condition.
extension Evaluator {
  mutating func conditional(_ node: NodeID) throws(Failure) -> Value {
    let parts = Array(syntax.children(of: node))
    guard parts.count == 3 else { throw Failure() }
    let condition = try truth(parts[0])
    if let known = model.graph.constant(condition) {
      return try evaluate(known != 0 ? parts[1] : parts[2])
    }
    return try choice(parts, by: condition)
  }

  /// One of two values by an uncertain condition: the parts of a conditional.
  mutating func choice(_ parts: [NodeID], by condition: ExpressionID) throws(Failure) -> Value {
    let yes = try evaluate(parts[1])
    let no = try evaluate(parts[2])
    switch (yes, no) {
    case (.hole(let hole), .quantity(let b)):
      let a = filled(hole, like: b, "as `\(text(parts[2]))` is")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, a.expression, b.expression), b.dimension,
          b.presentation))
    case (.quantity(let a), .hole(let hole)):
      let b = filled(hole, like: a, "as `\(text(parts[1]))` is")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, a.expression, b.expression), a.dimension,
          a.presentation))
    case (.hole(let hole), let other), (let other, .hole(let hole)):
      throw missing(hole, Hole.Use(wanted: "\(other.kindName), as the other branch is"))
    case (.truth(let a), .truth(let b)): return .truth(model.graph.add(.select, condition, a, b))
    case (.quantity(let a), .quantity(let b)):
      let (x, y) = try aligned(a, b, parts[1], parts[2], "the two branches of an `if`")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, x.expression, y.expression), x.dimension,
          x.presentation))
    default:
      throw report(.uncertainBranch(span(parts[0]), yes, no))
    }
  }

  /// A condition whose truth is known before anything is simulated.
  mutating func certainTruth(_ node: NodeID) throws(Failure) -> Bool {
    let condition = try truth(node)
    guard let value = model.graph.constant(condition) else {
      if isOpen(condition) { throw giveUp() }
      throw report(.uncertainCondition(span(node)))
    }
    return value != 0
  }

  mutating func truth(_ node: NodeID) throws(Failure) -> ExpressionID {
    let value = try evaluate(node)
    switch value {
    case .truth(let expression): return expression
    case .hole(let hole): return filledTruth(hole)
    case .broken: throw Failure()
    default: throw wrongKind("a condition", "here", value, span(node))
    }
  }

  mutating func logic(_ node: NodeID) throws(Failure) -> Value {
    let operation: Operation = syntax.kind(node) == .conjunction ? .and : .or
    var result: ExpressionID?
    for child in syntax.children(of: node) {
      // A certain answer needs no further operand.
      if let known = result.flatMap({ model.graph.constant($0) }),
        (known != 0) == (operation == .or)
      {
        break
      }
      let next = try truth(child)
      result = result.map { model.graph.add(operation, $0, next) } ?? next
    }
    return .truth(result ?? model.graph.add(constant: 0))
  }

  mutating func given(_ node: NodeID) throws(Failure) -> Value {
    guard let conditionNode = syntax.child(1, of: node) else { throw Failure() }
    let value = try evaluate(first(node))
    let condition = try truth(conditionNode)
    switch value {
    case .quantity(var quantity):
      quantity.expression = model.graph.add(.given, quantity.expression, condition)
      return .quantity(quantity)
    case .truth(let expression): return .truth(model.graph.add(.given, expression, condition))
    case .broken: throw Failure()
    default:
      throw wrongKind("a quantity or a condition", "before `given`", value, span(first(node)))
    }
  }

  mutating func sustained(_ node: NodeID) throws(Failure) -> Value {
    guard let length = syntax.child(1, of: node) else { throw Failure() }
    let condition = try truth(first(node))
    let months = try quantity(evaluate(length), at: length, place: .duration)
    let count = try certain(months, at: length)
    guard count >= 1, count == count.rounded() else {
      throw report(
        .range("`for`", text(length), "a whole number of months, 1 or more", span(length)))
    }
    return .truth(model.graph.add(.sustained, condition, months))
  }

  mutating func choose(_ node: NodeID) throws(Failure) -> Value {
    var total = 0.0
    var parts: [(probability: Double, quantity: Quantity, node: NodeID)] = []
    for choice in syntax.children(of: node) {
      guard let share = syntax.child(0, of: choice), let expression = syntax.child(1, of: choice)
      else { continue }
      let probability = try certain(
        try quantity(evaluate(share), at: share, place: .share("a probability")), at: share)
      let value = try evaluate(expression)
      guard case .quantity(let quantity) = value else {
        throw wrongKind("a quantity", "to choose", value, span(expression))
      }
      total += probability
      parts.append((probability, quantity, expression))
    }
    guard abs(total - 1) < 1e-9, var result = parts.last else {
      throw report(.probabilitiesSum(total, span(node)))
    }
    let draw = addDraw(.uniform(low: 0, high: 1), at: node, .none, nil)
    // Up to each cumulative probability the choice before it, from the last to the first.
    var above = 1.0
    for i in parts.indices.dropLast().reversed() {
      above -= parts[i + 1].probability
      let isHere = model.graph.add(.less, draw, model.graph.add(constant: above))
      let (x, y) = try aligned(
        parts[i].quantity, result.quantity, parts[i].node, result.node, "the values of `choose`")
      result.quantity = Quantity(
        model.graph.add(.select, isHere, x.expression, y.expression), x.dimension, x.presentation)
    }
    return .quantity(result.quantity)
  }
}
