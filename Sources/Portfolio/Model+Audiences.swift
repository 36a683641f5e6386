package import Quantities

extension Model {
  /// By the position of each redirection: that of the one whose audience it offers to.
  ///
  /// A redirection without a share that begins when the only other one of its source to end at that time ends (`until Feedly.failure`,
  /// then `from Feedly.failure`) takes over what is left of that one's audience: the two never work in one month. Every other
  /// redirection has an audience of its own.
  package static func audiences(of redirections: [Redirection]) -> [Int] {
    var earlier = [Int?](repeating: nil, count: redirections.count)
    for (e, next) in redirections.enumerated() where next.clauses[.share] == nil {
      guard let from = next.timing.from else { continue }
      let ending = redirections.indices.filter {
        $0 != e && redirections[$0].source == next.source && redirections[$0].timing.until == from
          && redirections[$0].timing.delay == next.timing.delay
      }
      if ending.count == 1 { earlier[e] = ending[0] }
    }
    return redirections.indices.map { e in
      var first = e
      var seen: Set<Int> = [e]
      while let before = earlier[first] {
        // Two that hand over to one another have one audience: that of the one declared first.
        guard seen.insert(before).inserted else { return seen.min() ?? e }
        first = before
      }
      return first
    }
  }

  /// A time as the month in which a product fails and so many months after it, or as a month's number; nil for other times. The
  /// date of a dated failure is taken for it.
  package func fixedTime(_ id: ExpressionID) -> (failure: ProductID?, months: Double)? {
    fixedTime(id, depth: products.count)
  }

  private func fixedTime(_ id: ExpressionID, depth: Int) -> (failure: ProductID?, months: Double)? {
    let expression = graph[id]
    switch expression.operation {
    case .constant: return (nil, expression.value)
    case .metric:
      let reference = graph.metrics[Int(expression.a)]
      guard reference.kind == .failureMonth, reference.scenario == nil,
        let product = reference.product
      else { return nil }
      guard depth > 0, let dated = failures[product]?.month else { return (product, 0) }
      return fixedTime(dated, depth: depth - 1) ?? (product, 0)
    case .add:
      guard let a = fixedTime(expression.operands[0], depth: depth),
        let b = fixedTime(expression.operands[1], depth: depth),
        a.failure == nil || b.failure == nil
      else { return nil }
      return (a.failure ?? b.failure, a.months + b.months)
    default: return nil
    }
  }

  /// The first month of an action and the first without it, as far as they are fixed before the trials; no end for one that
  /// lasts.
  package func fixedMonths(of timing: Timing, source: ProductID) -> (
    from: (failure: ProductID?, months: Double)?, until: (failure: ProductID?, months: Double)?
  ) {
    var from: (failure: ProductID?, months: Double)?
    if let stated = timing.from {
      from = fixedTime(stated)
    } else if let failure = failures[source] {
      from = failure.month.flatMap { fixedTime($0) } ?? (source, 0)
      from?.months += 1
    } else {
      from = (nil, 1)
    }
    return (from, timing.until.flatMap { fixedTime($0) })
  }

  /// The products whose dated failures a product's dated failure hangs on.
  package func failuresDating(_ product: ProductID) -> [ProductID] {
    guard let month = failures[product]?.month else { return [] }
    var found: [ProductID] = []
    for id in graph.reachable(from: [month]) where graph[id].operation == .metric {
      let reference = graph.metrics[Int(graph[id].a)]
      if let other = reference.product, failures[other]?.month != nil { found.append(other) }
    }
    return found
  }
}
