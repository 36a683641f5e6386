import Quantities

@testable import Engine

/// A plan without a portfolio: draws of many shapes, straight to the outputs.
enum StreamedPlan {
  /// By name, the output's position.
  static let names = [
    "normal", "skewed", "heavy", "uniform", "clamped", "rare", "count", "constant", "far", "series",
  ]

  /// The plan.
  static let plan: Plan = {
    var steps: [AnswerStep] = []
    func push(_ form: AnswerStep.Form, isSeries: Bool = false) -> Int {
      steps.append(AnswerStep(form, isSeries: isSeries))
      return steps.count - 1
    }
    func draw(_ name: String, _ distribution: Distribution, isMonthly: Bool = false) -> Int {
      let part = DrawSource.Part(key: StreamKey(path: name), weight: 1)
      return push(
        .draw(DrawSource(parts: [part], distribution: distribution, isMonthly: isMonthly)),
        isSeries: isMonthly)
    }
    let normal = draw("normal", .normal(mean: 10, deviation: 2))
    let skewed = draw("skewed", .lognormal(mu: 3, sigma: 2))
    let heavy = push(.operation(.divide, [normal, draw("u", .uniform(low: -1, high: 1))]))
    let uniform = draw("uniform", .uniform(low: -5, high: -4))
    let zero = push(.constant(0))
    let clamped = push(
      .operation(.maximum, [zero, draw("clamped", .normal(mean: 0.3, deviation: 1))]))
    let isRare = push(.operation(.less, [uniform, push(.constant(-4.99))]))
    let rare = push(.operation(.given, [skewed, isRare]))
    let count = draw("count", .poisson(mean: 30))
    let constant = push(.constant(7))
    let far = push(.operation(.add, [normal, push(.constant(1e9))]))
    let series = draw("series", .gamma(shape: 2, scale: 3), isMonthly: true)
    return Plan(
      months: 2, scenarios: [], steps: steps,
      outputs: [
        normal, skewed, heavy, uniform, clamped, rare, count, constant, far, series,
      ])
  }()

  static let details = [SummaryDetail](repeating: .percentiles, count: names.count)

  static func run(
    _ range: Range<Int>, seed: UInt64 = 5, threads: Int = 2, isExact: Bool = false
  ) -> RunSummary {
    Executor.summarise(
      plan, RunSettings(firstTrial: range.lowerBound, trials: range.count, seed: seed),
      RunRequest(details: details, isExact: isExact), control: RunControl(threads: threads))
  }

  /// The trials of an output; of a series at its last month.
  static func values(_ trials: Int, seed: UInt64 = 5) -> [[Double]] {
    let result = Executor.run(
      plan, RunSettings(trials: trials, seed: seed), control: RunControl(threads: 2))
    return result.values.map { $0.last ?? [] }
  }
}

extension RunSummary {
  /// All numbers of the summaries, as bits.
  var bits: [[UInt64]] {
    columns.joined().map { column in
      ([
        Double(column.trials), Double(column.of), column.mean, column.deviation, column.minimum,
        column.maximum, column.meanError,
      ] + column.percentiles.flatMap { [$0.value, $0.lower, $0.upper, $0.error] }).map {
        $0.isNaN ? 0 : $0.bitPattern
      }
    }
  }
}

extension RunPart {
  /// As it is written.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    write(to: &writer)
    return writer.bytes
  }
}
