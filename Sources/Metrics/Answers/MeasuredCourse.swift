package import Portfolio
package import Quantities

/// A series of nothing but what was measured, in the months in which all of it was.
package struct MeasuredCourse {
  /// The value of a month.
  package struct Point: Hashable, Sendable {
    /// The month.
    package var month: TimePoint
    /// The value.
    package var value: Double
  }
  /// The months, in order.
  package let points: [Point]
  /// The two sides of a ratio in the first and the last month.
  package let sides:
    (
      first: (numerator: Double, denominator: Double),
      last: (numerator: Double, denominator: Double)
    )?

  /// The first and the last month; month 0 where there is none.
  package var ends: (first: Point, last: Point) {
    let none = Point(month: .number(0), value: .nan)
    return (points.first ?? none, points.last ?? none)
  }

  /// Reads the series `expression` off the observations of `model`; up to a month, where it names one.
  package init(_ expression: ExpressionID, of model: Model) {
    var (series, limit) = (expression, Int.max)
    let outer = model.graph[expression]
    if outer.operation == .at, let month = model.graph.constant(outer.operands[1]) {
      (series, limit) = (outer.operands[0], Int(month.rounded()))
    }
    let steps = model.graph.reachable(from: [series])
    var measured: [ExpressionID: [Int: Double]] = [:]
    var months: [Int: TimePoint]?
    for id in steps where model.graph[id].operation == .metric {
      let product = model.graph.metrics[Int(model.graph[id].a)].product
      let points = model.observations.first { $0.product == product }?.points ?? []
      let values = points.map { (Self.number($0.month, model), $0) }
      measured[id] = Dictionary(values.map { ($0.0, $0.1.value) }) { first, _ in first }
      let own = Dictionary(values.map { ($0.0, $0.1.month) }) { first, _ in first }
      months = months?.filter { own[$0.key] != nil } ?? own
    }
    let ratio = model.graph[series]
    var found: [(point: Point, numerator: Double, denominator: Double)] = []
    for (number, month) in (months ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard number <= limit else { continue }
      let values = model.values(of: steps, month: Double(number)) { id, _ in
        measured[id].map { $0[number] ?? .nan }
      }
      guard let value = values[series], value.isFinite else { continue }
      let (n, d) =
        ratio.operation == .divide
        ? (values[ratio.operands[0]] ?? .nan, values[ratio.operands[1]] ?? .nan) : (.nan, .nan)
      found.append((Point(month: month, value: value), n, d))
    }
    points = found.map(\.point)
    let isRatio =
      ratio.operation == .divide && ratio.operands.allSatisfy { model.graph.isSeries($0) }
    if isRatio, let first = found.first, let last = found.last {
      sides = ((first.numerator, first.denominator), (last.numerator, last.denominator))
    } else {
      sides = nil
    }
  }

  /// Months on one scale: of the simulation where it has a calendar or they are numbers.
  private static func number(_ month: TimePoint, _ model: Model) -> Int {
    model.monthNumber(month) ?? month.ordinal
  }
}
