import Syntax

/// What begins a statement.
extension HelpTopic {
  /// A topic of a word of the grammar, whose summary is that of the completion.
  private static func topic(
    _ word: Word, _ group: Group, _ text: String..., setup: String = portfolio, example: String...
  ) -> HelpTopic {
    HelpTopic(
      word.text, group, CompletionPlace.meaning(word), text, setup: setup, example: example)
  }

  static let statements: [HelpTopic] = [
    topic(
      .simulate, .settings,
      "`simulate MONTHS [from MONTH]`. Month 1 is the one named; without `from` months have numbers only.",
      setup: "", example: "simulate 24 months from 2024-01; product A { users 1M; churn 5%/month }",
      "A.users at 2025-12"),
    topic(
      .trials, .settings,
      "`trials N`, 10,000 unless said. `trials 10M until error < 1%` runs as many as that takes.",
      example: "trials 2000 until error < 1%", "Reader.users at end"),
    topic(
      .seed, .settings,
      "`seed N`. The same seed gives the same numbers, on any machine and any count of threads.",
      example: "seed 42", "Reader.users at end"),
    topic(
      .discount, .settings, "`discount RATE`, for `value`.", example: "discount 8%/year",
      "Feedly.value at end"),
    topic(
      .sampling, .settings,
      "`sampling random`, `sobol` or `latin hypercube`. Sobol points need far fewer trials for a mean. Whole multiples of 4,096 trials are best used.",
      example: "sampling sobol", "Reader.users at end"),
    topic(
      .let, .script, "`let NAME = EXPRESSION`. One name is one draw: `x - x` is 0.", setup: "",
      example: "let x = 2 to 5", "x - x"),
    topic(
      .fn, .script, "`fn NAME(PARAMETERS) = EXPRESSION`, or a block that ends in one.", setup: "",
      example: "fn kept(churn, months) = (1 - churn)^months", "kept(5%, 12)"),
    topic(
      .if, .script,
      "`if CONDITION { … } else { … }` declares on a condition that is certain; `if c then x else y` is a value.",
      setup: "let large = true", example: "if large then 2M users else 10k users"),
    topic(
      .for, .script, "`for NAME in LIST { … }`. Products of a loop are named in parentheses.",
      setup: "simulate 12 months",
      example: "for name in [\"Orkut\", \"Bebo\"] { product (name) { users 10M; churn 5%/month } }",
      "portfolio.users at end"),
    HelpTopic(
      "import", .script, CompletionPlace.meaning(.import),
      ["`import \"FILE\"`, relative to the text that imports it."],
      example: ["import \"rates.reroute\"", "usual"],
      files: ["rates.reroute": "let usual = 5%/month"]),
    topic(
      .unit, .script, "`unit NAME, NAME`: counts of your own beside users.", setup: "",
      example: "unit hours", "36.3M hours / 2 months"),
    topic(
      .rate, .script, "`rate MONEY = MONEY` relates two currencies; without it they don't mix.",
      setup: "", example: "rate €1 = $1.08", "€5 in $"),
    topic(
      .correlate, .script, "`correlate A with B by R`: a rank correlation between -1 and 1.",
      setup: "let a = 1 to 2; let b = 1 to 2",
      example: "correlate a with b by 0.9", "a - b"),
    topic(
      .product, .declarations,
      "`product NAME \"TITLE\" { CLAUSES }`: users (or another count), acquisition, churn, resurrection, dormant, arpu, cost, capacity, invested, features, goal.",
      setup: "simulate 12 months",
      example: "product Reader \"Google Reader\" { users 1M; churn 4% to 8%/month }",
      "Reader.users at end"),
    topic(
      .overlap, .declarations,
      "`overlap A, B SHARE of A`: of A's users, those who use B as well. Redirections from A to B count with it.",
      example: "overlap Reader, Feedly 10% to 15% of Reader", "portfolio.people at month 0"),
    topic(
      .failure, .declarations,
      "`failure PRODUCT { when CONDITION for N months; because REASONS }`, or `at MONTH`. Agree on it beforehand.",
      example: "failure Reader { when users < 800k for 2 months; because competition }",
      "Reader.failure"),
    topic(
      .redirect, .declarations,
      "`redirect A -> B { … }`: from, until, over (with a ramp), share, reach, accept, overlap, lapse, churn, decline, cost.",
      setup: portfolio + "\nfailure Reader { at month 3 }",
      example:
        "redirect Reader -> Feedly { over 2 months; reach 80%; accept 30% to 50%; overlap 10% }",
      "total(Feedly.moved_in)"),
    topic(
      .integrate, .declarations,
      "`integrate FEATURE from A into B { … }`: from, over, adoption, and changes of acquisition, churn and arpu among adopters; cost once.",
      example:
        "integrate Notes from Reader into Feedly { from month 3; over 2 months; adoption 10%; churn -5% }",
      "Feedly.users at end"),
    topic(
      .close, .declarations,
      "`close PRODUCT TIME`: from the start of that month it has no users, no flows and no cost.",
      example: "close Reader month 6", "Reader.lost_at_closing at month 6"),
    topic(
      .reallocate, .declarations,
      "`reallocate SHARE of A.cost into B.acquisition { from TIME; cac MONEY }`.",
      setup: portfolio + "\nclose Reader month 6",
      example: "reallocate 60% of Reader.cost into Feedly.acquisition { cac $5/user }",
      "Feedly.users at end"),
    topic(
      .scenario, .declarations,
      "`scenario NAME [extends OTHER] { ACTIONS AND CHANGES }`. All share their draws, so a difference is one of plans.",
      example: "scenario Better { Reader.churn = 3%/month }", "Reader.users at end in Better"),
    topic(
      .baseline, .declarations, "`baseline { … }`: what happens in every scenario.",
      example: "baseline { close Reader month 6 }", "Reader.users at end in baseline"),
    topic(
      .observe, .declarations,
      "`observe PRODUCT.users { MONTH: FIGURE, … }`, or `from \"FILE\" { time …; value … }`.",
      example: "observe Reader.users { 2024-01: 990k, 2024-02: 970k }", "Reader.observed at 2024-02"
    ),
    topic(
      .claim, .declarations, "`claim NAME { before FIGURE; after FIGURE }`: what was published.",
      setup: "",
      example: "claim TikTok { before 100M users; after 1B users; source \"an article\" }", "claims"
    ),
    topic(
      .claims, .questions, "The claims and what redirection alone can explain of each.",
      setup: "claim Resso { before 1M users; after 10M users }", example: "claims"),
    topic(
      .table, .questions,
      "`table X, Y`: a row for each month. `table failures [in SCENARIO]`: when, why, what it cost, what was done.",
      setup: plan, example: "table failures"),
    topic(
      .why, .questions, "`why PRODUCT.users [at TIME] [in SCENARIO]`: every user accounted for.",
      setup: plan, example: "why Reader.users at month 4"),
    topic(
      .compare, .questions,
      "`compare SCENARIOS on FIGURES`: each, and its difference from the first in the same trials.",
      setup: plan, example: "compare baseline, plan on Feedly.users"),
    topic(
      .explain, .questions,
      "`explain FIGURE [in SCENARIO]`: drift, what each action adds, and what nothing here explains.",
      setup: plan, example: "explain Feedly.users"),
    topic(
      .drives, .questions,
      "`drives FIGURE [between SCENARIOS]`: the uncertain inputs that matter, and what knowing them is worth.",
      setup: plan, example: "trials 1000", "drives Feedly.users at end"),
    topic(
      .advise, .questions,
      "`advise FIGURE { split …; integrate …; close …; limit … }`: the choice that makes it as large as can be.",
      setup: plan + "\nclose Reader month 6",
      example: "trials 500",
      "advise portfolio.value { close Reader from month 4 to month 8; limit Feedly.users > 100k users }"
    ),
    topic(
      .plot, .questions,
      "`plot FIGURES`, `plot compare …`, `plot explain …`, `plot drives …`, `plot flow [in SCENARIO] [at TIME]`; `to \"FILE.svg\"` writes it.",
      setup: plan, example: "plot Reader.users, Feedly.users", "plot flow"),
    topic(
      .expect, .questions,
      "`expect CONDITION`, `expect 80% sure CONDITION`. `reroute test` makes it a verdict.",
      setup: plan, example: "expect 80% sure Feedly.users at end > 250k users"),
    topic(
      .detect, .questions,
      "`detect PRODUCT.users { below LEVEL for N months; drawdown SHARE; … }`: by each method.",
      setup: portfolio
        + "\nobserve Reader.users { 2024-01: 100k, 2024-02: 99k, 2024-03: 101k, 2024-04: 90k, 2024-05: 80k, 2024-06: 70k }",
      example: "detect Reader.users { below 95k for 2 months }"),
  ]

  static let values: [HelpTopic] = [
    HelpTopic(
      "intervals", .values, "uncertain quantities: `2M to 5M users` is a 90% interval",
      [
        "Its shape follows from its kind: percentages stay inside 0% to 100%, positive amounts stay positive, the rest is normal. `30% to 50% as uniform` and `as 80% normal` say otherwise; the functions of distributions say the rest."
      ], example: ["2M to 5M users", "9% to 13%/month", "30% to 50% as uniform"]),
    HelpTopic(
      "units", .values,
      "every quantity has a unit; `in` converts, and sums of different ones are errors",
      [
        "users, $ and other currencies, months, %, points, and counts declared by `unit`. `per` reads as `/`. `x in (users/month)` converts. 20% and 20 points differ: a share, and a difference of shares."
      ], example: ["1.2M users / 3 months", "24 months in years", "25% - 20%"]),
    HelpTopic(
      "series", .values, "a figure has a value for each month; `at` picks one",
      [
        "`peak`, `total`, `mean`, `change`, `growth` and `first` condense a series. `at month 3`, `at 2024-06` and `at end` read the end of that month."
      ], setup: plan, example: ["Reader.users", "Reader.users at 2024-06", "change(Feedly.users)"]),
    HelpTopic(
      "times", .values, "`month 3`, `2024-01`, `end`, `Resso.failure`, `2 months after failure`",
      ["One notion wherever a time is wanted: after `at`, `from`, `until`, `close`."], setup: plan,
      example: ["Reader.users at month 3", "Reader.failure", "Feedly.users at end"]),
    HelpTopic(
      "given", .values, "`x given CONDITION`: of the trials in which it holds",
      ["It binds loosest, to the end of its expression."], setup: plan,
      example: ["Feedly.users at end given Reader.churn at month 1 > 6%/month"]),
    HelpTopic(
      "sources", .values,
      "`source \"…\"`, `as of 2023-07` and `note \"…\"` say where a number comes from",
      ["They follow a number, or stand in a block for all of it. `:sources` lists them."],
      example: ["let pool = 1M users source \"annual report\" as of 2023-07", "pool"]),
    HelpTopic(
      "results", .values, "`_` is the last answer, `_3` the third",
      [
        "They stand for what was asked, with the same draws: `_ - _` is 0. What uses one declares it, so that a saved session runs."
      ],
      setup: "", example: ["2M to 5M users", "_ / 2", "_1 - _1"]),
  ]
}
