import Reroute
import Testing

@Suite struct HostTests {
  /// A host that serves these texts and nothing else.
  private func host(_ files: [String: String]) -> Host {
    var host = Host()
    host.load = { (name, _) throws(Host.Failure) in
      guard let text = files[name] else { throw .unreadable("there is no such text") }
      return (name, Array(text.utf8))
    }
    return host
  }

  @Test func `a host serves imports`() throws {
    let session = Session(
      host: host(["rates": "import \"more\"\nlet churn = base", "more": "let base = 5%/month"]))
    #expect(
      try session.asked(
        "import \"rates\"; simulate 1 month; product A { users 100; churn churn }; A.users at end")
        == 95)
  }

  @Test func `a host serves observations`() throws {
    var session = Session(host: host(["a.csv": "month,users\n2024-01,5\n2024-02,4\n"]))
    let outcome = session.run(
      """
      simulate 2 months from 2024-01
      product A { users 5 }
      observe A.users from "a.csv"
      observed(A) at month 2
      """)
    #expect(outcome.status == .done)
    #expect(outcome.estimate?.mean == 4)
  }

  @Test func `a host that allows nothing is obeyed, and said so`() {
    var session = Session()
    let outcome = session.run("import \"/etc/passwd\"")
    #expect(outcome.messages.map(\.code) == ["R207"])
    #expect(outcome.messages.first?.text.isEmpty == false)
  }

  @Test func `circles and missing texts are errors with a place`() {
    var session = Session(host: host(["a": "import \"b\"", "b": "import \"a\""]))
    #expect(session.tried("import \"a\"").messages.map(\.code) == ["R208"])
    let missing = session.run("import \"c\"")
    #expect(missing.messages.map(\.code) == ["R701"])
    #expect(missing.messages.first?.primary?.span.line == 1)
  }

  @Test func `mistakes in an imported text are told with its name`() throws {
    let session = Session(host: host(["rates": "\nlet x = 1 + 1 users"]))
    let message = try #require(session.tried("import \"rates\"").messages.first)
    #expect(message.primary?.span.source == "rates")
    #expect(message.primary?.span.line == 2)
  }

  @Test func `progress is told up to the last trial`() throws {
    let last = Box(0)
    var session = Session()
    session.host.progress = { done, _ in last.set(max(last.value, Double(done))) }
    _ = session.run("simulate 2 months; product A { users 1 to 2 }; trials 4k; A.users at end")
    #expect(last.value == 4000)
  }
}
