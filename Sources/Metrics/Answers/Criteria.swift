package import Portfolio
package import Quantities

/// A failure's own criteria, held against what was measured.
enum Criteria {
  /// When the criteria of a product's failure were met in fact; nil where it has no criteria.
  ///
  /// `for N months` counts the months from the first measured month in which the condition held: between two measured months
  /// in which it held it is taken to have held.
  static func finding(of product: ProductID, in model: Model, points: [Observation.Point])
    -> CriteriaFinding?
  {
    guard let failure = model.failures[product], let condition = failure.condition else {
      return nil
    }
    let steps = model.graph.reachable(from: [condition])
    for id in steps {
      let expression = model.graph[id]
      switch expression.operation {
      case .draw: return .notMeasured(text: failure.text)
      case .metric:
        let reference = model.graph.metrics[Int(expression.a)]
        guard reference.product == product, reference.kind == .users else {
          return .notMeasured(text: failure.text)
        }
      default: break
      }
    }
    var runs: [ExpressionID: Int] = [:]
    for (index, point) in points.enumerated() {
      let month = model.monthNumber(point.month).map(Double.init) ?? .nan
      let values = model.values(of: steps, month: month) { id, operands in
        switch model.graph[id].operation {
        case .metric: return point.value
        case .sustained:
          guard operands[0] != 0 else {
            runs[id] = nil
            return 0
          }
          let start = runs[id] ?? point.month.ordinal
          runs[id] = start
          return Double(point.month.ordinal - start + 1) >= operands[1] ? 1 : 0
        default: return nil
        }
      }
      if values[condition] == 1 { return .met(index: index, text: failure.text) }
    }
    return .notMet(text: failure.text)
  }
}

extension Action {
  /// The product an action is about: whose users, features or money it moves.
  package var source: ProductID {
    switch self {
    case .redirect(let r): r.source
    case .integrate(let i): i.source
    case .close(let c): c.product
    case .reallocate(let r): r.source
    }
  }

  /// The product it moves them to.
  package var target: ProductID? {
    switch self {
    case .redirect(let r): r.target
    case .integrate(let i): i.target
    case .close: nil
    case .reallocate(let r): r.target
    }
  }

  /// `true` iff the action touches the product.
  package func touches(_ product: ProductID) -> Bool { source == product || target == product }
}
