import Metrics
import Testing

@Suite("Increase, customer value, payoffs, stock and flow")
struct DecisionFigureTests {
  @Test("Before 0 is new, both 0 is nothing; impossible figures are refused")
  func special() throws {
    #expect(try #require(Increase(before: 0, after: 5)).relative == .new)
    #expect(try #require(Increase(before: 0, after: 0)).relative == .nothing)
    #expect(try #require(Increase(before: 0, after: 5)).monthlyRate(months: 3) == nil)
    #expect(Increase(before: -1, after: 5) == nil)
    #expect(Increase(before: 1, after: .nan) == nil)
    let fall = try #require(Increase(before: 8, after: 2))
    #expect(fall.absolute == -6)
    #expect(fall.relative == .defined(share: -0.75, multiple: 0.25))
    #expect(fall.redirectionCeiling == nil)
    #expect(agree(fall.monthlyRate(months: 2), -0.5, within: 1e-15))
    #expect(try #require(Increase(before: 8, after: 0)).monthlyRate(months: 2) == -1)
    #expect(fall.monthlyRate(months: 0) == nil)
    #expect(try #require(Increase(before: 3, after: 3)).redirectionCeiling == nil)
  }

  @Test("The article's claims: +900%, +1500%, +500%; redirection explains 1/9, 1/15, 1/5 (exact)")
  func claims() throws {
    for (before, after, share, ceiling) in [
      (1.0, 10.0, 9.0, 1.0 / 9), (0.5, 8, 15, 1.0 / 15), (2, 12, 5, 1.0 / 5),
    ] {
      let claim = try #require(Increase(before: before, after: after))
      #expect(claim.relative == .defined(share: share, multiple: share + 1))
      #expect(claim.redirectionCeiling == ceiling)
    }
    let small = try #require(Increase(before: 10, after: 12))
    #expect(small.redirectionCeiling == 1)
    #expect(small.redirectionCeiling(pool: 1) == 0.5)
    #expect(small.redirectionCeiling(pool: -1) == nil)
    let growth = try #require(Increase(before: 1, after: 10)).monthlyRate(months: 12)
    #expect(agree(growth, 0.21152765862858, within: 1e-13))
  }

  @Test("Lifetime value, both conventions (1e-12); unbounded without loss and discount")
  func lifetimeValue() throws {
    let customer = try #require(CustomerValue(margin: 10, retention: 0.8, discount: 0.1))
    #expect(agree(customer.lifetimeValue(.afterOnePeriod), 8 / 0.3, within: 1e-12))
    #expect(agree(customer.lifetimeValue(.atOnce), 11 / 0.3, within: 1e-12))
    let endless = try #require(CustomerValue(margin: 10, retention: 1, discount: 0))
    #expect(endless.lifetimeValue(.atOnce) == nil)
    #expect(CustomerValue(margin: .nan, retention: 1, discount: 0) == nil)
    #expect(CustomerValue(margin: 1, retention: 1.1, discount: 0) == nil)
    #expect(CustomerValue(margin: 1, retention: 1, discount: -0.1) == nil)
    var sum = 0.0
    for t in 0..<300 { sum += 10 * power(0.8 / 1.1, t) }
    #expect(agree(customer.lifetimeValue(.atOnce), sum, within: 1e-12))
  }

  @Test("Payback against adding up margins, and never")
  func payback() throws {
    for retention in [0, 0.5, 0.9, 0.99, 1] {
      for discount in [0, 0.01] {
        let customer = try #require(
          CustomerValue(margin: 10, retention: retention, discount: discount))
        for cost in [-1, 0, 5, 10.5, 37, 95, 400] {
          for timing in MarginTiming.allCases {
            var expected = Payback.never
            var sum = 0.0
            var margin = 10.0
            for time in 0..<200 {
              if timing == .atOnce || time > 0 { sum += margin }
              margin *= retention / (1 + discount)
              if sum >= cost {
                expected = .after(time)
                break
              }
            }
            #expect(customer.payback(cost: cost, timing: timing) == expected)
          }
        }
      }
    }
    // A cost equal to the margin at once is paid back at once; one equal to the limit never is.
    let halved = try #require(CustomerValue(margin: 10, retention: 0.5, discount: 0))
    #expect(halved.payback(cost: 10, timing: .atOnce) == .after(0))
    #expect(halved.payback(cost: 10, timing: .afterOnePeriod) == .never)
    let poor = try #require(CustomerValue(margin: -1, retention: 1, discount: 0))
    #expect(poor.payback(cost: 1, timing: .atOnce) == .never)
    #expect(poor.payback(cost: .nan, timing: .atOnce) == nil)
    #expect(MoneySeries.payback([5, 5, 5], cost: 10) == .after(2))
    #expect(MoneySeries.payback([5, 5, 5], cost: 10, monthlyRate: 0.01) == .after(3))
    #expect(MoneySeries.payback([5, -5, 5], cost: 10) == .never)
    #expect(MoneySeries.payback([], cost: 0) == .after(0))
    #expect(MoneySeries.payback([.nan], cost: 1) == nil)
  }

  @Test("Present value of a monthly series (1e-12)")
  func presentValue() {
    #expect(MoneySeries.presentValue([], monthlyRate: 0.1) == 0)
    #expect(agree(MoneySeries.presentValue([110, 121], monthlyRate: 0.1), 200, within: 1e-12))
    #expect(
      agree(MoneySeries.presentValue([100, 110], monthlyRate: 0.1, first: 0), 200, within: 1e-12))
    #expect(agree(MoneySeries.presentValue([3, 4], monthlyRate: 0), 7, within: 0))
    #expect(MoneySeries.presentValue([1], monthlyRate: -1) == nil)
    #expect(MoneySeries.presentValue([.infinity], monthlyRate: 0) == nil)
    let year = [Double](repeating: 100, count: 12)
    let annuity = 100 * (1 - power(1 / 1.01, 12)) / 0.01
    #expect(agree(MoneySeries.presentValue(year, monthlyRate: 0.01), annuity, within: 1e-10))
  }

  @Test("EVPI: expected 680, 590, 500; with perfect information 1030; worth 350 (1e-12)")
  func perfectInformation() throws {
    let table = try #require(
      PayoffTable(
        payoffs: [[1500, 300, -800], [900, 600, -200], [500, 500, 500]],
        probabilities: [0.5, 0.3, 0.2]))
    #expect(agree(table.expected, [680, 590, 500], within: 1e-12))
    #expect(table.best == 0)
    #expect(agree(table.withPerfectInformation, 1030, within: 1e-12))
    #expect(agree(table.valueOfPerfectInformation, 350, within: 1e-12))
    let sure = try #require(PayoffTable(payoffs: [[3], [4]], probabilities: [1]))
    #expect(sure.best == 1 && sure.valueOfPerfectInformation == 0)
    #expect(PayoffTable(payoffs: [], probabilities: [1]) == nil)
    #expect(PayoffTable(payoffs: [[1, 2]], probabilities: [1]) == nil)
    #expect(PayoffTable(payoffs: [[1, 2]], probabilities: [0.5, 0.6]) == nil)
    #expect(PayoffTable(payoffs: [[1, 2]], probabilities: [.nan, 0.6]) == nil)
    #expect(PayoffTable(payoffs: [[.nan]], probabilities: [1]) == nil)
  }

  @Test("Stock and flow: 1459.6399123, 1708.0109757 (5e-8), limit 2000; and the recursion (1e-9)")
  func stockAndFlow() throws {
    let stock = try #require(StockAndFlow(initial: 1000, churn: 0.05, inflow: 100))
    #expect(agree(stock.level(12), 1459.6399123, within: 5e-8))
    #expect(agree(stock.level(24), 1708.0109757, within: 5e-8))
    #expect(stock.limit == 2000)
    #expect(stock.level(0) == 1000 && stock.level(-1) == nil)
    for churn in [0, 1e-12, 0.05, 0.7, 1] {
      let stock = try #require(StockAndFlow(initial: 1000, churn: churn, inflow: 100))
      var users = 1000.0
      for month in 1...40 {
        users = users * (1 - churn) + 100
        #expect(agree(stock.level(month), users, within: 1e-9))
      }
    }
    #expect(try #require(StockAndFlow(initial: 7, churn: 0, inflow: 0)).limit == 7)
    #expect(try #require(StockAndFlow(initial: 7, churn: 0, inflow: 1)).limit == .infinity)
    #expect(StockAndFlow(initial: 1, churn: 2, inflow: 0) == nil)
    #expect(StockAndFlow(initial: .nan, churn: 0, inflow: 0) == nil)
  }

  @Test("Quick ratio and net churn")
  func growthRates() {
    #expect(GrowthRates.quickRatio(new: 719, resurrected: 61, churned: 813) == 780.0 / 813)
    #expect(GrowthRates.quickRatio(new: 1, resurrected: 0, churned: 0) == .infinity)
    #expect(GrowthRates.quickRatio(new: 0, resurrected: 0, churned: 0) == nil)
    #expect(GrowthRates.quickRatio(new: .nan, resurrected: 0, churned: 1) == nil)
    #expect(GrowthRates.netChurn(churned: 5, resurrected: 2, previous: 10) == 0.3)
    #expect(GrowthRates.netChurn(churned: 5, resurrected: 8, previous: 10) == -0.3)
    #expect(GrowthRates.netChurn(churned: 0, resurrected: 0, previous: 0) == nil)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
