import Engine
import Portfolio
import Quantities

/// When actions begin, how far they are, and when they end.
extension ScenarioPlanner {
  /// The first month of an action: as stated, else the month after its source's failure, else month 1.
  mutating func start(_ timing: Timing, source: ProductID) -> Term {
    let delay = builder.constant(Double(timing.delay))
    if let from = timing.from { return builder.apply(.add, monthNumber(from), delay) }
    if let fired = products[Int(source.rawValue)].failureState {
      return builder.apply(.add, builder.apply(.add, fired, builder.constant(1)), delay)
    }
    return builder.apply(.add, builder.constant(1), delay)
  }

  /// Months since the start, this one included.
  mutating func elapsed(_ start: Term) -> Term {
    builder.apply(.add, builder.apply(.subtract, month, start), builder.constant(1))
  }

  /// 1 before the month in which an action ends.
  mutating func lasting(_ timing: Timing) -> Term {
    guard let until = timing.until else { return builder.constant(1) }
    let end = builder.apply(.add, monthNumber(until), builder.constant(Double(timing.delay)))
    return builder.apply(.less, month, end)
  }

  mutating func span(_ timing: Timing) -> (over: Term, steepness: Term) {
    (
      timing.over.map { time($0) } ?? builder.constant(1),
      // At 0 a steep ramp has no shape; next to it, it is a straight line.
      timing.ramp.steepness.map { builder.apply(.maximum, builder.constant(1e-6), time($0)) }
        ?? builder.constant(1)
    )
  }
}
