/// A random quantity of a model: where its numbers come from and what they are spread like.
package struct Draw: Hashable, Sendable {
  /// The path of names that keys the numbers: `TikTok.churn#0`.
  package var name: String
  /// The key of the numbers.
  package var key: StreamKey
  /// How they are spread.
  package var distribution: Distribution
  /// `true` iff each month draws anew.
  package var isMonthly: Bool

  /// Creates the draw called `name`.
  package init(name: String, distribution: Distribution, isMonthly: Bool = false) {
    self.name = name
    self.key = StreamKey(path: name)
    self.distribution = distribution
    self.isMonthly = isMonthly
  }
}

/// A rank correlation between the draws of two keys.
package struct Correlation: Hashable, Sendable {
  /// The keys.
  package var first: StreamKey
  /// The other key.
  package var second: StreamKey
  /// Spearman's rho, strictly between −1 and 1.
  package var rho: Double

  /// Creates the correlation `rho` of `first` with `second`.
  package init(_ first: StreamKey, _ second: StreamKey, rho: Double) {
    (self.first, self.second, self.rho) = (first, second, rho)
  }
}

/// Expressions over draws and metrics, each distinct one once: the values of a script that are not yet numbers.
///
/// Equal expressions are the same expression, so `x - x` is one draw minus itself. Operations on constants are folded as they
/// are added. The graph is a value; a copy is cheap until one of the two changes.
package struct ExpressionGraph: Sendable {
  /// The expressions; operands before what uses them.
  package private(set) var expressions: [Expression] = []
  /// The draws, in the order of their first use.
  package private(set) var draws: [Draw] = []
  /// The metrics that expressions mention.
  package private(set) var metrics: [MetricReference] = []
  /// The rank correlations between draws.
  package var correlations: [Correlation] = []

  private var ids: [Expression: ExpressionID] = [:]
  private var undefined: ExpressionID?
  private var drawIDs: [Draw: Int32] = [:]
  private var metricIDs: [MetricReference: Int32] = [:]

  /// Creates an empty graph.
  package init() {}

  /// The expression called `id`.
  package subscript(id: ExpressionID) -> Expression { expressions[Int(id.rawValue)] }

  /// The value of an expression that is a constant, nil for others.
  package func constant(_ id: ExpressionID) -> Double? {
    let expression = self[id]
    return expression.operation == .constant ? expression.value : nil
  }

  /// The draw that an expression is, nil for others.
  package func draw(_ id: ExpressionID) -> Draw? {
    let expression = self[id]
    return expression.operation == .draw ? draws[Int(expression.a)] : nil
  }

  /// Adds a constant.
  package mutating func add(constant value: Double) -> ExpressionID {
    if value.isNaN {
      // NaN equals nothing, so no look-up would find it again.
      let id = undefined ?? insert(Expression(operation: .constant, value: .nan))
      undefined = id
      return id
    }
    return insert(Expression(operation: .constant, value: value == 0 ? 0 : value))
  }

  /// Adds a draw.
  package mutating func add(_ draw: Draw) -> ExpressionID {
    let index: Int32
    if let known = drawIDs[draw] {
      index = known
    } else {
      index = Int32(draws.count)
      draws.append(draw)
      drawIDs[draw] = index
    }
    return insert(Expression(operation: .draw, a: index))
  }

  /// Adds a mention of a metric.
  package mutating func add(_ metric: MetricReference) -> ExpressionID {
    let index: Int32
    if let known = metricIDs[metric] {
      index = known
    } else {
      index = Int32(metrics.count)
      metrics.append(metric)
      metricIDs[metric] = index
    }
    return insert(Expression(operation: .metric, a: index))
  }

  /// Adds an operation; of constants, its value.
  package mutating func add(
    _ operation: Operation, _ a: ExpressionID? = nil, _ b: ExpressionID? = nil,
    _ c: ExpressionID? = nil
  ) -> ExpressionID {
    let operands = [a, b, c].compactMap { $0 }
    let values = operands.compactMap { constant($0) }
    if operation.arity > 0, !operation.isOverMonths, values.count == operands.count {
      return add(
        constant: operation.evaluate(
          values[0], values.count > 1 ? values[1] : 0, values.count > 2 ? values[2] : 0))
    }
    if let simpler = simplified(operation, operands) { return simpler }
    return insert(
      Expression(
        operation: operation, a: a?.rawValue ?? 0, b: b?.rawValue ?? 0, c: c?.rawValue ?? 0))
  }

  private mutating func insert(_ expression: Expression) -> ExpressionID {
    if let known = ids[expression] { return known }
    let id = ExpressionID(rawValue: Int32(expressions.count))
    expressions.append(expression)
    ids[expression] = id
    return id
  }

  /// An equal expression that already exists, for operations with a neutral operand.
  private func simplified(_ operation: Operation, _ operands: [ExpressionID]) -> ExpressionID? {
    guard operands.count >= 2 else { return nil }
    let (a, b) = (operands[0], operands[1])
    switch operation {
    case .add:
      if constant(b) == 0 { return a }
      return constant(a) == 0 ? b : nil
    case .subtract: return constant(b) == 0 ? a : nil
    case .multiply:
      if constant(b) == 1 { return a }
      return constant(a) == 1 ? b : nil
    case .divide, .power: return constant(b) == 1 ? a : nil
    case .select: return constant(a).map { $0 != 0 ? b : operands[2] }
    default: return nil
    }
  }

  // MARK: What an expression depends on

  /// The expressions that `roots` need, themselves included, operands before what uses them.
  package func reachable(from roots: [ExpressionID]) -> [ExpressionID] {
    // Most are constants, draws and metrics by themselves.
    if roots.count == 1, self[roots[0]].operation.arity == 0 { return roots }
    var needed = Set<ExpressionID>()
    var stack = roots
    while let id = stack.popLast() {
      guard needed.insert(id).inserted else { continue }
      stack.append(contentsOf: self[id].operands)
    }
    return needed.sorted()
  }

  /// `true` iff the expression or one it needs satisfies `condition`.
  package func contains(_ id: ExpressionID, where condition: (Expression) -> Bool) -> Bool {
    reachable(from: [id]).contains { condition(self[$0]) }
  }

  /// `true` iff the value differs between trials before anything is simulated.
  package func isUncertain(_ id: ExpressionID) -> Bool {
    contains(id) { $0.operation == .draw }
  }

  /// `true` iff the value depends on the simulation or on the month.
  package func isSeries(_ id: ExpressionID) -> Bool {
    contains(id) { [.metric, .month, .horizon].contains($0.operation) }
  }

  /// `true` iff the value may differ between months of one trial.
  package func variesByMonth(_ id: ExpressionID) -> Bool {
    contains(id) { expression in
      switch expression.operation {
      case .metric, .month: true
      case .draw: draws[Int(expression.a)].isMonthly
      default: false
      }
    }
  }

  /// The same expression with every metric that names no scenario taken from `scenario`.
  package mutating func bind(_ id: ExpressionID, to scenario: ScenarioID) -> ExpressionID {
    var bound: [ExpressionID: ExpressionID] = [:]
    for step in reachable(from: [id]) {
      let expression = self[step]
      if expression.operation == .metric {
        var metric = metrics[Int(expression.a)]
        if metric.scenario == nil { metric.scenario = scenario }
        bound[step] = add(metric)
      } else if expression.operation.arity == 0 {
        bound[step] = step
      } else {
        let operands = expression.operands.map { bound[$0] ?? $0 }
        bound[step] = add(
          expression.operation, operands[0], operands.count > 1 ? operands[1] : nil,
          operands.count > 2 ? operands[2] : nil)
      }
    }
    return bound[id] ?? id
  }
}
