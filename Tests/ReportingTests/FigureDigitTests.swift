import Metrics
import Testing

@testable import Reporting

@Suite("As many digits as a figure deserves")
struct FigureDigitTests {
  private func estimate(_ mean: Double, _ low: Double, _ high: Double, error: Double) -> Estimate {
    var e = Estimate([mean, mean])
    (e.low, e.high, e.meanError) = (low, high, error)
    return e
  }

  @Test("Three for a wide interval, one more for each tenth that it is narrower, six at the most")
  func interval() {
    #expect(FigureText.digits(estimate(1e9, 0.5e9, 2e9, error: 1e6)) == 3)
    #expect(FigureText.digits(estimate(1e9, 0.97e9, 1.03e9, error: 1e5)) == 4)
    #expect(FigureText.digits(estimate(1e9, 0.999e9, 1.001e9, error: 1e3)) == 5)
    #expect(FigureText.digits(estimate(1e9, 1e9 - 1, 1e9 + 1, error: 0.01)) == 6)
    #expect(FigureText.digits(estimate(-1e-9, -2e-9, -0.5e-9, error: 1e-13)) == 3)
  }

  @Test("None whose unit is a tenth of the standard error or less, but two at least")
  func error() {
    #expect(FigureText.digits(estimate(1.2, 0.5, 2, error: 0.01)) == 3)
    #expect(FigureText.digits(estimate(1.2, 0.5, 2, error: 0.1)) == 2)
    #expect(FigureText.digits(estimate(9.8, 5, 20, error: 0.3)) == 2)
    #expect(FigureText.digits(estimate(9.8, 5, 20, error: 0.05)) == 3)
    #expect(FigureText.digits(estimate(1.2, -9, 11, error: 5)) == 2)
  }

  @Test("Nothing to judge by: three")
  func none() {
    #expect(FigureText.digits(estimate(0, -1, 1, error: 0.1)) == 3)
    #expect(FigureText.digits(Estimate([])) == 3)
    #expect(FigureText.digits(Estimate([.nan])) == 3)
    #expect(FigureText.digits(estimate(.leastNonzeroMagnitude, 0, 1e-300, error: 0)) >= 2)
    #expect(FigureText.digits(estimate(1.7e308, 1e308, 1.75e308, error: 0)) == 3)
  }
}
