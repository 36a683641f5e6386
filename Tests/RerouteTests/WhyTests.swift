import Foundation
import Reroute
import Testing

/// `why`, from the script to each format.
@Suite struct WhyTests {
  private static let script = """
    simulate 8 months
    trials 500
    product Reader {
      users 1M
      acquisition 5k users/month
      churn 4% to 8%/month   # a month
      arpu $1/user/month
      cost $50k/month
      features Lists, Sync
    }
    product Feedly { users 200k; acquisition 3k users/month; churn 6%/month; arpu $2/user/month; cost $10k/month; capacity 330k users }
    overlap Reader, Feedly 10% of Reader
    failure Reader { when users < 800k }
    redirect Reader -> Feedly { over 2 months; reach 80%; accept 30% to 50%; lapse 10%; cost $0.1/user }
    integrate Lists from Reader into Feedly { churn -20%; adoption 50%; arpu 5% }
    integrate Sync from Reader into Feedly { churn -10%; acquisition 10%; cost $5k }
    close Reader 3 months after failure
    reallocate 50% of Reader.cost into Feedly.acquisition { cac $5/user }
    scenario Slow extends plan {
      redirect Reader -> Feedly { over 6 months; reach 80%; accept 30% to 50% }
    }

    """

  private func answers(_ question: String) throws -> [[String: Any]] {
    var session = Session()
    let outcome = session.run(Self.script + question, name: "plan.reroute")
    #expect(outcome.status == .done, "\(outcome.renderedMessages())")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.report(.json).utf8))
    let result = try #require((json as? [String: Any])?["result"] as? [String: Any])
    return try #require(result["answers"] as? [[String: Any]])
  }

  @Test(
    "The declarations come to each flow of every month, and each has its place (1e-9)",
    arguments: [
      "Feedly.users", "Feedly.own", "Feedly.redirected", "Feedly.dormant", "Feedly.revenue",
      "Feedly.cost", "Feedly.margin", "Reader.users in Slow", "Reader.cost", "portfolio.users",
      "portfolio.margin", "portfolio.dormant at month 5",
    ])
  func sums(subject: String) throws {
    let ledger = try #require(try answers("why \(subject)").first)
    #expect(ledger["kind"] as? String == "ledger")
    let months = try #require(ledger["months"] as? [[String: Any]])
    #expect(months.count == (subject.contains("month 5") ? 5 : 8))
    let declarations = try #require(ledger["declarations"] as? [[String: Any]])
    #expect(!declarations.isEmpty)
    var sums: [String: [Double]] = [:]
    for declaration in declarations {
      #expect(declaration["file"] as? String == "plan.reroute")
      let line = try #require(declaration["line"] as? Double)
      let lines = Self.script.split(separator: "\n", omittingEmptySubsequences: false)
      let text = try #require(declaration["text"] as? String)
      let words =
        text.hasPrefix("Reader: ") || text.hasPrefix("Feedly: ") ? String(text.dropFirst(8)) : text
      #expect(lines[Int(line) - 1].contains(words), "line \(line): \(words)")
      // What a target refuses is of its sources, and only noted.
      if declaration["flow"] as? String == "refused" { continue }
      let values = try #require(declaration["months"] as? [Double])
      let flow = try #require(declaration["flow"] as? String)
      sums[flow] = sums[flow].map { zip($0, values).map { $0 + $1 } } ?? values
    }
    for (flow, values) in sums {
      for (month, sum) in zip(months, values) {
        let whole = try #require(month[flow] as? Double, "\(flow)")
        #expect(abs(sum - whole) <= 1e-9 * max(1e4, abs(whole)), "\(flow): \(sum), not \(whole)")
      }
    }
  }

  @Test("At the end is what none stated means too")
  func atEnd() throws {
    let (stated, plain) = (try answers("why Feedly.users at end"), try answers("why Feedly.users"))
    #expect(stated[0]["months"] as? [NSDictionary] == plain[0]["months"] as? [NSDictionary])
  }

  @Test("Failures and closings come with the share of trials, month by month")
  func events() throws {
    let ledger = try #require(try answers("why Feedly.users").first)
    let events = try #require(ledger["events"] as? [[String: Any]])
    #expect(events.map { $0["event"] as? String } == ["failure", "closing"])
    #expect(events.map { $0["line"] as? Double } == [13, 17])
    let shares = try #require(events[0]["shares"] as? [Double])
    #expect(shares.count == 8 && shares == shares.sorted() && shares[0] == 0)
    let probability = try {
      var session = Session()
      _ = session.run(Self.script)
      return try session.number("(if Reader.failed then 1 else 0) at end")
    }()
    #expect(abs(probability - (shares.last ?? .nan)) <= 1e-12)
  }

  @Test("Several scenarios side by side; the first one's fields stay where they were")
  func scenarios() throws {
    let ledger = try #require(try answers("why Reader.users in plan, Slow, baseline").first)
    #expect(ledger["scenario"] as? String == "plan")
    let all = try #require(ledger["ledgers"] as? [[String: Any]])
    #expect(all.map { $0["scenario"] as? String } == ["plan", "Slow", "baseline"])
    let moved = all.map { ledger in
      (ledger["months"] as? [[String: Any]] ?? []).compactMap { $0["moved_out"] as? Double }
        .reduce(0, +)
    }
    #expect(moved[0] > moved[1] && moved[1] > 0 && moved[2] == 0)
    // Without `in`, the usual one comes first.
    let usual = try #require(try answers("why Reader.users, Slow").first)
    #expect(
      (usual["ledgers"] as? [[String: Any]])?.map { $0["scenario"] as? String } == ["plan", "Slow"])
  }

  @Test("CSV has a row for each declaration and month, Markdown a table")
  func formats() throws {
    var session = Session()
    let outcome = session.run(Self.script + "why Feedly.users at month 6", name: "plan.reroute")
    let rows = outcome.report(.csv).components(separatedBy: "\r\n")
    #expect(rows.contains("scenario,month,product,flow,sign,declared by,file,line,amount"))
    #expect(
      rows.contains {
        $0.hasPrefix("plan,6,Feedly,moved_in,1,redirect Reader -> Feedly,plan.reroute,14,")
      })
    #expect(
      outcome.report(.markdown).contains(
        "| + moved\\_in | redirect Reader -\\> Feedly | plan.reroute:14 |"))
    #expect(outcome.report(.text).contains("redirect Reader -> Feedly"))
  }

  @Test(
    "What can't be asked is told, with what can",
    arguments: [
      ("why Feedly.value", "R206"), ("why Feedly.churned", "R206"),
      ("why portfolio.people", "R206"),
      ("why 3", "R206"), ("why Feedly.nothing", "R203"), ("why Feedly.users in plan, plan", "R202"),
      ("why Feedly.users in plan, Fast", "R417"), ("why Feedly.users at Reader.failure", "R310"),
    ])
  func mistakes(question: String, code: String) {
    var session = Session()
    let messages = session.run(Self.script + question).messages
    #expect(messages.map(\.code) == [code], "\(question)")
    #expect(messages.allSatisfy { !$0.help.isEmpty || !$0.corrections.isEmpty }, "\(question)")
  }
}
