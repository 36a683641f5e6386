import Foundation
import Metrics
import Synchronization
import Testing

@testable import Reroute

/// `explain` where it takes long: sampled first, stopped, limited.
@Suite struct LongExplanationTests {
  /// Twelve actions on two products, so many months and trials that a sampled answer comes first.
  private static func long(_ trials: Int) -> String {
    let names = (0..<12).map { "F\($0)" }
    let integrations = names.enumerated().map { i, name in
      "integrate \(name) from S into T { from month \(i + 1); over 6 months; arpu \(i + 1)% to \(i + 5)% }"
    }
    return """
      simulate 480 months
      trials \(trials)
      product S { users 1000; churn 5%/month; features \(names.joined(separator: ", ")) }
      product T { users 1000; churn 1% to 2%/month; arpu $1/user/month }
      \(integrations.joined(separator: "\n"))
      explain T.revenue
      """
  }

  @Test("Stopped before it is exact, the sampled answer is the answer, with its errors")
  func unrefined() throws {
    let flag = Flag()
    var session = Session()
    session.host.threads = 2
    session.host.isCancelled = { flag.isSet.load(ordering: .relaxed) }
    session.host.preliminary = { outcome in
      flag.isSet.store(true, ordering: .relaxed)
      flag.first.withLock { $0 = outcome }
    }
    let outcome = session.run(Self.long(1200))
    #expect(outcome.status == .interrupted)
    #expect(outcome.messages.contains { $0.text.contains("before the exact shares") })
    guard case .explanation(let answer) = outcome.answers?.answers.last?.form,
      case .sampled = answer.method
    else {
      Issue.record("\(outcome.report())")
      return
    }
    #expect(answer.shares.allSatisfy { ($0.samplingError ?? -1) >= 0 })
    #expect(outcome.report().contains("sampled, not yet exact"))
    #expect(flag.first.withLock { $0 }?.report().contains("±") == true)
  }

  private final class Flag: Sendable {
    let isSet = Atomic(false)
    let first = Mutex<Outcome?>(nil)
  }

  @Test(
    "It is asked often whether to stop, while it plans too; nothing is left of what has no trial")
  func cancelled() throws {
    for after in [50, 300, 1000] {
      let polls = Polls()
      var session = Session()
      session.host.isCancelled = { polls.count.add(1, ordering: .relaxed).newValue > after }
      let outcome = session.run(
        Self.long(1000).replacingOccurrences(of: "480 months", with: "12 months"))
      #expect(outcome.status == .interrupted, "\(after)")
    }
  }

  private final class Polls: Sendable { let count = Atomic(0) }

  @Test("Stopped before the first trial, it tells that alone")
  func noTrials() throws {
    var reports: [String] = []
    for after in 0..<200 where reports.isEmpty {
      let polls = Polls()
      var session = Session()
      session.host.threads = 1
      session.host.isCancelled = { polls.count.add(1, ordering: .relaxed).newValue > after }
      let outcome = session.run(
        """
        simulate 12 months
        trials 2k
        product S { users 1000; churn 5%/month }
        product T { users 1000; churn 1% to 2%/month }
        redirect S -> T { reach 50%; accept 50%; overlap 0% }
        explain T.users
        "told all the same"
        T.users
        """)
      guard let answers = outcome.answers, answers.trials == 0 else { continue }
      reports.append(outcome.report())
      #expect(outcome.told().answers.map(\.text) == ["told all the same"])
      #expect(outcome.messages.map(\.text).contains("interrupted before the first trial"))
    }
    #expect(
      reports == [
        "\"told all the same\": told all the same\nstopped before the first trial: there is nothing to answer from\n"
      ])
  }

  @Test("The cost of a run counts every subset")
  func cost() throws {
    var session = Session()
    let outcome = session.run(Self.long(1_000_000))
    #expect(outcome.messages.contains { $0.code == "R604" })
  }
}
