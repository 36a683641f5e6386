import Engine
import Quantities
import Synchronization
import Testing

/// Variants of a run's draws: streams replaced, draws held.
@Suite struct DrawVariantTests {
  private static let keys = [StreamKey(path: "x"), StreamKey(path: "y")]
  private static let normal = Distribution.normal(mean: 0, deviation: 1)

  /// x, and y with the correlation 0.6 (of scores) with it, as two outputs.
  private static let plan: Plan = {
    let x = DrawSource(
      parts: [.init(key: keys[0], weight: 1)], distribution: normal, isMonthly: false)
    let y = DrawSource(
      parts: [.init(key: keys[0], weight: 0.6), .init(key: keys[1], weight: 0.8)],
      distribution: normal, isMonthly: false)
    return Plan(
      months: 0, scenarios: [],
      steps: [AnswerStep(.draw(x), isSeries: false), AnswerStep(.draw(y), isSeries: false)],
      outputs: [0, 1], keys: keys + keys.map { DrawVariant.second($0) })
  }()

  /// By variant, the values of both outputs over 4,096 points.
  private func values(_ variants: [DrawVariant], threads: Int = 1) -> [[[Double]]] {
    let run = Executor.run(
      Self.plan, seed: 3, variants: variants, blocks: 16, control: RunControl(threads: threads),
      from: [[[Double]]]()
    ) { _, outputs, block in block.append(outputs.map { Array($0) }) }
    return variants.indices.map { variant in
      (0..<2).map { output in run.blocks.flatMap { $0[variant][output] } }
    }
  }

  private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let summary = Summary(values)
    return (summary.mean, summary.deviation)
  }

  private func held(_ output: Int, _ level: DrawVariant.Held.Level) -> DrawVariant {
    DrawVariant(
      held: .init(key: Self.keys[output], parts: Self.plan.sources[output].parts, level: level))
  }

  @Test func `what is held stays, and what is correlated follows`() {
    let z = 1.6448536269514722
    let found = values([held(0, .probability(0.95)), held(1, .probability(0.05))])
    #expect(found[0][0].allSatisfy { abs($0 - z) < 1e-12 })
    let follower = moments(found[0][1])
    #expect(abs(follower.mean - 0.6 * z) < 2e-3 && abs(follower.deviation - 0.8) < 5e-3)
    #expect(found[1][1].allSatisfy { abs($0 + z) < 1e-12 })
    let leader = moments(found[1][0])
    #expect(abs(leader.mean + 0.6 * z) < 2e-3 && abs(leader.deviation - 0.8) < 5e-3)
  }

  @Test func `replaced streams are others, and spread alike`() {
    let all = Set(Self.keys)
    let found = values([
      DrawVariant(), DrawVariant(replaced: all), DrawVariant(replaced: [Self.keys[1]]),
    ])
    #expect(found[2][0] == found[0][0])
    #expect(found[1][0] != found[0][0])
    let correlation = zip(found[0][0], found[1][0]).reduce(0) { $0 + $1.0 * $1.1 } / 4096
    #expect(abs(correlation) < 0.01)
    for output in 0..<2 {
      let (mean, deviation) = moments(found[1][output])
      #expect(abs(mean) < 2e-3 && abs(deviation - 1) < 5e-3)
    }
  }

  @Test func `points hold one value a block, and with their weights spread as the draw does`() {
    let points = (0..<32).map { held(0, .point($0)) }
    let found = values(points)
    let uniforms = UniformSource(.sobol, seed: 3, trials: 4096, keys: Self.plan.keys)
    var (sum, squares, weights) = (0.0, 0.0, 0.0)
    for (point, values) in found.enumerated() {
      for block in 0..<16 {
        let own = Set(values[0][256 * block..<256 * (block + 1)])
        #expect(own.count == 1)
        let weight = DrawVariant.weight(
          ofPoint: point, block: block, Self.keys[0], isMonthly: false, uniforms)
        sum += weight * (own.first ?? .nan)
        squares += weight * (own.first ?? .nan) * (own.first ?? .nan)
        weights += weight
      }
    }
    #expect(abs(sum / weights) < 0.01)
    #expect(abs(squares / weights - 1) < 0.02)
  }

  @Test func `the same on any number of threads, and whole blocks where it is stopped`() {
    let variants = [DrawVariant(), held(0, .point(1)), DrawVariant(replaced: [Self.keys[0]])]
    #expect(values(variants) == values(variants, threads: 3))
    let asked = Atomic(0)
    let control = RunControl(
      shouldStop: {
        asked.wrappingAdd(1, ordering: .relaxed).oldValue > 20 ? .interrupted : nil
      })
    let run = Executor.run(
      Self.plan, seed: 3, variants: variants, blocks: 64, control: control, from: 0
    ) { _, _, count in count += 1 }
    #expect(run.stopped == .interrupted)
    #expect(run.blocks.count < 64 && run.blocks.allSatisfy { $0 == 3 })
  }
}
