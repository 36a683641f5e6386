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
  /// Where expressions have no value, in words.
  private(set) var reasons: [ExpressionID: String] = [:]

  private var ids = PositionTable()
  /// Of each expression, what it or one that it needs is.
  private var traits: [Traits] = []
  /// `true` iff any expression is given a condition.
  private var hasGiven = false
  private var undefined: ExpressionID?
  private var drawIDs = PositionTable()
  private var metricIDs = PositionTable()

  /// What an expression depends on.
  private struct Traits: OptionSet {
    let rawValue: UInt8
    /// A draw.
    static let uncertain = Traits(rawValue: 1)
    /// A metric, the month or the horizon.
    static let simulated = Traits(rawValue: 2)
    /// A metric, the month or a monthly draw.
    static let monthly = Traits(rawValue: 4)
    /// A monthly draw.
    static let drawnMonthly = Traits(rawValue: 8)
  }

  /// Creates an empty graph.
  package init() {}

  /// Makes room for so many expressions at once.
  package mutating func reserveCapacity(_ count: Int) {
    expressions.reserveCapacity(count)
    traits.reserveCapacity(count)
    ids.reserveCapacity(count)
  }

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
    let hash = PositionTable.hash(draw.key.value, 0)
    var index = drawIDs.position(hash) { draws[$0] == draw }
    if index == nil {
      index = draws.count
      draws.append(draw)
      drawIDs.add(draws.count - 1, hash)
    }
    return insert(Expression(operation: .draw, a: Int32(index ?? 0)))
  }

  /// Adds a mention of a metric.
  package mutating func add(_ metric: MetricReference) -> ExpressionID {
    let hash = Self.hash(metric)
    var index = metricIDs.position(hash) { metrics[$0] == metric }
    if index == nil {
      index = metrics.count
      metrics.append(metric)
      metricIDs.add(metrics.count - 1, hash)
    }
    return insert(Expression(operation: .metric, a: Int32(index ?? 0)))
  }

  private static func hash(_ metric: MetricReference) -> UInt64 {
    PositionTable.hash(
      UInt64(UInt32(bitPattern: metric.product?.rawValue ?? -1)) << 32
        | UInt64(UInt32(bitPattern: metric.metric)),
      UInt64(UInt32(bitPattern: metric.scenario?.rawValue ?? -1))
        ^ UInt64(UInt32(bitPattern: metric.supposition ?? -1)) << 32
        ^ UInt64(bitPattern: metric.part ?? 0) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Adds an operation; of constants, its value.
  package mutating func add(
    _ operation: Operation, _ a: ExpressionID? = nil, _ b: ExpressionID? = nil,
    _ c: ExpressionID? = nil
  ) -> ExpressionID {
    if operation.arity > 0, !operation.isOverMonths, let x = a.flatMap({ constant($0) }) {
      let (y, z) = (b.flatMap { constant($0) }, c.flatMap { constant($0) })
      if (b == nil || y != nil) && (c == nil || z != nil) {
        return add(constant: operation.evaluate(x, y ?? 0, z ?? 0))
      }
    }
    if let a, let b, let simpler = simplified(operation, a, b, c) { return simpler }
    if hasGiven, let a, let given = takenOut(operation, [a, b, c].compactMap { $0 }) {
      return given
    }
    return insert(
      Expression(
        operation: operation, a: a?.rawValue ?? 0, b: b?.rawValue ?? 0, c: c?.rawValue ?? 0))
  }

  private static func hash(_ expression: Expression) -> UInt64 {
    let operands =
      UInt64(UInt32(bitPattern: expression.a)) | UInt64(UInt32(bitPattern: expression.b)) << 32
    let other =
      UInt64(expression.operation.rawValue) << 32 | UInt64(UInt32(bitPattern: expression.c))
    return PositionTable.hash(operands ^ expression.value.bitPattern, other)
  }

  private mutating func insert(_ expression: Expression) -> ExpressionID {
    let hash = Self.hash(expression)
    if let known = ids.position(hash, where: { expressions[$0] == expression }) {
      return ExpressionID(rawValue: Int32(known))
    }
    let id = ExpressionID(rawValue: Int32(expressions.count))
    if expression.operation == .given { hasGiven = true }
    expressions.append(expression)
    traits.append(traits(of: expression))
    ids.add(Int(id.rawValue), hash)
    return id
  }

  private func traits(of expression: Expression) -> Traits {
    switch expression.operation {
    case .constant: return []
    case .draw:
      return draws[Int(expression.a)].isMonthly
        ? [.uncertain, .monthly, .drawnMonthly] : .uncertain
    case .metric, .month: return [.simulated, .monthly]
    case .horizon: return .simulated
    default:
      var found = traits[Int(expression.a)]
      let arity = expression.operation.arity
      if arity > 1 { found.formUnion(traits[Int(expression.b)]) }
      if arity > 2 { found.formUnion(traits[Int(expression.c)]) }
      return found
    }
  }

  /// An equal expression that already exists, for operations with a neutral operand.
  private func simplified(
    _ operation: Operation, _ a: ExpressionID, _ b: ExpressionID, _ c: ExpressionID?
  ) -> ExpressionID? {
    switch operation {
    case .add:
      if constant(b) == 0 { return a }
      return constant(a) == 0 ? b : nil
    case .subtract: return constant(b) == 0 ? a : nil
    case .multiply:
      if constant(b) == 1 { return a }
      return constant(a) == 1 ? b : nil
    case .divide, .power: return constant(b) == 1 ? a : nil
    case .select: return constant(a).flatMap { $0 != 0 ? b : c }
    default: return nil
    }
  }

  /// Says where an expression has no value; the same expression of another scenario has none there either.
  package mutating func note(_ id: ExpressionID, undefinedWhere reason: String) {
    if constant(id) == nil { reasons[id] = reason }
  }

  /// Where an expression has no value, as far as it or one that it needs says so.
  package func undefinedWhere(_ id: ExpressionID) -> String? {
    if reasons.isEmpty { return nil }
    return reachable(from: [id]).lazy.reversed().compactMap { reasons[$0] }.first
  }

  // MARK: What an expression depends on

  /// The expressions that `roots` need, themselves included, operands before what uses them.
  package func reachable(from roots: [ExpressionID]) -> [ExpressionID] {
    Expression.needed(by: roots, in: expressions) { _ in true }
  }

  /// `true` iff the expression or one it needs satisfies `condition`.
  package func contains(_ id: ExpressionID, where condition: (Expression) -> Bool) -> Bool {
    reachable(from: [id]).contains { condition(self[$0]) }
  }

  /// `true` iff the value differs between trials before anything is simulated.
  package func isUncertain(_ id: ExpressionID) -> Bool {
    traits[Int(id.rawValue)].contains(.uncertain)
  }

  /// `true` iff the value depends on the simulation or on the month.
  package func isSeries(_ id: ExpressionID) -> Bool {
    traits[Int(id.rawValue)].contains(.simulated)
  }

  /// `true` iff the value may differ between months of one trial.
  package func variesByMonth(_ id: ExpressionID) -> Bool {
    traits[Int(id.rawValue)].contains(.monthly)
  }

  /// `true` iff the value depends on a draw that is made anew every month.
  package func drawsMonthly(_ id: ExpressionID) -> Bool {
    traits[Int(id.rawValue)].contains(.drawnMonthly)
  }
}
