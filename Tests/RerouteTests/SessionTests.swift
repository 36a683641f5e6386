import Reroute
import Testing

/// A program with a number in it.
let stock =
  "simulate 12 months; product A { users 1000; acquisition 100 users/month; churn 5%/month }"

@Suite struct SessionTests {
  @Test func `two lines from a text to a number`() throws {
    var session = Session()
    let users = try session.number(stock + "; A.users at end")
    #expect(abs(users - 1459.639_912_3) < 1e-7)
  }

  @Test func `an estimate tells how sure it is`() throws {
    var session = Session()
    let estimate = try session.estimate(
      "simulate 2 months; product A { users 5M to 10M }; A.users at end")
    #expect(estimate.trials == 10_000 && estimate.of == 10_000)
    #expect(abs(estimate.mean - 7.23e6) < 5 * estimate.meanError)
    #expect(estimate.low < estimate.median && estimate.median < estimate.high)
    #expect(abs(estimate.low - 5e6) < 1e5 && abs(estimate.high - 10e6) < 2e5)
  }

  @Test
  func `answers come in the order of the questions, those of a loop and a branch where they stand`()
    throws
  {
    var session = Session()
    let text = """
      1; for x in [2, 3] { x }; 4
      let a = 6
      if a > 5 { 5 }
      a
      """
    func order(_ text: String) -> [String] {
      session.run(text).report().split(separator: "\n").map { String($0.suffix(1)) }
    }
    #expect(order(text) == ["1", "2", "3", "4", "5", "6"])
    var other = Session()
    // A name that moves behind what it now uses takes no question along.
    other.keep("let a = 1")
    let report = other.run("a\n7\nlet b = 2\nlet a = b\nb").report()
    let lines = report.split(separator: "\n").filter { !$0.contains("was") }
    #expect(lines.prefix(3) == ["a: 2", "7", "b: 2"])
  }

  @Test func `a session keeps what was declared`() throws {
    var session = Session()
    session.keep(stock)
    let first = try session.number("A.users at end")
    session.keep("let pace = 10%/month")
    session.keep("A.churn = pace")
    #expect(try session.asked("A.users at end") < first)
  }

  @Test func `a failed text changes nothing`() throws {
    var session = Session()
    _ = session.run(stock)
    let before = try session.number("A.users at end")
    for text in [
      "let y = 3\nlet z = y + 2 users", "product B { users 5 }\nproduct A { users", "A.churn = 2",
      "unit hours\nfn f(x) = x\nf(1, 2)", "A.users at month 99",
    ] {
      session.keep(text, .wrong)
      #expect(try session.asked("A.users at end") == before)
    }
    #expect(throws: Message.self) { try session.asked("y") }
    #expect(throws: Message.self) { try session.asked("B.users at end") }
    session.keep("let y = 4")
  }

  @Test func `a redefinition says what changed`() throws {
    var session = Session()
    _ = session.run("let pace = 5%/month\nsimulate 2 months\nproduct A { users 100; churn pace }")
    _ = session.run("A.users at month 1")
    let outcome = session.run("let pace = 10%/month")
    #expect(outcome.status == .done)
    let changes = outcome.changes.map { [$0.name, $0.before, $0.after] }
    #expect(
      changes == [
        ["pace", "5%/month", "10%/month"], ["A.users at month 1", "95 users", "90 users"],
      ])
  }

  @Test func `a copy is a point to return to`() throws {
    var session = Session()
    _ = session.run("let x = 1")
    let earlier = session
    _ = session.run("let x = 2")
    #expect(try session.asked("x") == 2)
    #expect(try earlier.asked("x") == 1)
  }

  @Test func `a session goes to other threads, as copies`() async throws {
    var session = Session()
    session.keep(stock + "; A.churn = 2% to 4%/month")
    let shared = session
    let numbers = try await withThrowingTaskGroup(of: Double.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var copy = shared
          copy.trials = 500
          return try copy.number("A.users at end")
        }
      }
      var all: [Double] = []
      for try await number in group { all.append(number) }
      return all
    }
    #expect(numbers.count == 8)
    #expect(Set(numbers).count == 1)
  }

  @Test func `the answers don't depend on the threads`() throws {
    let program = "simulate 6 months; product A { users 1M to 2M; churn 2% to 4%/month }"
    let one = Session()
    var three = Session()
    three.host.threads = 3
    let text = program + "; A.users"
    #expect(one.tried(text).report(.json) == three.tried(text).report(.json))
  }

  @Test func `trials and seed can be the host's`() throws {
    var session = Session()
    session.trials = 100
    session.seed = 7
    let text = "simulate 2 months; product A { users 1M to 2M }; trials 5_000; A.users at end"
    let first = try session.estimate(text)
    #expect(first.of == 100)
    session.seed = 8
    #expect(try session.asked("A.users at end") != first.mean)
  }

  @Test func `what is checked isn't run and isn't kept`() throws {
    let session = Session()
    let outcome = session.check(bytes: Array("let x = 1\nx + 1 users".utf8))
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.map(\.code) == ["R301"])
    #expect(session.check(bytes: Array("let x = 1\nx".utf8)).status == .done)
  }

  @Test func `a text that answers no figure says so`() throws {
    let session = Session()
    let error = #expect(throws: Message.self) { try session.asked("let x = 1") }
    #expect(error?.code == "R206")
    #expect(error?.help.isEmpty == false)
  }

  @Test func `an incomplete text is told from a wrong one`() {
    let session = Session()
    #expect(session.isIncomplete("product A {"))
    #expect(session.isIncomplete("1 +"))
    #expect(!session.isIncomplete("1 + )"))
    #expect(!session.isIncomplete("let x = 1"))
  }
}
