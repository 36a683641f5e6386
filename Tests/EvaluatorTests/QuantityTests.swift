import Reroute
import Testing

/// Units, money, times, shares and uncertain quantities, as a script says them.
@Suite struct QuantityTests {
  @Test(arguments: [
    ("5 users + 3 users", "8 users"),
    ("25% of 8M users", "2M users"),
    ("25% + 3 points", "28%"),
    ("25% * 103%", "25.75%"),
    ("40k users/month * 3 months", "120k users"),
    ("$12 / 4 users", "$3/user"),
    ("120k users/year in (users/month)", "10k users/month"),
    ("18 months in years", "1.5 years"),
    ("rate €1 = $1.10\n€10 + $1 in EUR", "€10.9091"),
    ("rate €1 = $1.10\n€10 in USD", "$11"),
    ("unit hours\n5 hours * 3", "15 hours"),
    ("USD 5M + $1M", "$6M"),
    ("monthly_loss(24%/year)", "2.26102%/month"),
    ("2024-03 - 2024-01", "2 months"),
    ("1_000 + 1e3", "2000"),
    ("100 users * (1 / 4)", "25 users"),
  ]) func value(_ script: String, _ answer: String) {
    #expect(answers(script) == [answer])
  }

  @Test(arguments: [
    "5 users + 3", "5 users < $3", "5 users + 3 users/month", "$5 + 5%", "3 months + 5 users",
    "unit hours\n5 hours + 5 users", "2 ^ (1 users)", "sqrt(4 users)", "max(1 users, $1)",
    "[1 users][1] + $1", "if 1 to 3 > 2 then 1 users else $1", "1 users to 3 months",
  ]) func mismatch(_ script: String) {
    #expect(codes(script) == ["R301"])
  }

  @Test func aNameIsOneDraw() {
    #expect(answers("let x = 1 to 100\nx - x") == ["0"])
    #expect(answers("let x = 1 to 100\nx / x") == ["1"])
    #expect(answers("fn f() = 1 to 100\nf() == f()") != ["100%"])
    #expect(answers("let a = 1 to 5\nlet b = 1 to 5\na - b") != ["0"])
  }

  @Test func bareNumbersTakeTheUnitOfTheirClause() {
    let script = """
      simulate 2 months
      product A { users 1M; acquisition 10k; cost $5/month; arpu 2 }
      failure A { when users < 2M for 2 }
      A.users at end
      A.failure
      """
    #expect(answers(script) == ["1.02M users", "month 2"])
    #expect(codes("product A { users 1M; churn 5 }") != [])
  }

  @Test func chooseTruncateAndShapes() {
    #expect(answers("choose { 100%: 5 users, 0%: 9 users }") == ["5 users"])
    #expect(answers("let x = choose { 50%: 1, 50%: 3 }\nx == 1 or x == 3") == ["true"])
    #expect(codes("choose { 50%: 1 users, 50%: $3 }") == ["R301"])
    let cut = "let x = truncate(normal(0, 10), 2, 3)\nexpect x >= 2 and x <= 3\n"
    #expect(codes(cut) == [])
    for shape in ["normal", "lognormal", "uniform", "triangular", "pert", "80% normal"] {
      #expect(codes("20 to 30 as \(shape)") == [], "\(shape)")
    }
    #expect(codes("20% to 30% as beta") == [])
  }

  @Test func intervalsOfTheTable() {
    for text in [
      "2% to 4%", "2% to 4%/month", "25M to 35M users/month", "9%/month to 13%/month",
      "-4% to -1%", "-5 to 5", "$0.80 to $1.20/user/month", "50% to 150%", "3 to 7 months",
    ] {
      #expect(codes(text) == [], "\(text)")
    }
    for (text, code) in [
      ("0% to 10%", "R307"), ("10% to 100%", "R307"), ("0 to 5", "R307"), ("-5 to 0", "R307"),
      ("25 to 35M", "R308"), ("2 to 4%", "R308"), ("5 to 3", "R306"), ("5 to 5", "R306"),
      ("1 to 2 as round", "R309"), ("(1 to 2) to 5", "R310"), ("-1 to 5 as lognormal", "R311"),
    ] {
      #expect(codes(text) == [code], "\(text)")
    }
  }
}
