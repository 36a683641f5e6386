import Metrics
import Portfolio
import Quantities
import Reporting
import Synchronization
import Testing

@testable import Reroute

@Suite struct PictureTests {
  /// A plan with two failures, one of which is the target of the other, and a target with too little room.
  static let plan = """
    simulate 24 months from 2023-07
    trials 300
    product A { users 1M; acquisition 40k users/month; churn 9% to 13%/month }
    product B { users 300k; churn 5%/month; resurrection 1%/month }
    product C { users 2M; churn 2%/month; capacity 2.1M users }
    failure A { when users < 900k for 2 months }
    failure B { at month 12 }
    redirect A -> B { share 40%; over 3 months; reach 80%; accept 50%; overlap 20%; lapse 30% }
    redirect A -> C { share 60%; over 2 months; reach 70%; accept 30% to 60%; overlap 60%; decline leaves }
    redirect B -> C { over 4 months; reach 90%; accept 60%; overlap 30% }
    close A 8 months after failure
    close B month 20
    """

  /// Takes what scripts draw.
  private final class Shelf: Sendable {
    let files = Mutex<[(name: String, text: String)]>([])
    var host: Host {
      var host = Host()
      host.save = { (name, _, bytes) throws(Host.Failure) in
        self.files.withLock { $0.append((name, String(decoding: bytes, as: UTF8.self))) }
      }
      return host
    }
    var names: [String] { files.withLock { $0.map(\.name) } }
  }

  private func flow(_ question: String) throws -> FlowAnswer {
    var session = Session()
    let outcome = session.run(Self.plan + "\n" + question)
    #expect(outcome.messages.map(\.text) == [])
    guard case .plot(.flow(let answer), _) = outcome.answers?.answers.last?.form else {
      throw Unanswered()
    }
    return answer
  }

  private struct Unanswered: Error {}

  @Test(arguments: ["plot flow", "plot flow at month 10", "plot flow in baseline at 2024-01"])
  func `what enters a product is what leaves it`(question: String) throws {
    let answer = try flow(question)
    #expect(answer.sources.count == 2)
    for source in answer.sources {
      let entered = source.opening + source.entries.reduce(0) { $0 + $1.users }
      let ended = source.ends.reduce(0) { $0 + $1.users }
      #expect(abs(entered - ended) < 1e-6 * entered)
      #expect(source.ends.allSatisfy { $0.users > 0 })
    }
  }

  @Test func `the flow is the ledger's, each target apart`() throws {
    var session = Session()
    let outcome = session.run(
      Self.plan + "\ntotal(A.moved_out); total(A.merged_out); total(B.moved_in); total(A.left)")
    let figures = (outcome.answers?.answers ?? []).compactMap { answer -> Double? in
      if case .value(.figure(let figure)) = answer.form { return figure.estimates[0].mean }
      return nil
    }
    let source = try flow("plot flow").sources[0]
    func sum(_ matches: (FlowAnswer.End.Way) -> Bool) -> Double {
      source.ends.filter { matches($0.way) }.reduce(0) { $0 + $1.users }
    }
    func isMoved(_ way: FlowAnswer.End.Way) -> Bool {
      if case .moved = way { return true }
      return false
    }
    func isMerged(_ way: FlowAnswer.End.Way) -> Bool {
      if case .merged = way { return true }
      return false
    }
    #expect(figures.count == 4)
    #expect(abs(sum(isMoved) - figures[0]) < 1e-6 * figures[0])
    #expect(abs(sum(isMerged) - figures[1]) < 1e-6 * figures[1])
    let b = ProductID(rawValue: 1)
    #expect(abs(sum { $0 == .moved(b) } - figures[2]) < 1e-6 * figures[2])
    #expect(abs(sum { $0 == .left } - figures[3]) < 1e-6 * figures[3])
  }

  @Test func `pictures are written once all is answered`() {
    let shelf = Shelf()
    var session = Session(host: shelf.host)
    let outcome = session.run(
      Self.plan + """

        plot A.users, B.users to "a.svg"
        for p in [A, B] { plot p.users to "{p}.json" }
        plot flow to "flow.mmd"
        plot flow to "flow.svg"
        """)
    #expect(outcome.status == .done)
    #expect(shelf.names.sorted() == ["A.json", "B.json", "a.svg", "flow.mmd", "flow.svg"])
    #expect(outcome.report().contains("drawn to a.svg"))
    let texts = shelf.files.withLock { $0.map(\.text) }
    #expect(texts.allSatisfy { $0.contains("made by Reroute") })
  }

  @Test func `a script that is wrong writes nothing`() {
    let shelf = Shelf()
    var session = Session(host: shelf.host)
    _ = session.run("simulate 3 months; product A { users 1M }; plot A.users to \"a.svg\"; B.users")
    _ = session.run(
      "simulate 3 months; product A { users 1M }; plot A.users to \"a.svg\"; 1 / (A.users - 1M users) at end"
    )
    #expect(shelf.names == [])
  }

  @Test func `a host that writes no files says so, and nothing is changed`() {
    var session = Session()
    let outcome = session.run(
      "simulate 3 months; product A { users 1M }; plot A.users to \"a.svg\"")
    #expect(outcome.messages.map(\.code) == ["R723"])
    #expect(session.revision == 0)
  }

  @Test func `an earlier picture is not written again when something changes`() {
    let shelf = Shelf()
    var session = Session(host: shelf.host)
    _ = session.run("simulate 3 months; product A { users 1M }; plot A.users to \"a.svg\"")
    let outcome = session.run("product A { users 2M }")
    #expect(outcome.status == .done)
    #expect(shelf.names == ["a.svg"])
  }

  @Test func `the same script draws the same bytes, whatever the threads`() {
    let texts = [1, 4].map { threads in
      let shelf = Shelf()
      var session = Session(host: shelf.host)
      session.host.threads = threads
      _ = session.run(Self.plan + "\nplot A.users, B.users to \"a.svg\"; plot flow to \"b.json\"")
      return shelf.files.withLock { $0.map(\.text) }
    }
    #expect(texts[0].count == 2 && texts[0] == texts[1])
  }

  @Test func `JSON and CSV carry what is drawn`() {
    var session = Session()
    let outcome = session.run(Self.plan + "\nplot flow; plot A.users")
    let json = outcome.report(.json)
    #expect(json.contains("\"kind\" : \"flow\"") || json.contains("\"kind\": \"flow\""))
    #expect(json.contains("lostAtClosing"))
    let rows = outcome.report(.csv).split(separator: "\r\n")
    #expect(rows.first == "source,end,unit,users")
    #expect(rows.contains { $0.hasPrefix("A,moved to B,users,") })
    #expect(rows.contains { $0.hasPrefix("A.users,users,24,0,") })
  }

  @Test func `a tornado shows what drives tells, the widest input first`() throws {
    var session = Session()
    let outcome = session.run(Self.plan + "\nplot drives A.users at month 6")
    let set = try #require(outcome.answers)
    guard case .plot(.drivers(let answer), _) = set.answers[0].form,
      case .found(let drivers) = answer.outcome
    else { throw Unanswered() }
    let charts = ReportBuilder(model: outcome.model).charts(of: set.answers[0].form)
    guard case .tornado(let chart) = try #require(charts.first).form else { throw Unanswered() }
    let effects = drivers.groups.flatMap(\.members).compactMap(\.effect)
    #expect(Set(chart.inputs.map(\.low)) == Set(effects.map(\.low.value)))
    #expect(chart.base == drivers.mean)
    let widths = chart.inputs.map { abs($0.high - $0.low) }
    #expect(widths == widths.sorted(by: >))
    #expect(chart.inputs.first?.name == "A.churn")
    // More churn, fewer users.
    #expect(try #require(chart.inputs.first).low > chart.base)
  }

  @Test func `a waterfall goes from the start to the end by what explain tells`() throws {
    var session = Session()
    let outcome = session.run(Self.plan + "\nplot explain A.users")
    #expect(outcome.status == .done)
    let set = try #require(outcome.answers)
    guard case .plot(.explanation(let answer), _) = set.answers[0].form else { throw Unanswered() }
    let charts = ReportBuilder(model: outcome.model).charts(of: set.answers[0].form)
    guard case .waterfall(let chart) = try #require(charts.first).form else { throw Unanswered() }
    #expect(chart.steps.first?.value.mean == answer.start.mean)
    #expect(chart.steps.last?.value.mean == answer.end.mean)
    #expect(chart.steps.count == answer.shares.count + 3)
    // The last change ends where the end stands.
    let spans = chart.spans
    #expect(abs(spans[spans.count - 2].to - answer.end.mean) < 1e-6 * answer.start.mean)
    #expect(charts[0].notes.contains { $0.hasPrefix("Unexplained:") })
  }

  @Test func `pictures are completed by their grammar`() {
    func offered(_ text: String) -> [String] {
      Completer.complete(text, text.utf8.count, Session()).candidates.map(\.text)
    }
    #expect(offered("plo") == ["plot"])
    #expect(Set(offered("plot ")).isSuperset(of: ["flow", "compare", "portfolio"]))
    #expect(!offered("table ").contains("flow"))
    #expect(offered("plot portfolio.users ").contains("to"))
  }

  @Test func `a name that was given is drawn, not the flow`() {
    var session = Session()
    let outcome = session.run("let flow = 5 to 10; plot flow")
    #expect(outcome.status == .done)
    #expect(outcome.report().hasPrefix("flow\n"))
  }
}
