import Engine
import Portfolio
import Quantities

/// What is judged at the month's end: failures, and how many people the users are.
extension ScenarioPlanner {
  /// A failure fires at the end of the first month whose criteria hold, and stays fired.
  mutating func judgeFailures() {
    for p in products.indices {
      let id = products[p].id
      guard let failure = model.failures[id] else { continue }
      builder.group = p
      if let condition = failure.condition, let state = products[p].failureState {
        var holds = self.condition(condition, declaration: failure.declaration)
        if let closed = products[p].closed {
          holds = builder.apply(.and, holds, builder.apply(.not, closed))
        }
        let fires = builder.apply(.select, holds, month, builder.constant(Self.never))
        products[p].failure = builder.apply(.minimum, state, fires)
      }
      guard let fired = products[p].failure else { continue }
      let has = builder.apply(.lessOrEqual, fired, month)
      note(.failed, p, has)
      note(.failureMonth, p, builder.apply(.select, has, fired, builder.constant(.nan)))
    }
  }

  /// The users of a product at the month's end.
  mutating func users(_ id: ProductID) -> Term {
    current[MetricReference(.users, of: id)] ?? builder.constant(0)
  }

  /// Each person once. Declared pairs are taken off; undeclared ones not at all, or as far as they can be (Fréchet: at most the
  /// smaller of the two), but never below the largest product.
  mutating func people(
    at users: (inout ScenarioPlanner, ProductID) -> Term, atLeast: Bool
  ) -> Term {
    let ids = model.productIDs
    let counts = ids.map { users(&self, $0) }
    var sum = builder.sum(counts)
    var declared = Set<SIMD2<Int32>>()
    for overlap in model.overlaps {
      let (i, j) = (overlap.of.rawValue, overlap.with.rawValue)
      guard declared.insert(SIMD2(min(i, j), max(i, j))).inserted else { continue }
      let (x, declaration) = value(overlap.share)
      let both = builder.apply(
        .multiply, share(x, declaration), counts[Int(overlap.of.rawValue)])
      sum = builder.apply(.subtract, sum, both)
    }
    guard atLeast else { return sum }
    var largest = builder.constant(0)
    for count in counts { largest = builder.apply(.maximum, largest, count) }
    guard ids.count <= 30 else { return largest }
    for i in ids.indices {
      for j in ids.indices where j > i && !declared.contains(SIMD2(Int32(i), Int32(j))) {
        sum = builder.apply(
          .subtract, sum, builder.apply(.minimum, counts[i], counts[j]))
      }
    }
    return builder.apply(.maximum, largest, sum)
  }
}
