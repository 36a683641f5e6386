import Metrics
import Portfolio
import Quantities
import SourceText

extension Catalogue {
  /// Models of survival and of growth.
  static let models: [Builtin] = [
    Builtin(
      "sbg_fit", ["survival"], .measurement,
      "the shifted-beta-geometric model of the greatest likelihood for the shares of a cohort still there after renewals 1, 2, 3 and on: each customer leaves at every renewal with a constant probability of their own, drawn from Beta(alpha, beta); the log-likelihood is per customer (Fader and Hardie 2007)",
      [
        .init(
          "sbg_fit([86.9%, 74.3%, 65.3%, 59.3%, 55.1%, 51.7%, 49.1%])",
          "{ alpha: 0.668088, beta: 3.80609, log_likelihood: -1.61116 }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let survival = try e.shares(a, 0, "survival")
      try e.spend(Double(survival.count) * 100, at: a.call)
      do throws(FitError) {
        let model = try ShiftedBetaGeometric.fit(survival: survival)
        return .record([
          ("alpha", e.value(model.alpha)), ("beta", e.value(model.beta)),
          ("log_likelihood", e.value(model.logLikelihood(survival: survival))),
        ])
      } catch {
        throw e.report(
          e.fitProblem(
            error, a, values: "shares", domain: "at most as large as the one before",
            unbounded:
              "nobody leaves, all leave at once, or retention doesn't rise with time, so that one rate says it all"
          ))
      }
    },
    Builtin(
      "sbg_log_likelihood", ["model", "survival"], .measurement,
      "the log-likelihood, per customer, of shares still there after renewals 1, 2, 3 and on under a shifted-beta-geometric model { alpha, beta }",
      [
        .init(
          "sbg_log_likelihood({ alpha: 1, beta: 1 }, [86.9%, 74.3%, 65.3%, 59.3%, 55.1%, 51.7%, 49.1%])",
          "-2.11555")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let model = try e.sbg(a)
      let survival = try e.shares(a, 1, "survival")
      guard let value = model.logLikelihood(survival: survival) else {
        throw e.report(
          .dataInvalid(
            "shares still there never rise, and there is at least one", e.span(a.nodes[1])))
      }
      return e.value(value)
    },
    Builtin(
      "sbg_survival", ["model", "renewals"], .measurement,
      "the share of a cohort still there after so many renewals in a shifted-beta-geometric model { alpha, beta }",
      [.init("sbg_survival({ alpha: 0.668088, beta: 3.806095 }, 12)", "37.7999%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let model = try e.sbg(a)
      return e.optionalPercent(model.survival(try e.whole(a, 1, 0...1_000_000_000)))
    },
    Builtin(
      "sbg_residual_lifetime", ["model", "discount", "renewals"], .measurement,
      "the discounted expected payments still to come from a customer after so many renewals in a shifted-beta-geometric model { alpha, beta }, in payments of one period: taken just before the next renewal, whose payment is not discounted; the discount is per period (Fader and Hardie 2010)",
      [
        .init(
          "sbg_residual_lifetime({ alpha: 0.668088, beta: 3.806095 }, 10%, 7)", "7.52963")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let model = try e.sbg(a)
      let discount = try e.share(a, 1, "the discount per period")
      let renewals = try e.whole(a, 2, 0...1_000_000_000)
      return e.value(
        model.discountedResidualLifetime(discount: discount, afterRenewals: renewals))
    },
    Builtin(
      "bass", ["market", "innovation", "imitation", "periods"], .measurement,
      "adopters so far after periods 1, 2, 3 and on in the Bass model, as { period, discrete, continuous }: the discrete recursion N + (p + q N/m)(m − N), and the continuous curve m (1 − e^−(p+q)t)/(1 + q/p e^−(p+q)t) (Bass 1969)",
      [
        .init(
          "bass(1_000 users, 0.03, 0.38, 3)[3]",
          "{ period: 3, discrete: 122.843 users, continuous: 150.5 users }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let market = try e.quantity(a, 0)
      let m = try e.number(a, 0)
      let p = try e.pure(a, 1, "the coefficient of innovation")
      let q = try e.pure(a, 2, "the coefficient of imitation")
      let periods = try e.whole(a, 3, 1...100_000)
      try e.checkSize(periods, at: a.call)
      guard let model = BassModel(market: m, innovation: p, imitation: q) else {
        let wrong = m > 0 ? p > 0 ? 2 : 1 : 0
        throw e.report(
          .range(
            ["the market", "innovation", "imitation"][wrong], e.text(a.nodes[wrong]),
            wrong == 2 ? "0 or more" : "more than 0", e.span(a.nodes[wrong])))
      }
      return .list(
        model.discreteCumulative(periods: periods).enumerated().map { i, total in
          .record([
            ("period", e.plain(Double(i + 1))), ("discrete", e.like(market, total)),
            ("continuous", e.like(market, model.cumulative(Double(i + 1)) ?? .nan)),
          ])
        })
    },
    Builtin(
      "bass_fit", ["sales"], .measurement,
      "the Bass model of least squares for the sales of periods 1, 2, 3 and on, fitted to the density m f(t): the market m, innovation p, imitation q, and the sum of squared residuals",
      [
        .init(
          "bass_fit([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890])",
          "{ m: 67.9809k, p: 0.00659396, q: 0.638091, residual: 3.70167M }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (sales, like) = try e.numbers(a, 0)
      try e.spend(Double(sales.count) * 1000, at: a.call)
      do throws(FitError) {
        let fit = try BassModel.fit(sales: sales)
        return .record([
          ("m", e.like(like, fit.model.market)), ("p", e.value(fit.model.innovation)),
          ("q", e.value(fit.model.imitation)),
          ("residual", e.value(fit.residual, like.dimension.raised(to: 2))),
        ])
      } catch {
        throw e.report(
          e.fitProblem(
            error, a, values: "periods of sales", domain: "a number of sales, 0 or more",
            unbounded:
              "the best market runs beyond a thousand times what was sold; sales before their peak don't tell the market from the speed"
          ))
      }
    },
  ]
}

extension Evaluator {
  /// The shifted-beta-geometric model of a record.
  fileprivate mutating func sbg(_ a: Arguments) throws(Failure) -> ShiftedBetaGeometric {
    var parameters: [Double] = []
    for name in ["alpha", "beta"] {
      let value = try field(a, 0, name, "a model { alpha, beta }")
      let number = try certain(
        try quantity(value, at: a.nodes[0], place: .number(name)), at: a.nodes[0])
      guard number > 0, number.isFinite else {
        throw report(
          .range("`\(name)`", "\(number)", "a number above 0", span(a.nodes[0])))
      }
      parameters.append(number)
    }
    guard let model = ShiftedBetaGeometric(alpha: parameters[0], beta: parameters[1]) else {
      throw Failure()
    }
    return model
  }
}
