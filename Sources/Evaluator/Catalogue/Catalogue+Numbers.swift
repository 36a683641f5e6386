import Metrics
import Portfolio
import Quantities

extension Catalogue {
  private static func unary(
    _ name: String, _ operation: Operation, _ summary: String, keepsUnit: Bool,
    _ example: Builtin.Example
  ) -> Builtin {
    Builtin(name, ["x"], .numbers, summary, [example]) { (e, a) throws(Evaluator.Failure) in
      let x = try e.quantity(a, 0)
      if !keepsUnit, x.dimension != .none {
        throw e.report(
          .wrongDimension(
            "the argument of `\(name)`", "a pure number", x.dimension, e.span(a.nodes[0])))
      }
      let expression = e.model.graph.add(operation, x.expression)
      if let value = e.model.graph.constant(expression), !value.isFinite {
        throw e.report(
          .range(
            "the argument of `\(name)`", e.text(a.nodes[0]),
            operation == .squareRoot
              ? "0 or more" : operation == .logarithm ? "more than 0" : "smaller",
            e.span(a.nodes[0])))
      }
      return .quantity(
        keepsUnit ? Quantity(expression, x.dimension, x.presentation) : Quantity(expression))
    }
  }

  private static func extreme(
    _ name: String, _ operation: Operation, _ summary: String, _ example: Builtin.Example
  )
    -> Builtin
  {
    Builtin(name, ["a", "[b]"], .numbers, summary, [example]) { (e, a) throws(Evaluator.Failure) in
      if a.count == 1 {
        let (values, like) = try e.numbers(a, 0)
        guard let first = values.first else {
          throw e.report(.range("the list", "[]", "not empty", e.span(a.nodes[0])))
        }
        return e.like(like, values.dropFirst().reduce(first) { operation.evaluate($0, $1) })
      }
      let (x, y) = try e.aligned(
        e.quantity(a, 0), e.quantity(a, 1), a.nodes[0], a.nodes[1], "`\(name)`")
      return .quantity(
        Quantity(
          e.model.graph.add(operation, x.expression, y.expression), x.dimension, x.presentation))
    }
  }

  static let numbers: [Builtin] = [
    extreme(
      "min", .minimum, "the smaller of two quantities, or the smallest of a list",
      .init("min(3, 5)", "3")),
    extreme(
      "max", .maximum, "the larger of two quantities, or the largest of a list",
      .init("max([3, 5, 4])", "5")),
    unary(
      "abs", .absolute, "a quantity without its sign", keepsUnit: true,
      .init("abs(-3 users)", "3 users")),
    unary("round", .round, "the nearest whole number", keepsUnit: true, .init("round(2.6)", "3")),
    unary(
      "floor", .floor, "the whole number at or below", keepsUnit: true, .init("floor(2.6)", "2")),
    unary(
      "sqrt", .squareRoot, "the square root of a pure number", keepsUnit: false,
      .init("sqrt(2)", "1.41421")),
    unary(
      "exp", .exponential, "e to the power of a pure number", keepsUnit: false,
      .init("exp(1)", "2.71828")),
    unary(
      "ln", .logarithm, "the natural logarithm of a pure number", keepsUnit: false,
      .init("ln(10)", "2.30259")),
    Builtin(
      "monthly_loss", ["rate"], .numbers,
      "the monthly share that compounds to a share lost in a longer time: 1 − (1 − r)^(1/12)",
      [.init("monthly_loss(24%/year)", "2.26102%/month")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.compounded(a, .lossRate("monthly_loss"))
    },
    Builtin(
      "monthly_growth", ["rate"], .numbers,
      "the monthly rate that compounds to a growth over a longer time: (1 + r)^(1/12) − 1",
      [.init("monthly_growth(8%/year)", "0.643403%/month")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.compounded(a, .growthRate("monthly_growth"))
    },
  ]
}

extension Evaluator {
  mutating func compounded(_ a: Arguments, _ place: Place) throws(Failure) -> Value {
    let rate = try quantity(a.values[0], at: a.nodes[0], place: place)
    return .quantity(Quantity(rate, .none / .time, Presentation(.share)))
  }
}
