import Metrics
import Testing

@Suite("PELT")
struct PeltTests {
  @Test("The Nile breaks once, after 1898; means 1097.75 and 849.97222 (5e-6)")
  func nile() throws {
    let found = try #require(Segmentation.pelt(nileFlow))
    #expect(found.breaks == [28])
    #expect(agree(found.means, [1097.75, 849.97222], within: 5e-6))
    #expect(agree(found.deviation, 118.31638803, within: 1e-8))
    guard
      case .detected(index: 28, onset: 28, statistic: let change) =
        Detection.pelt(nileFlow).verdict
    else {
      Issue.record("not detected at 28")
      return
    }
    #expect(agree(change, (849.972222 - 1097.75) / 118.316388, within: 1e-6))
    #expect(Detection.pelt(nileFlow).falseAlarm == nil)
  }

  @Test("Special series")
  func special() {
    #expect(Segmentation.pelt([]) == nil)
    #expect(Segmentation.pelt([1]) == nil)
    #expect(Segmentation.pelt([1, 1, 1]) == nil)
    #expect(Segmentation.pelt([1, .nan, 1]) == nil)
    #expect(Segmentation.pelt([1, 2, 1], penaltyPerBreak: 0) == nil)
    #expect(Detection.pelt([1, 2, 3]).verdict == .tooFew(have: 3, need: 12))
  }

  @Test("A clean step is found exactly; upwards it is no failure")
  func step() {
    let low = [Double](repeating: 4, count: 9)
    let high = [Double](repeating: 9, count: 8)
    #expect(Segmentation.pelt(high + low)?.breaks == [8])
    #expect(Segmentation.pelt(high + low)?.means == [9, 4])
    #expect(Detection.pelt(high + low).isDetected)
    #expect(!Detection.pelt(low + high).isDetected)
  }

  @Test("PELT equals optimal partitioning, breaks and cost, on 400 random series")
  func equality() {
    var random = MeasurementRandom(seed: 3)
    var broken = 0
    for _ in 0..<400 {
      let count = Int.random(in: 2...90, using: &random)
      let rounded = Bool.random(using: &random)
      let penalty = Double.random(in: 0.2...4, using: &random)
      var level = 0.0
      let values = (0..<count).map { _ in
        if Int.random(in: 0..<12, using: &random) == 0 {
          level = Double.random(in: -6...6, using: &random)
        }
        let value = level + random.normal()
        return rounded ? value.rounded() : value
      }
      let quick = Segmentation.pelt(values, penaltyPerBreak: penalty)
      #expect(quick == Segmentation.optimalPartitioning(values, penaltyPerBreak: penalty))
      if let quick, !quick.breaks.isEmpty { broken += 1 }
    }
    #expect(broken > 200)
  }

  @Test("The cost is the least of all 2¹⁰ segmentations of short series (1e-9)")
  func exhaustive() throws {
    var random = MeasurementRandom(seed: 11)
    for _ in 0..<20 {
      let values = (0..<11).map { index in random.normal() + (index < 5 ? 3 : 0) }
      let found = try #require(Segmentation.pelt(values, penaltyPerBreak: 1))
      let penalty = 2.3978952727983707  // ln 11
      let scale = found.deviation * found.deviation
      var least = Double.infinity
      for mask in 0..<1024 {
        let bounds = [0] + (1...10).filter { mask & (1 << ($0 - 1)) != 0 } + [11]
        let cost = zip(bounds, bounds.dropFirst()).reduce(0.0) { sum, stretch in
          let part = values[stretch.0..<stretch.1]
          let mean = part.reduce(0, +) / Double(part.count)
          return sum + part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / scale
        }
        least = min(least, cost + penalty * Double(bounds.count - 2))
      }
      #expect(agree(found.cost, least, within: 1e-9))
    }
  }
}
