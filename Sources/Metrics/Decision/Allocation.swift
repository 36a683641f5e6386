import Quantities

/// How much goes from each source to each target.
package struct Allocation: Hashable, Sendable {
  /// `flows[source][target]`.
  package var flows: [[Double]]
  /// Σ value · flow.
  package var total: Double
  /// What one more of each source's supply would be worth; empty where it isn't known.
  package var supplyPrices: [Double] = []
  /// What one more of each target's capacity would be worth.
  package var capPrices: [Double] = []

  /// `true` iff there is a row of values for each source, with one for each target, and all is finite and not negative but values.
  private static func isMade(_ values: [[Double]], _ supply: [Double], _ caps: [Double]) -> Bool {
    !supply.isEmpty && !caps.isEmpty && values.count == supply.count
      && values.allSatisfy { $0.count == caps.count && $0.allSatisfy(\.isFinite) }
      && (supply + caps).allSatisfy { $0.isFinite && $0 >= 0 }
  }

  private static func total(_ values: [[Double]], _ flows: [[Double]]) -> Double {
    var sum = NeumaierSum()
    for (row, flow) in zip(values, flows) {
      for (value, amount) in zip(row, flow) { sum.add(value * amount) }
    }
    return sum.total
  }

  /// The flows of greatest worth where a unit from source i to target j is worth `values[i][j]`, source i has `supply[i]` and
  /// target j takes `caps[j]` at most: a transportation problem (Hitchcock, 1941), solved as a ``LinearProgram``. What is worth
  /// less than nothing isn't sent. Nil for lists that don't fit, or amounts that are negative or not finite.
  package static func transport(values: [[Double]], supply: [Double], caps: [Double]) -> Allocation?
  {
    guard isMade(values, supply, caps) else { return nil }
    let (sources, targets) = (supply.count, caps.count)
    var program = LinearProgram(objective: values.flatMap { $0 })
    func row(_ isIn: (Int, Int) -> Bool) -> [Double] {
      (0..<sources).flatMap { i in (0..<targets).map { isIn(i, $0) ? 1 : 0 } }
    }
    for i in 0..<sources { program.add(row { s, _ in s == i }, atMost: supply[i]) }
    for j in 0..<targets { program.add(row { _, t in t == j }, atMost: caps[j]) }
    guard case .optimal(let solution) = program.solve() else { return nil }
    let flows = (0..<sources).map { i in
      Array(solution.x[i * targets..<(i + 1) * targets])
    }
    return Allocation(
      flows: flows, total: total(values, flows), supplyPrices: Array(solution.prices[..<sources]),
      capPrices: Array(solution.prices[sources...]))
  }

  /// The flows that come of filling the most valuable pair first, then the next; of equals the one named first. Right for one
  /// source, and in general not for several. Nil as for ``transport(values:supply:caps:)``.
  package static func greedy(values: [[Double]], supply: [Double], caps: [Double]) -> Allocation? {
    guard isMade(values, supply, caps) else { return nil }
    var (left, room) = (supply, caps)
    var flows = values.map { $0.map { _ in 0.0 } }
    let pairs = supply.indices.flatMap { i in caps.indices.map { (i, $0) } }
    let ordered = pairs.enumerated().sorted { a, b in
      let (x, y) = (values[a.element.0][a.element.1], values[b.element.0][b.element.1])
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
    for (i, j) in ordered where values[i][j] > 0 {
      let amount = min(left[i], room[j])
      flows[i][j] = amount
      left[i] -= amount
      room[j] -= amount
    }
    return Allocation(flows: flows, total: total(values, flows))
  }
}

/// A budget divided among uses of falling returns.
package struct WaterFilling: Hashable, Sendable {
  /// What each use gets.
  package var amounts: [Double]
  /// The return on the last unit of every use that gets some: what one more unit of budget is worth.
  package var level: Double
  /// Σ a·ln(1 + x/b).
  package var total: Double

  /// Maximises Σ aᵢ·ln(1 + xᵢ/bᵢ) for Σ xᵢ = budget: the returns aᵢ/(bᵢ + xᵢ) are levelled, xᵢ = max(0, aᵢ/λ − bᵢ). Nil without
  /// uses, for lists of different lengths, an a or a budget below 0, a b not above 0, or what isn't finite.
  package init?(a: [Double], b: [Double], budget: Double) {
    guard !a.isEmpty, a.count == b.count, a.allSatisfy({ $0.isFinite && $0 >= 0 }),
      b.allSatisfy({ $0.isFinite && $0 > 0 }), budget.isFinite, budget >= 0
    else { return nil }
    // The first unit of the use of highest return is taken first, so some first ones get all of the budget.
    let order = a.indices.sorted {
      a[$0] / b[$0] == a[$1] / b[$1] ? $0 < $1 : a[$0] / b[$0] > a[$1] / b[$1]
    }
    var (sumA, sumB) = (0.0, 0.0)
    var level = 0.0
    for (position, i) in order.enumerated() {
      sumA += a[i]
      sumB += b[i]
      level = sumA / (budget + sumB)
      guard position + 1 < order.count else { break }
      let next = order[position + 1]
      if a[next] / b[next] <= level { break }
    }
    self.level = level
    let found = a.indices.map { level > 0 ? max(0, a[$0] / level - b[$0]) : 0 }
    amounts = found
    var sum = NeumaierSum()
    for i in a.indices { sum.add(a[i] * SpecialFunctions.log1p(found[i] / b[i])) }
    total = sum.total
  }
}
