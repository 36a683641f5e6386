import Portfolio
import Quantities
import Syntax

extension Catalogue {
  static let distributions: [Builtin] = [
    Builtin(
      "normal", ["mean", "sd"], .distributions,
      "a normal quantity with this mean and standard deviation",
      [.init("mean(normal(10, 2))", "10")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1]) { (v) throws(DistributionError) in
        try Distribution.normal(mean: v[0], deviation: v[1]).validated()
      }
    },
    Builtin(
      "lognormal", ["mean", "sd"], .distributions,
      "a positive quantity whose logarithm is normal, with this mean and standard deviation",
      [.init("deviation(lognormal(10 users, 2 users))", "2 users")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1]) { (v) throws(DistributionError) in
        try Distribution.lognormal(mean: v[0], deviation: v[1])
      }
    },
    Builtin(
      "uniform", ["low", "high"], .distributions, "a quantity anywhere from low to high alike",
      [.init("quantile(uniform(10, 20), 90%)", "19")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1]) { (v) throws(DistributionError) in
        try Distribution.uniform(low: v[0], high: v[1]).validated()
      }
    },
    Builtin(
      "triangular", ["low", "likely", "high"], .distributions,
      "a quantity from low to high whose density rises to the likely value and falls after it",
      [.init("mean(triangular(2, 5, 12))", "6.33333")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1, 2]) { (v) throws(DistributionError) in
        try Distribution.triangular(low: v[0], mode: v[1], high: v[2]).validated()
      }
    },
    Builtin(
      "pert", ["low", "likely", "high"], .distributions,
      "a smooth quantity from low to high with a likely value: a scaled beta of mean (low + 4 likely + high)/6",
      [.init("mean(pert(2, 5, 12))", "5.66667"), .init("quantile(pert(2, 5, 12), 5%)", "2.95704")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1, 2]) { (v) throws(DistributionError) in
        try Distribution.pert(low: v[0], likely: v[1], high: v[2])
      }
    },
    Builtin(
      "beta", ["a", "b"], .distributions,
      "a share with a beta distribution: a − 1 successes and b − 1 failures seen",
      [.init("mean(beta(4, 6))", "40%")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: nil, [0, 1], kind: .share) { (v) throws(DistributionError) in
        try Distribution.beta(alpha: v[0], beta: v[1]).validated()
      }
    },
    Builtin(
      "gamma", ["mean", "sd"], .distributions,
      "a positive quantity with a gamma distribution, with this mean and standard deviation",
      [.init("deviation(gamma(6, 3))", "3")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0, 1]) { (v) throws(DistributionError) in
        try Distribution.gamma(mean: v[0], deviation: v[1])
      }
    },
    Builtin(
      "bernoulli", ["probability"], .distributions, "1 with this probability, else 0",
      [.init("mean(bernoulli(30%))", "0.3")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: nil, [0]) { (v) throws(DistributionError) in
        try Distribution.bernoulli(probability: v[0]).validated()
      }
    },
    Builtin(
      "binomial", ["count", "probability"], .distributions,
      "how many of count independent tries succeed",
      [.init("mean(binomial(20, 30%))", "6")]
    ) { (e, a) throws(Evaluator.Failure) in
      let count = try e.whole(a, 0, 1...1_000_000_000)
      let probability = try e.number(a, 1)
      return try e.draw(a, like: 0, []) { (_) throws(DistributionError) in
        try Distribution.binomial(count: count, probability: probability).validated()
      }
    },
    Builtin(
      "poisson", ["mean"], .distributions, "a count of independent events with this mean",
      [.init("deviation(poisson(9))", "3")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.draw(a, like: 0, [0]) { (v) throws(DistributionError) in
        try Distribution.poisson(mean: v[0]).validated()
      }
    },
    Builtin(
      "empirical", ["list"], .distributions, "one of the list's values, each as likely as another",
      [.init("mean(empirical([1, 2, 6]))", "3")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (values, like) = try e.numbers(a, 0)
      return try e.draw(a, quantity: like, kind: nil) { () throws(DistributionError) in
        try Distribution.sample(values)
      }
    },
    Builtin(
      "truncate", ["distribution", "low", "high"], .distributions,
      "a distribution given that it lies between low and high",
      [.init("quantile(truncate(normal(0, 1), 0, 10), 50%)", "0.67449")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (draw, quantity) = try e.drawn(a, 0)
      let low = try e.aligned(quantity, e.quantity(a, 1), a.nodes[0], a.nodes[1], "`truncate`").1
      let high = try e.aligned(quantity, e.quantity(a, 2), a.nodes[0], a.nodes[2], "`truncate`").1
      let bounds = (
        try e.certain(low.expression, at: a.nodes[1]),
        try e.certain(high.expression, at: a.nodes[2])
      )
      do throws(DistributionError) {
        let cut = try Distribution.truncating(draw.distribution, low: bounds.0, high: bounds.1)
        var changed = draw
        changed.distribution = cut
        return .quantity(
          Quantity(e.model.graph.add(changed), quantity.dimension, quantity.presentation))
      } catch {
        throw e.report(.distribution(error, "`truncate`", e.span(a.call)))
      }
    },
    Builtin(
      "monthly", ["distribution"], .distributions,
      "the same distribution, drawn anew every month instead of once a trial",
      [.init("simulate 12 months\nmean(monthly(normal(5, 1)))", "5")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (draw, quantity) = try e.drawn(a, 0)
      var changed = draw
      changed.isMonthly = true
      return .quantity(
        Quantity(e.model.graph.add(changed), quantity.dimension, quantity.presentation))
    },
    Builtin(
      "deviation", ["distribution"], .distributions,
      "the standard deviation of a distribution, or of a list",
      [.init("deviation(5 to 10)", "1.54039"), .init("deviation([1, 2, 3, 4])", "1.29099")]
    ) { (e, a) throws(Evaluator.Failure) in
      if case .list = a.values[0] {
        let (values, like) = try e.numbers(a, 0)
        return e.like(like, Summary(values).deviation)
      }
      let (draw, quantity) = try e.drawn(a, 0)
      return e.like(quantity, draw.distribution.deviation)
    },
    Builtin(
      "quantile", ["distribution", "share"], .distributions,
      "the value that a share of a distribution, or of a list, lies below",
      [.init("quantile(5 to 10, 5%)", "5"), .init("quantile([1, 2, 3, 4], 50%)", "2.5")]
    ) { (e, a) throws(Evaluator.Failure) in
      let share = try e.certain(
        try e.quantity(a.values[1], at: a.nodes[1], place: .share("the share")), at: a.nodes[1])
      if case .list = a.values[0] {
        let (values, like) = try e.numbers(a, 0)
        return e.like(like, Summary(values).quantile(share))
      }
      let (draw, quantity) = try e.drawn(a, 0)
      let value = draw.distribution.quantile(share)
      guard value.isFinite else {
        throw e.report(
          .range(
            "the share", e.text(a.nodes[1]),
            "strictly between 0% and 100%: this distribution has no end there",
            e.span(a.nodes[1])))
      }
      return e.like(quantity, value)
    },
    Builtin(
      "cumulative", ["distribution", "value"], .distributions,
      "the share of a distribution that lies at a value or below it",
      [.init("cumulative(normal(0, 1), 1.6448536269514722)", "95%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (draw, quantity) = try e.drawn(a, 0)
      let at = try e.aligned(quantity, e.quantity(a, 1), a.nodes[0], a.nodes[1], "`cumulative`").1
      return e.percent(draw.distribution.cumulative(try e.certain(at.expression, at: a.nodes[1])))
    },
  ]
}

extension Evaluator {
  /// A draw from a distribution made of the certain arguments at `indices`, all in one dimension.
  mutating func draw(
    _ a: Arguments, like: Int?, _ indices: [Int], kind: Presentation.Kind? = nil,
    _ make: ([Double]) throws(DistributionError) -> Distribution
  ) throws(Failure) -> Value {
    var values: [Double] = []
    let first = try like.map { (i) throws(Failure) in try quantity(a, i) }
    for i in indices {
      var next = try quantity(a, i)
      if let first {
        next = try aligned(
          first, next, a.nodes[indices[0]], a.nodes[i], "the parameters of a distribution"
        ).1
      }
      values.append(try certain(next.expression, at: a.nodes[i]))
    }
    let fallback = Quantity(model.graph.add(constant: 0))
    return try draw(a, quantity: first ?? fallback, kind: kind) { () throws(DistributionError) in
      try make(values)
    }
  }

  mutating func draw(
    _ a: Arguments, quantity: Quantity, kind: Presentation.Kind?,
    _ make: () throws(DistributionError) -> Distribution
  ) throws(Failure) -> Value {
    do throws(DistributionError) {
      var presentation = quantity.presentation
      if let kind { presentation.kind = kind }
      let drawn = addDraw(try make(), at: a.call, quantity.dimension, presentation)
      return .quantity(Quantity(drawn, quantity.dimension, presentation))
    } catch {
      throw report(.distribution(error, "this distribution", span(a.call)))
    }
  }
}
