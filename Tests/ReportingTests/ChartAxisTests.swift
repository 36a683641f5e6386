import Quantities
import Testing

@testable import Reporting

@Suite("Scales with round numbers")
struct ChartAxisTests {
  private func axis(
    _ low: Double, _ high: Double, most: Int = 5, zero: Bool = false,
    _ measure: ChartMeasure = ChartSamples.users
  ) -> ChartAxis {
    ChartAxis(from: low, to: high, most: most, includesZero: zero, measure)
  }

  @Test("Ticks are 1, 2 or 5 times a power of ten apart, in the units of the user")
  func round() {
    #expect(
      axis(0, 1.3e6).ticks.map(\.label) == ["0 users", "500k users", "1M users", "1.5M users"])
    #expect(axis(0, 97).ticks.map(\.value) == [0, 20, 40, 60, 80, 100])
    #expect(axis(1e9, 1.004e9).ticks.map(\.label).contains("1.002B users"))
    let money = ChartMeasure(Dimension(.currency("USD")) / .time)
    #expect(axis(-2.4e6, 5e6, most: 4, money).ticks.map(\.label).first == "-$4M/month")
    #expect(axis(0.02, 0.09, ChartMeasure(.none, Presentation(.share))).ticks.last?.label == "10%")
  }

  @Test("Multiples are exact, so that 0.3 is no 0.30000000000000004")
  func exact() {
    #expect(
      axis(0, 0.7, most: 7, ChartMeasure(.none)).ticks.map(\.value) == [
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,
      ])
    #expect(RoundStep(atLeast: 0.0301, isWhole: false) == RoundStep(atLeast: 0.05, isWhole: false))
    #expect(RoundStep(atLeast: 6, isWhole: false).value == 10)
  }

  @Test("Bars begin at zero; lines do unless more than half of the scale were empty")
  func zero() {
    #expect(axis(900, 1000, zero: true).low == 0)
    #expect(axis(900, 1000).low == 900)
    #expect(axis(300, 1000).low == 0)
    #expect(axis(-1000, -300).high == 0)
    #expect(axis(-1000, -900, zero: true).high == 0)
  }

  @Test(
    "Every number has a scale",
    arguments: [
      (0.0, 0.0), (5, 5), (-3, -3), (1e-300, 2e-300), (-1e300, 1e300), (1e15, 1e15 + 1), (.nan, 1),
      (-.infinity, .infinity), (7, 3), (0, .leastNonzeroMagnitude), (1.7e308, 1.7e308),
    ])
  func extremes(low: Double, high: Double) {
    for zero in [true, false] {
      let scale = axis(low, high, zero: zero)
      #expect(scale.low < scale.high && scale.low.isFinite && scale.high.isFinite)
      #expect(!scale.ticks.isEmpty && scale.ticks.count < 12)
      #expect((0...100).contains(scale.place(low, on: 100)))
      #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
    }
  }

  @Test("Months have their names, as many as there is room for")
  func months() {
    func labels(_ last: Int, _ start: CalendarMonth?, _ length: Int) -> [String] {
      ChartAxis(months: last, start: start, length: length) { $0.count }.ticks.map(\.label)
    }
    #expect(
      labels(24, ChartSamples.july, 60) == [
        "2023-06", "2023-10", "2024-02", "2024-06", "2024-10", "2025-02", "2025-06",
      ])
    #expect(labels(24, ChartSamples.july, 20) == ["2023-06", "2024-06", "2025-06"])
    #expect(labels(3, nil, 60) == ["month 0", "month 1", "month 2", "month 3"])
    #expect(labels(1200, nil, 30).count <= 4)
    #expect(labels(1, nil, 1) == ["month 0", "month 1"])
  }
}
