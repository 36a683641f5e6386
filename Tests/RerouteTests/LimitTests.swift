import Reroute
import Synchronization
import Testing

@Suite struct LimitTests {
  /// The code of the first message of a text under limits.
  private func code(_ text: String, _ change: (inout Limits) -> Void = { _ in }) -> String? {
    var session = Session()
    change(&session.limits)
    let outcome = session.run(text)
    guard let message = outcome.messages.first(where: { $0.severity == .error }) else {
      return nil
    }
    #expect(outcome.status == .wrong)
    #expect(message.help.joined().contains("--limit "), "\(message.text)")
    #expect(message.help.joined().contains("Limits."), "\(message.text)")
    return message.code
  }

  @Test func `statements`() {
    let text = "for a in range(1, 100) { let x = a }"
    #expect(code(text) == nil)
    #expect(code(text) { $0.statements = 50 } == "R601")
  }

  @Test func `steps`() {
    let text = "let x = sum(map(range(1, 100), sqrt))"
    let loop = "fn f(x) = x + 1\nlet x = map(range(1, 200), f)"
    #expect(code(text) == nil)
    #expect(code(loop) { $0.steps = 100 } == "R602")
  }

  @Test func `depth, also without end`() {
    #expect(code("fn f(x) = 1 + f(x + 1)\nf(1)") == "R603")
    let text = "fn f(x) = if x == 0 then 0 else 1 + f(x - 1)\nf(100)"
    #expect(code(text) == nil)
    #expect(code(text) { $0.depth = 50 } == "R603")
  }

  @Test func `cost, known before the run`() {
    let text =
      "simulate 1000 months; trials 100M; product A { users 1 to 2; churn 5%/month }; A.users at end"
    let start = ContinuousClock.now
    #expect(code(text) == "R604")
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(code(stock + "; A.users at end") { $0.cost = 100 } == "R604")
  }

  @Test func `output, known before the run`() {
    let text =
      "simulate 10_000 months; product A { users 1 to 2; churn 5%/month }; A.users; A.churned"
    #expect(code(text + "; trials 10k") == "R605")
    // Where values are counted rather than kept, the trials take no memory.
    #expect(code(text + "; trials 100k") { $0.output = 80_000_000 } == "R605")
    let small = stock + "; A.users"
    #expect(code(small) { $0.output = 1000 } == nil)
    #expect(code(small + "; let c = 1 to 2; c * A.users") { $0.output = 1000 } == "R605")
    #expect(code("\"a long text\"") { $0.output = 5 } == "R605")
  }

  @Test func `elements, of lists, texts and portfolios`() {
    #expect(code("length(range(1, 2_000_000))") == "R607")
    #expect(code("let a = [1, 2, 3]") { $0.elements = 2 } == "R607")
    let doubled = (1...40).map { "let t\($0) = t\($0 - 1) + t\($0 - 1)" }.joined(separator: "\n")
    #expect(code("let t0 = \"text\"\n" + doubled) == "R607")
    let products = "for n in range(1, 9) { product (\"P{n}\") { users 1 } }"
    #expect(code(products) { $0.elements = 8 } == "R607")
  }

  /// A clock that goes on by a second each time it is read.
  private func impatient() -> Host {
    let now = Box(0)
    var host = Host()
    host.clock = { now.next() }
    return host
  }

  @Test func `deadline of a run: the answers are of the trials done`() {
    var session = Session(host: impatient())
    session.limits.deadline = 8
    let outcome = session.run(
      stock + "; A.churn = 2% to 4%/month; trials 1M; A.users at end")
    #expect(outcome.status == .interrupted)
    #expect(outcome.messages.map(\.code) == ["R606"])
    #expect((outcome.estimate?.trials ?? 0) > 0)
    #expect((outcome.estimate?.trials ?? 0) < 1_000_000)
  }

  @Test func `deadline of a script`() {
    var session = Session(host: impatient())
    session.limits.deadline = 2
    let outcome = session.run("fn f(x) = x + 1\nlet x = length(map(range(1, 100_000), f))")
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.map(\.code) == ["R606"])
  }

  @Test func `the deadline is of the whole text, with what a redefinition answers again`() {
    let ticks = Box(0)
    var session = Session()
    session.host.clock = { ticks.next() }
    session.limits.deadline = nil
    session.keep("let rate_ = 2% to 4%/month")
    session.keep("simulate 2 months; product A { users 5; churn rate_ }; trials 20k")
    session.keep("A.users at month 1; A.users at month 2; A.users at end; A.churned at end")
    ticks.set(0)
    session.limits.deadline = 100
    _ = session.run("let rate_ = 3% to 5%/month; A.users at end")
    #expect(ticks.value < 130)
  }

  @Test func `a host that cancels gets what is known`() {
    let done = Box(0)
    var session = Session()
    session.host.progress = { trials, _ in done.set(Double(trials)) }
    session.host.isCancelled = { done.value > 2000 }
    let outcome = session.run(
      stock + "; A.churn = 2% to 4%/month; trials 1M; A.users at end")
    #expect(outcome.status == .interrupted)
    #expect(outcome.messages.map(\.code) == ["R505"])
    let estimate = outcome.estimate
    #expect(estimate.map { $0.trials < 1_000_000 && $0.trials > 0 } == true)
    #expect(done.value > 0)
  }

  @Test func `a cancelled script changes nothing`() {
    var session = Session()
    session.host.isCancelled = { true }
    let outcome = session.run(
      "let y = 1\nfn f(x) = x + 1\nlet x = length(map(range(1, 100_000), f))")
    #expect(outcome.status == .interrupted)
    #expect(outcome.messages.map(\.code) == ["R505"])
    session.host.isCancelled = { false }
    #expect(throws: Message.self) { try session.asked("y") }
  }

  @Test func `limits are set by name, to positive values`() {
    var limits = Limits()
    for name in Limits.names {
      let before = limits
      let isSet = limits.set(name, to: 12)
      #expect(isSet && limits != before)
      for value in [0, -1, .nan, .infinity] {
        let isRefused = !limits.set(name, to: value)
        #expect(isRefused)
      }
    }
    let isKnown = limits.set("none", to: 1)
    #expect(!isKnown)
  }
}

/// A number that threads share.
final class Box: Sendable {
  private let state: Mutex<Double>
  init(_ value: Double) { state = Mutex(value) }
  var value: Double { state.withLock { $0 } }
  func set(_ value: Double) { state.withLock { $0 = value } }
  func next() -> Double {
    state.withLock {
      $0 += 1
      return $0
    }
  }
}
