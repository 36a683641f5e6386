package import Quantities

/// What a question supposes to be otherwise in a scenario, to compare it with.
package enum Supposition: Hashable, Sendable {
  /// Nobody is redirected from the product; or, where one is named, not to that target.
  case withoutRedirections(from: ProductID, to: ProductID?)
  /// Every action that `baseline` doesn't have begins and ends so many months later.
  case delayed(months: Int)

  /// The actions that are left, changed as supposed. `committed` are those of `baseline`.
  func applied(to actions: [Action], committed: [Action]) -> [Action] {
    switch self {
    case .withoutRedirections(let source, let target):
      return actions.filter {
        guard case .redirect(let r) = $0 else { return true }
        return r.source != source || target != nil && r.target != target
      }
    case .delayed(let months):
      let kept = Set(committed)
      return actions.map { action in
        if kept.contains(action) { return action }
        switch action {
        case .redirect(var r):
          r.timing.delay += months
          return .redirect(r)
        case .integrate(var i):
          i.timing.delay += months
          return .integrate(i)
        case .close(var c):
          c.delay += months
          return .close(c)
        case .reallocate(var r):
          r.timing.delay += months
          return .reallocate(r)
        }
      }
    }
  }
}

extension Model {
  /// The number of a supposition, by which metrics refer to it.
  package mutating func number(of supposition: Supposition) -> Int32 {
    if let known = suppositions.firstIndex(of: supposition) { return Int32(known) }
    suppositions.append(supposition)
    return Int32(suppositions.count - 1)
  }

  /// The scenario that a metric is of: the one it names or else the default one, with what it supposes, as a scenario of its own that
  /// is added where it is missing.
  package mutating func scenario(of reference: MetricReference) -> ScenarioID {
    let base = reference.scenario ?? defaultScenario
    guard let number = reference.supposition, suppositions.indices.contains(Int(number)) else {
      return base
    }
    let supposition = suppositions[Int(number)]
    let known = scenarios.firstIndex { $0.supposition == supposition && $0.extends == base }
    if let known { return ScenarioID(rawValue: Int32(known)) }
    var supposed = Scenario(name: "a part of \(self[base].name)", extends: base)
    supposed.supposition = supposition
    scenarios.append(supposed)
    return ScenarioID(rawValue: Int32(scenarios.count - 1))
  }
}
