import Foundation
import Metrics
import Portfolio
import Quantities
import Testing

@testable import Reroute

/// What `explain` answers, through the language.
@Suite struct ExplanationTests {
  /// The explanation that a script's last question is answered by.
  static func explanation(
    _ script: String, trials: Int? = nil, threads: Int = 1, isPortable: Bool = false
  ) throws -> Attribution {
    var session = Session()
    if isPortable { session.host.instructions = .portable }
    session.trials = trials
    session.host.threads = threads
    let outcome = session.run(script)
    let errors = outcome.messages.filter { $0.severity == .error }.map(\.text)
    try #require(errors.isEmpty, "\(errors)\n\(script)")
    guard case .explanation(let answer) = outcome.answers?.answers.last?.form else {
      throw NoExplanation()
    }
    return answer
  }

  private struct NoExplanation: Error {}

  private static let golden: String = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Corpus/Golden/leaves.reroute")
    return (try? String(contentsOf: folder, encoding: .utf8)) ?? ""
  }()

  @Test("The golden portfolio: drift 128.041347; 66.321747, 250.411907, 264.853070 (1e-6)")
  func goldenPortfolio() throws {
    let answer = try Self.explanation(Self.golden + "\nexplain T.users\n")
    #expect(abs((answer.drift?.total.mean ?? .nan) - 128.041347) <= 1e-6)
    let expected = [66.321747, 250.411907, 264.853070]
    #expect(answer.shares.count == 3)
    for (share, figure) in zip(answer.shares, expected) {
      #expect(abs(share.amount.total.mean - figure) <= 1e-6)
      #expect(share.samplingError == nil)
    }
    #expect(answer.method == .exact(subsets: 8))
    #expect(answer.basis == .months(from: 0, to: 12))
    #expect(answer.start.mean == 5000 && abs(answer.end.mean - 5709.628072) <= 1e-6)
    #expect(answer.residual == .none(lastMeasured: nil))
  }

  @Test("A product of three factors: .553333, .663333, .303333 of what it was (5e-7)")
  func product() throws {
    let answer = try Self.explanation(
      """
      simulate 2 months
      product S { users 1000; features A, B, C }
      product T { users 1; arpu $1/user/month }
      integrate A from S into T { from month 1; over instant; arpu 40% }
      integrate B from S into T { from month 1; over instant; arpu 50% }
      integrate C from S into T { from month 1; over instant; arpu 20% }
      explain T.revenue at end
      """)
    #expect(answer.basis == .months(from: 1, to: 2))
    #expect(answer.start.mean == 1 && answer.drift?.total.isZero == true)
    for (share, figure) in zip(answer.shares, [0.553333, 0.663333, 0.303333]) {
      #expect(abs(share.amount.total.mean - figure) <= 5e-7)
    }
  }

  /// A script with six actions and a changed clause on three products; uncertain.
  private static let products = """
    simulate 12 months
    trials 300
    product S { users 1000; acquisition 20 users/month; churn 6% to 10%/month; cost $300/month; arpu $1/user/month; features F, G }
    product T { users 4000; acquisition 50 to 90 users/month; churn 5%/month; arpu $2 to $3/user/month; capacity 4500 users }
    product U { users 2000; churn 3% to 5%/month; arpu $1/user/month }
    failure S { when users < 900 for 2 months }

    """
  private static let actions = [
    "redirect S -> T { share 60%; over 2 months; reach 80%; accept 40% to 60%; overlap 30% }",
    "integrate F from S into T { from month 2; over 3 months; adoption 50%; churn -20% to -10% }",
    "close S 4 months after failure",
    "reallocate 50% of S.cost into U.acquisition { from month 3; cac $4/user }",
    "redirect S -> U { share 40%; over 3 months; reach 70%; accept 30%; overlap 10% }",
    "U.churn = 2%/month",
  ]

  /// The products, and a scenario that takes some actions.
  private static func script(_ actions: [String]) -> String {
    products + "scenario X {\n" + actions.joined(separator: "\n") + "\n}\n"
  }

  @Test("Every share is that of the subsets as scenarios of their own (1e-9 of the figure)")
  func subsets() throws {
    let actions = Self.actions
    for figure in [
      "portfolio.people at end", "total(portfolio.margin)", "(T.users / portfolio.users)",
    ] {
      let answer = try Self.explanation(Self.script(actions) + "explain \(figure) in X")
      let asked = figure.contains("/") ? "\(figure) at end" : figure
      var worth: [Double] = []
      for subset in 0..<(1 << actions.count) {
        let chosen = actions.indices.filter { subset >> $0 & 1 == 1 }.map { actions[$0] }
        var part = Session()
        worth.append(try part.number(Self.script(chosen) + asked + " in X"))
      }
      let shares = try #require(Shapley.values(players: actions.count) { worth[Int($0)] })
      let scale = worth.map { abs($0) }.max() ?? 1
      let told = answer.shares.map(\.amount.total.mean)
      #expect(told.count == shares.count)
      for (a, b) in zip(told, shares) { #expect(abs(a - b) <= 1e-9 * scale, "\(figure)") }
      #expect(answer.shares.contains { $0.amount.total.deviation > 0 })
    }
  }

  @Test("In generated plans shares and drift sum to the change, and a null player gets 0")
  func efficiency() throws {
    var dice = SystemlessDice(seed: 4)
    for _ in 0..<25 {
      var actions = Self.actions
      actions.removeAll { _ in dice.next(4) == 0 }
      if !actions.contains(where: { $0.hasPrefix("redirect S -> U") }) {
        actions = actions.map { $0.replacingOccurrences(of: "share 60%; ", with: "") }
      }
      if !actions.contains(where: { $0.hasPrefix("redirect S -> T") }) {
        actions = actions.map { $0.replacingOccurrences(of: "share 40%; ", with: "") }
      }
      // It adds to the arpu, which no figure of users hangs on.
      let null = "integrate G from S into U { from month 2; arpu 10%; adoption 40% }"
      let figures = ["S.users", "T.users at month 7", "portfolio.people", "peak(T.users)"]
      let figure = figures[dice.next(figures.count)]
      let answer = try Self.explanation(
        Self.script(actions + [null]) + "explain \(figure) in X")
      let sum =
        (answer.drift?.total.mean ?? 0)
        + answer.shares.reduce(0) { $0 + $1.amount.total.mean }
      let scale = max(abs(answer.start.mean), abs(answer.end.mean))
      #expect(abs(sum - answer.change.total.mean) <= 1e-12 * scale)
      #expect(abs(answer.start.mean + sum - answer.end.mean) <= 1e-12 * scale)
      let share = answer.shares.first { share in
        guard case .action(.integrate(let integration), _) = share.player else { return false }
        return integration.feature == "G"
      }
      #expect(share?.amount.total.isZero == true)
    }
  }

  @Test(
    "Two products that are alike, with actions that are alike, get equal shares; sums of figures sums of shares"
  )
  func symmetryAndAdditivity() throws {
    let script = """
      simulate 10 months
      product S { users 1000; churn 5%/month; features F }
      product A { users 500; churn 4%/month }
      product B { users 500; churn 4%/month }
      redirect S -> A { share 50%; over 3 months; reach 60%; accept 50%; overlap 20% }
      redirect S -> B { share 50%; over 3 months; reach 60%; accept 50%; overlap 20% }
      integrate F from S into A { from month 2; adoption 50%; churn -20% }
      integrate F from S into B { from month 2; adoption 50%; churn -20% }

      """
    func shares(_ figure: String) throws -> [Double] {
      try Self.explanation(script + "explain \(figure)").shares.map(\.amount.total.mean)
    }
    let all = try shares("A.users + B.users")
    #expect(abs(all[0] - all[1]) < 1e-10 && abs(all[2] - all[3]) < 1e-10)
    for (i, (a, b)) in zip(try shares("A.users"), try shares("B.users")).enumerated() {
      #expect(abs(a + b - all[i]) < 1e-10)
    }
  }

  @Test(
    "Beyond 12 actions sampled, with errors that hold against the exact values; sums stay exact")
  func sampled() throws {
    let changes = [5.0, 12, -8, 20, 3, 30, -15, 9, 40, 6, -4, 25, 10]
    let names = changes.indices.map { "F\($0)" }
    let integrations = zip(names, changes).map {
      "integrate \($0) from S into T { from month 1; over instant; arpu \(Int($1))% }"
    }
    let answer = try Self.explanation(
      """
      simulate 2 months
      product S { users 1000; features \(names.joined(separator: ", ")) }
      product T { users 1000; arpu $1/user/month }
      \(integrations.joined(separator: "\n"))
      explain T.revenue
      """)
    guard case .sampled(let orders, let subsets) = answer.method else {
      Issue.record("exact")
      return
    }
    #expect(orders >= 32 && subsets > 256 && subsets < 8192)
    let exact = try #require(
      Shapley.values(players: 13) { mask in
        changes.indices.reduce(1000) { mask >> $1 & 1 == 1 ? $0 * (1 + changes[$1] / 100) : $0 }
      })
    for (share, value) in zip(answer.shares, exact) {
      let error = try #require(share.samplingError)
      #expect(error > 0 && error < 0.05 * abs(value) + 1)
      #expect(abs(share.amount.total.mean - value) < 6 * error)
    }
    let sum = answer.shares.reduce(0) { $0 + $1.amount.total.mean }
    #expect(abs(sum - (answer.end.mean - answer.start.mean)) < 1e-9)
  }

  @Test("A scenario's own players: what baseline has is drift, what it does otherwise is a player")
  func players() throws {
    let answer = try Self.explanation(
      """
      simulate 6 months
      product A { users 1000; churn 10%/month }
      product B { users 2000; churn 5%/month }
      baseline {
        redirect A -> B { reach 50%; accept 50%; overlap 0% }
        A.churn = 8%/month
      }
      scenario More {
        redirect A -> B { reach 80%; accept 50%; overlap 0% }
        close A month 4
        A.churn = 6%/month
      }
      explain B.users in More
      """)
    #expect(answer.scenario?.rawValue == 2)
    #expect(answer.shares.count == 3)
    guard case .action(.redirect, replaces: true) = answer.shares[0].player,
      case .action(.close, replaces: false) = answer.shares[1].player,
      case .change(let target, _) = answer.shares[2].player
    else {
      Issue.record("\(answer.shares.map(\.player))")
      return
    }
    #expect(target.clause == .churn)
    #expect(answer.drift?.total.isZero == false)
  }

  @Test("Shares of a market: what moved and what the denominator did sum to the change")
  func market() throws {
    let answer = try Self.explanation(
      """
      simulate 6 months
      product A { users 1000 }
      product B { users 3000 }
      close B month 3
      explain A.users / portfolio.users
      """)
    // A's share goes from a quarter to all of it with nobody moving.
    let change = answer.change
    #expect(abs(change.total.mean - 0.75) < 1e-12)
    #expect(change.moved?.isZero == true)
    #expect(abs((change.denominator?.mean ?? .nan) - 0.75) < 1e-12)
    let measured = try Self.explanation(
      """
      simulate 6 months
      product A { users 100 }
      product B { users 300 }
      observe A.users { month 1: 100, month 2: 120, month 3: 150, month 5: 160 }
      observe B.users { month 1: 300, month 3: 100 }
      explain observed(A) / (observed(A) + observed(B))
      """)
    #expect(measured.basis == .measured(from: .number(1), to: .number(3)))
    // 50 more of A beside the mean of 1/400 and 1/250; the rest beside the mean of 100 and 150.
    let moved = try #require(measured.change.moved?.mean)
    let others = try #require(measured.change.denominator?.mean)
    #expect(abs(moved - 0.1625) < 1e-12)
    #expect(abs(others - 0.1875) < 1e-12)
    #expect(abs(measured.change.total.mean - (0.6 - 0.25)) < 1e-12)
  }

  @Test("What is left beside an observation, beside a claim, and where there is neither")
  func residual() throws {
    let products = """
      simulate 4 months from 2023-01
      product A { users 1000; churn 10%/month }
      product B { users 2000 }
      redirect A -> B { reach 100%; accept 100%; overlap 0%; over instant }

      """
    let observed = try Self.explanation(
      products + "observe B.users { 2023-03: 2500, 2023-04: 3100 }\nexplain B.users\n")
    guard case .observed(let point, let left) = observed.residual else {
      Issue.record("no residual")
      return
    }
    #expect(point.value == 3100 && abs(left.mean - (3100 - observed.end.mean)) < 1e-9)
    let early = try Self.explanation(
      products + "observe B.users { 2023-02: 2500, 2023-03: 2600 }\nexplain B.users\n")
    guard case .none(let last) = early.residual else {
      Issue.record("a residual")
      return
    }
    #expect(last?.text == "2023-03")
    let claimed = try Self.explanation(
      products + "claim B { before 2000; after 9000 }\nexplain B.users\n")
    guard case .claimed(_, let rest) = claimed.residual else {
      Issue.record("no claim")
      return
    }
    #expect(abs(rest.mean - (7000 - claimed.change.total.mean)) < 1e-9)
  }

  @Test("A claim: redirection explains at most 11.1%, 6.67% and 20% of the article's")
  func claims() throws {
    for (before, after, share) in [
      ("1M", "10M", "11.1%"), ("1M", "16M", "6.67%"), ("1M", "6M", "20%"),
    ] {
      var session = Session()
      let outcome = session.run(
        """
        claim Rise { before \(before) users; after \(after) users }
        explain Rise
        """)
      let text = outcome.report()
      #expect(text.contains("1M users (\(share))"), "\(text)")
      #expect(text.contains("an association"))
    }
  }

  @Test("`table failures` and `explain portfolio.value` say the same of what was salvaged")
  func salvage() throws {
    var session = Session()
    let outcome = session.run(
      Self.script(Self.actions) + "table failures in X\nexplain portfolio.value in X\n")
    let answers = try #require(outcome.answers?.answers)
    guard case .failures(let rows, _) = answers[0].form,
      case .explanation(let answer) = answers[1].form
    else {
      Issue.record("other answers")
      return
    }
    #expect(rows[0].salvaged == answer.shares[1].amount.total)
  }

  @Test("The same bits on one thread and on three, and beside other questions")
  func determinism() throws {
    let script = Self.script(Self.actions)
    let one = try Self.explanation(script + "explain T.users in X", trials: 2000)
    let three = try Self.explanation(script + "explain T.users in X", trials: 2000, threads: 3)
    let others = "explain S.users in X\ntable failures in X\nS.users at end\n"
    let beside = try Self.explanation(script + others + "explain T.users in X", trials: 2000)
    #expect(one.shares == three.shares && one.drift == three.drift)
    let portable = try Self.explanation(
      script + "explain T.users in X", trials: 2000, isPortable: true)
    #expect(one.shares == portable.shares && one.change == portable.change)
    #expect(one.shares == beside.shares && one.change == beside.change)
  }

  @Test("Parts of a run are merged into the whole, bit for bit")
  func parts() throws {
    let script = Array((Self.script(Self.actions) + "explain T.users in X").utf8)
    var parts: [Part] = []
    for first in [0, 700] {
      var session = Session()
      (session.firstTrial, session.trials) = (first, first == 0 ? 700 : 1300)
      parts.append(try #require(session.part(of: script).part))
    }
    let merged = Session.answer(try Part.merged(parts))
    var whole = Session()
    whole.trials = 2000
    #expect(merged.report(.json) == whole.run(bytes: script).report(.json))
  }

  @Test("All that can be said where no action touches a figure, and where there is none")
  func helpful() throws {
    var session = Session()
    let untouched = session.run(
      """
      simulate 6 months
      product A { users 1000; churn 10%/month }
      product B { users 2000 }
      product C { users 500; churn 3%/month }
      redirect A -> B { reach 50%; accept 50%; overlap 0% }
      explain C.users
      """)
    let text = untouched.report()
    #expect(text.contains("all of its change is drift"))
    #expect(text.contains("redirect A -> B touches A and B"))
    var other = Session()
    let none = other.run(
      "simulate 6 months\nproduct A { users 9; churn 1%/month }\nexplain A.users")
    #expect(none.report().contains("No action is declared: nothing here explains the change."))
  }

  /// Numbers that are the same in every run.
  private struct SystemlessDice {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }
}
