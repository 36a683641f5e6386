import Engine
import Metrics
import Portfolio
import Quantities
import Reroute
import Testing

/// `given`, wherever a figure stands: among the trials in which its condition holds.
@Suite struct GivenTests {
  static let plan = """
    simulate 12 months
    product A { users 1M; churn 4% to 6%/month }
    product B { users 100k to 200k; churn 2% to 8%/month }
    scenario Ads extends baseline { A.acquisition = 20k to 40k users/month }

    """

  private func answers(_ text: String) throws -> [Answer.Form] {
    try AnsweredScript.answers(Self.plan + text).answers.map(\.form)
  }

  private func estimate(_ text: String) throws -> Metrics.Estimate {
    guard case .value(.figure(let figure)) = try answers(text).first else {
      throw GivenError.noFigure
    }
    return try #require(figure.estimates.last)
  }

  private enum GivenError: Error { case noFigure }

  @Test func `the mean of a normal above its mean`() throws {
    // σ √(2/π) = 79.788456 for σ = 100.
    let found = try estimate("let x = normal(0, 100)\ntrials 16k\nx given x > 0")
    #expect(abs(found.mean - 79.788456) < 4 * found.meanError && found.meanError < 1)
    #expect(found.of == 16_000 && abs(found.trials - 8000) < 250)
  }

  @Test(arguments: [10_000, 60_000]) func `kept or counted, the same trials`(trials: Int) throws {
    let found = try estimate(
      "trials \(trials)\nlet x = normal(0, 1)\nx given x > 1.6448536269514722")
    // φ(z)/.05.
    #expect(abs(found.mean - 2.0627128) < 4 * found.meanError && found.meanError < 0.03)
    #expect(abs(Double(found.trials) / Double(trials) - 0.05) < 0.01)
    #expect(found.minimum > 1.64 && found.low < found.high)
  }

  /// A comparison or an operation on what is given a condition is undefined, not false, where the condition doesn't hold.
  @Test(
    arguments: [
      ("(x given y > 0) > 0", "(x > 0) given y > 0"),
      ("(x given y > 0) + 1", "x + 1 given y > 0"),
      ("not (x > 0 given y > 0)", "not (x > 0) given y > 0"),
      ("(x > 0 given y > 0) and x < 1", "x > 0 and x < 1 given y > 0"),
      ("if (x > 0 given y > 0) then 1 else 2", "(if x > 0 then 1 else 2) given y > 0"),
      ("min(5, x given y > 0)", "min(5, x) given y > 0"),
      ("((x given y > 0) given x > 0) * 2", "2 * x given y > 0 and x > 0"),
      ("total(A.churned given y > 0)", "total(A.churned) given y > 0"),
      ("(A.users given y > 0) at end > 500k users", "A.users at end > 500k users given y > 0"),
    ])
  func `conditions go out of what they stand in`(inside: String, outside: String) throws {
    let draws = "let x = normal(0, 1)\nlet y = normal(0, 1)\n"
    let (a, b) = (try estimate(draws + inside), try estimate(draws + outside))
    #expect(a == b && a.trials < a.of && a.trials > 2000, "\(a.trials)")
  }

  @Test func `totals and means are of the months in which a series' condition holds`() throws {
    // No draw: 1000 users, 10% lost a month; 900, 810, 729 are above 700.
    func number(_ text: String) throws -> Double {
      var session = Session()
      return try session.number(
        "simulate 6 months; product C { users 1000; churn 10%/month }; " + text)
    }
    #expect(abs(try number("total(C.users given C.users > 700 users)") - 2439) < 1e-9)
    #expect(abs(try number("mean(C.users given C.users > 700 users)") - 813) < 1e-9)
    #expect(try number("peak(C.users given C.users < 700 users)") < 700)
    #expect(try number("first(C.users < 900 users given C.users < 800 users)") == 3)
  }

  @Test func `scenarios are compared on the same trials`() throws {
    let forms = try answers(
      """
      compare baseline, Ads on A.users given A.users at end > 550k users
      compare Ads, baseline on A.users given A.users in baseline at end > 550k users
      compare baseline, Ads on A.users given B.users at end > 100k users
      """)
    var rows: [ComparisonRow] = []
    for form in forms {
      if case .comparison(_, let found) = form { rows += found }
    }
    #expect(rows.count == 3 && rows.allSatisfy(\.isGiven))
    for row in rows {
      let counts = Set((row.estimates + row.differences).map(\.trials))
      #expect(counts.count == 1)
      // Means of differences are differences of means: the trials are the same.
      let difference = row.estimates[1].mean - row.estimates[0].mean
      #expect(abs(row.differences[0].mean - difference) < 1e-6 * abs(difference))
    }
    #expect(rows[0].probabilities == [1])
    #expect(rows[0].judgedIn?.rawValue == 0 && rows[1].judgedIn == nil)
    #expect(abs(rows[0].differences[0].mean + rows[1].differences[0].mean) < 1e-6)
    #expect(rows[2].probabilities == [1] && (1000..<9000).contains(rows[2].estimates[0].trials))
  }

  @Test func `too few trials are refused, with the number`() {
    func codes(_ question: String) -> [String] {
      Session().tried(Self.plan + question).messages.map(\.code)
    }
    #expect(codes("A.users at end given A.users at end > 2M users") == ["R921"])
    #expect(codes("A.users given A.users at end > 2M users") == ["R921"])
    #expect(codes("trials 1000; A.users at end given A.users at end > 640k users") == ["R922"])
    #expect(
      codes("trials 1000; table A.users, B.users given A.users at end > 640k users") == ["R922"])
    #expect(
      codes("trials 1000; compare baseline, Ads on A.users given A.users at end > 640k users") == [
        "R922"
      ])
    #expect(
      codes("trials 1000; expect A.users at end > 1 user given A.users at end > 640k users") == [
        "R922"
      ])
    #expect(codes("trials 100k; A.users at end given A.users at end > 640k users") == [])
    // One trial is all there is where nothing is uncertain.
    let certain =
      "simulate 3 months; product C { users 1000 }; C.users at end given C.users at end > 5 users"
    #expect(Session().tried(certain).messages.isEmpty)
    let refused = Session().tried(
      Self.plan + "trials 1000; A.users at end given A.users at end > 640k users")
    #expect(refused.report().contains("of 1000 trials, too few to tell"))
    #expect(refused.messages[0].text.contains("of 1000 trials"))
    #expect(refused.report(.json).contains("\"tooFew\" : true"))
  }

  @Test func `until error goes on until a rare condition is known`() throws {
    var session = Session()
    let outcome = session.run(
      Self.plan + """
        trials 60k until error of (A.users at end given A.users at end > 640k users) < 10%
        A.users at end given A.users at end > 640k users
        """)
    #expect(outcome.status == .done, "\(outcome.messages)")
    // Some 30 of 10,000 trials hold it: the error of ten of them would do, too few of them don't.
    #expect((outcome.estimate?.trials ?? 0) >= 30)
  }

  @Test func `expectations are of the trials in which the condition holds`() throws {
    let forms = try answers(
      """
      let x = uniform(0, 1)
      expect 45% sure x > 0.75 given x > 0.5
      expect x > 0.5 given x > 0.5
      expect 60% sure x > 0.75 given x > 0.5
      expect A.users > 1 user given x > 0.5
      """)
    let verdicts = forms.compactMap { form in
      if case .verdict(_, _, _, _, _, let trials, let verdict) = form {
        (trials, verdict)
      } else {
        nil
      }
    }
    #expect(verdicts.map(\.1) == [.holds, .holds, .fails, .holds])
    #expect(verdicts.allSatisfy { (4800..<5200).contains($0.0) })
  }
}
