import Metrics
import Portfolio
import Quantities

extension Catalogue {
  private static let model = """
    simulate 12 months
    product A { users 1_000; acquisition 100; churn 5%/month }

    """

  private static func reduction(
    _ name: String, _ operation: Operation, _ summary: String, _ example: Builtin.Example,
    _ unit: @escaping @Sendable (Quantity) -> (Dimension, Presentation)
  ) -> Builtin {
    Builtin(name, ["series"], .series, summary, [example]) { (e, a) throws(Evaluator.Failure) in
      let series = try e.series(a, name)
      let (dimension, presentation) = unit(series)
      return .quantity(
        Quantity(e.model.graph.add(operation, series.expression), dimension, presentation))
    }
  }

  static let series: [Builtin] = [
    reduction(
      "total", .total, "the sum of a series over months 1 to the end; of a flow, the amount",
      .init(model + "total(A.acquired)", "1200 users")
    ) { ($0.dimension * .time, Presentation($0.presentation.kind)) },
    reduction(
      "peak", .peak, "the highest value of a series from month 0 on",
      .init(model + "peak(A.users)", "1459.64 users")
    ) { ($0.dimension, $0.presentation) },
    reduction(
      "lowest", .lowest, "the lowest value of a series from month 0 on",
      .init(model + "lowest(A.users)", "1000 users")
    ) { ($0.dimension, $0.presentation) },
    reduction(
      "change", .change, "the value at the end less the value at month 0",
      .init(model + "change(A.users)", "+459.64 users")
    ) { series in
      let told = series.presentation
      return (
        series.dimension,
        Presentation(
          told.kind == .share ? .points : told.kind, timeUnit: told.timeUnit, isSigned: true)
      )
    },
    reduction(
      "growth", .growth, "the change relative to month 0",
      .init(model + "growth(A.users)", "+45.964%")
    ) { _ in (.none, Presentation(.share, isSigned: true)) },
    Builtin(
      "mean", ["x"], .series,
      "the mean of a series over months 1 to the end, of a list, or of a distribution",
      [
        .init("mean(5 to 10)", "7.22978"), .init("mean([1, 2, 6])", "3"),
        .init(model + "mean(A.churned)", "61.6967 users/month"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      if case .list = a.values[0] {
        let (values, like) = try e.numbers(a, 0)
        guard !values.isEmpty else {
          throw e.report(.range("the list", "[]", "not empty", e.span(a.nodes[0])))
        }
        return e.like(like, Summary(values).mean)
      }
      let x = try e.quantity(a, 0)
      if let draw = e.model.graph.draw(x.expression) { return e.like(x, draw.distribution.mean) }
      if e.model.graph.isSeries(x.expression) {
        return .quantity(
          Quantity(e.model.graph.add(.average, x.expression), x.dimension, x.presentation))
      }
      if e.model.graph.constant(x.expression) != nil { return .quantity(x) }
      throw e.report(
        .range(
          "`mean`", e.text(a.nodes[0]),
          "a series, a list or one distribution; the mean of a computed quantity is what its answer begins with",
          e.span(a.nodes[0])))
    },
    Builtin(
      "first", ["condition"], .series,
      "the first month in which a condition holds; undefined in trials in which it never does",
      [.init(model + "first(A.users > 1_200 users)", "month 5")]
    ) { (e, a) throws(Evaluator.Failure) in
      guard case .truth(let condition) = a.values[0] else {
        throw e.wrongKind("a condition", "here", a.values[0], e.span(a.nodes[0]))
      }
      return .quantity(
        Quantity(e.model.graph.add(.first, condition), .none, Presentation(.monthNumber)))
    },
    Builtin(
      "observed", ["product"], .series,
      "what was measured of a product's users; undefined in months without a measurement",
      [.init(model + "observe A.users { month 3: 1_300 }\nobserved(A) at month 3", "1300 users")]
    ) { (e, a) throws(Evaluator.Failure) in
      guard case .product(let id) = a.values[0] else {
        throw e.wrongKind("a product", "here", a.values[0], e.span(a.nodes[0]))
      }
      return e.metricValue(.observed, of: id)
    },
  ]
}

extension Evaluator {
  mutating func series(_ a: Arguments, _ name: String) throws(Failure) -> Quantity {
    let series = try quantity(a, 0)
    guard model.graph.isSeries(series.expression) else {
      throw report(
        .range("`\(name)`", text(a.nodes[0]), "a series, such as `Resso.users`", span(a.nodes[0])))
    }
    return series
  }
}
