import Foundation
import Portfolio
import Reroute
import Testing

/// The golden portfolio in all its variants and the chain, as scripts: whole ledgers as the reference program has them.
@Suite struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus/Golden")

  private func script(_ name: String) throws -> String {
    try String(
      contentsOf: Self.folder.appendingPathComponent(name + ".reroute"), encoding: .utf8)
  }

  /// Every metric that a ledger sums.
  private static let summed = Metric.ledger.map(\.metric.name) + ["revenue", "cost"]

  @Test("Sums over the months are those printed", arguments: GoldenFigures.all)
  func totals(golden: GoldenFigures) throws {
    var session = Session()
    #expect(session.run(try script(golden.script)).status == .done)
    for (product, flows) in golden.ledger {
      #expect(
        abs(try session.number("\(product).users at end") - (golden.users[product] ?? 0)) <= 1e-6)
      #expect(
        abs(try session.number("\(product).users at month 0") - (flows["opening"] ?? 0)) <= 1e-6)
      for name in Self.summed {
        let sum = try session.number("total(\(product).\(name))")
        #expect(abs(sum - (flows[name] ?? 0)) <= 1e-6, "\(golden.script): \(product).\(name)")
      }
    }
  }

  @Test("`why` tells the same, month by month", arguments: GoldenFigures.all)
  func ledgers(golden: GoldenFigures) throws {
    var session = Session()
    let outcome = session.run(try script(golden.script))
    let json = try JSONSerialization.jsonObject(with: Data(outcome.report(.json).utf8))
    let result = try #require((json as? [String: Any])?["result"] as? [String: Any])
    let answers = try #require(result["answers"] as? [[String: Any]])
    let ledgers = answers.filter { $0["kind"] as? String == "ledger" }
    #expect(ledgers.count == golden.ledger.count)
    for ledger in ledgers {
      let product = try #require(ledger["product"] as? String)
      let months = try #require(ledger["months"] as? [[String: Any]])
      let expected = try #require(golden.ledger[product])
      for metric in Metric.ledger.map(\.metric.name) {
        let sum = months.compactMap { $0[metric] as? Double }.reduce(0, +)
        #expect(
          abs(sum - (expected[metric] ?? 0)) <= 1e-6, "\(golden.script): \(product).\(metric)")
      }
      #expect(
        abs((months.last?["users"] as? Double ?? .nan) - (golden.users[product] ?? 0)) <= 1e-6)
      // Each month opens as the one before closed, and its flows explain the difference.
      var opening = expected["opening"] ?? 0
      for month in months {
        #expect(month["opening"] as? Double == opening)
        var closing = opening
        for (metric, sign) in Metric.ledger {
          closing += Double(sign) * (month[metric.name] as? Double ?? .nan)
        }
        opening = month["users"] as? Double ?? .nan
        #expect(abs(closing - opening) <= 1e-9 * max(1, opening))
      }
    }
  }

  @Test("No action: 5128.041347")
  func baseline() throws {
    var session = Session()
    #expect(session.run(try script("leaves")).status == .done)
    #expect(abs(try session.number("T.users at end in baseline") - 5128.041347) <= 1e-6)
  }

  @Test("Stock and flow at month 12")
  func stockAndFlow() throws {
    var session = Session()
    #expect(session.run(try script("stock-and-flow")).status == .done)
    #expect(abs(try session.number("A.users at month 12") - 1459.6399123) <= 1e-7)
  }
}
