import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// What questions suppose, beside models in which it is so.
@Suite struct SuppositionTests {
  /// The portfolio's value at the end and the users of all products at the end, by trial.
  private func ends(of model: Model, supposing number: Int32?) throws -> [[Double]] {
    var model = model
    let end = model.graph.add(.horizon)
    let asked = ([nil] + model.productIDs.map { Optional($0) }).map { product in
      var reference = MetricReference(product == nil ? .value : .users, of: product)
      reference.supposition = number
      return model.graph.add(.at, model.graph.add(reference), end)
    }
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: 20, seed: 5), control: RunControl())
    return asked.indices.map { results.values[planned.outputs[$0]][0] }
  }

  private func expectEqual(_ a: [[Double]], _ b: [[Double]], _ name: String) {
    for (x, y) in zip(a, b) {
      for (p, q) in zip(x, y) {
        #expect(abs(p - q) <= 1e-9 * max(1, abs(q)), "\(name): \(p), expected \(q)")
      }
    }
  }

  @Test(
    "Without the redirections of a product: as if they weren't declared (1e-9)", arguments: 0..<4)
  func withoutRedirections(group: UInt64) throws {
    for seed in 0..<10 {
      let number = 70_000 + group * 100 + UInt64(seed)
      var model = GeneratedPortfolio(seed: number, isUncertain: true, reacts: true).model
      let redirections = model[.plan].actions.compactMap { action -> Redirection? in
        if case .redirect(let r) = action { r } else { nil }
      }
      guard let first = redirections.first else { continue }
      let target = seed.isMultiple(of: 2) ? first.target : nil
      let supposition = model.number(
        of: .withoutRedirections(from: first.source, to: target))
      var otherwise = model
      otherwise[.plan].actions.removeAll {
        guard case .redirect(let r) = $0 else { return false }
        return r.source == first.source && (target == nil || r.target == target)
      }
      // A plan without any action is not the default.
      guard !otherwise[.plan].actions.isEmpty else { continue }
      expectEqual(
        try ends(of: model, supposing: supposition), try ends(of: otherwise, supposing: nil),
        "portfolio \(number)")
    }
  }

  @Test("Acting later: as if every time were later (1e-9)", arguments: 0..<4)
  func delayed(group: UInt64) throws {
    for seed in 0..<10 {
      let number = 80_000 + group * 100 + UInt64(seed)
      var model = GeneratedPortfolio(
        seed: number, isUncertain: true, reacts: !seed.isMultiple(of: 3)
      ).model
      let months = 1 + seed % 3
      let supposition = model.number(of: .delayed(months: months))
      var later = model
      func shifted(_ id: ExpressionID) -> ExpressionID {
        later.graph.add(.add, id, later.graph.add(constant: Double(months)))
      }
      func shift(_ timing: inout Timing) {
        timing.from = timing.from.map { shifted($0) }
        timing.until = timing.until.map { shifted($0) }
      }
      later[.plan].actions = model[.plan].actions.map { action in
        switch action {
        case .redirect(var r):
          shift(&r.timing)
          return .redirect(r)
        case .integrate(var i):
          shift(&i.timing)
          return .integrate(i)
        case .close(var c):
          c.month = shifted(c.month)
          return .close(c)
        case .reallocate(var r):
          shift(&r.timing)
          return .reallocate(r)
        }
      }
      expectEqual(
        try ends(of: model, supposing: supposition), try ends(of: later, supposing: nil),
        "portfolio \(number)")
      // And nothing is supposed of what is asked plainly.
      expectEqual(
        try ends(of: model, supposing: nil),
        try ends(
          of: GeneratedPortfolio(
            seed: number, isUncertain: true, reacts: !seed.isMultiple(of: 3)
          ).model, supposing: nil),
        "portfolio \(number)")
    }
  }
}
