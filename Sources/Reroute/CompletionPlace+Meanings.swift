import Portfolio
import Syntax

/// What words mean, in one line for a list of candidates.
extension CompletionPlace {
  /// What a statement that begins with `word` does.
  static func meaning(_ word: Word) -> String {
    switch word {
    case .simulate: "how many months, and from when"
    case .trials: "how many trials to run"
    case .seed: "the number that the draws depend on"
    case .discount: "the discount rate"
    case .sampling: "how the draws are spread: random, sobol or latin hypercube"
    case .let: "give a value a name"
    case .fn: "define a function"
    case .if: "declare on a condition"
    case .for: "repeat for each element of a list"
    case .import: "read another script"
    case .unit: "declare a unit to count in"
    case .rate: "relate two currencies"
    case .correlate: "let two quantities move together"
    case .product: "a product: its users, flows and money"
    case .overlap: "the users that two products share"
    case .failure: "how a failure is recognised, and why it happened"
    case .redirect: "send a product's users to another"
    case .integrate: "let a feature live on in another product"
    case .close: "end a product"
    case .reallocate: "spend a product's cost on another"
    case .scenario: "a set of actions and changes, to compare"
    case .baseline: "what is committed in every scenario"
    case .observe: "what was measured"
    case .claim: "a published figure before and after"
    case .claims: "the claims, and what redirection can explain of them"
    case .table: "figures side by side, month by month"
    case .plot: "figures to look at, compared scenarios, or the flow of users"
    case .why: "the ledger behind a product's users"
    case .explain: "a change, split into what caused it"
    case .compare: "scenarios side by side"
    case .expect: "what must hold, or with what probability"
    case .drives: "which uncertain inputs matter"
    case .detect: "when what was measured began to fail"
    case .advise: "the split, the integrations and the closing that do best within limits"
    default: ""
    }
  }

  /// What a clause of a product says.
  static func meaning(_ clause: ProductClause) -> String {
    switch clause {
    case .users: "traffic when month 1 begins: `1M`"
    case .acquisition: "newcomers: `40k users/month`"
    case .churn: "the share that stops: `9% to 13%/month`"
    case .resurrection: "the share of the dormant that comes back: `1%/month`"
    case .dormant: "who had stopped when month 1 begins"
    case .arpu: "revenue: `$0.25/user/month`"
    case .cost: "fixed cost: `$1.2M/month`"
    case .capacity: "the most traffic it takes"
    case .invested: "money put in before month 1"
    }
  }

  /// What a clause of a redirection says.
  static func meaning(_ clause: Redirection.Clause) -> String {
    switch clause {
    case .reach: "of those still active, who sees the offer: `60% to 90%`"
    case .accept: "of those, who takes it: `30% to 50%`"
    case .overlap: "who uses the target already, for this redirection alone"
    case .lapse: "of those who moved, who is gone within a month"
    case .churn: "the share of those who moved that stops: `5%/month`"
    case .cost: "money per user reached"
    case .share: "the share of the source's users it is offered to"
    }
  }

  /// What a clause of an integration says.
  static func meaning(_ clause: Integration.Clause) -> String {
    switch clause {
    case .adoption: "the target's users who adopt it: `5% to 20%`"
    case .acquisition: "the relative change of acquisition among adopters"
    case .churn: "the relative change of churn among adopters: `-4% to -1%`"
    case .arpu: "the relative change of ARPU among adopters"
    case .cost: "what it costs, once"
    }
  }

  /// What words say that neither begin a statement nor are clauses of their own.
  static let others: [Word: String] = [
    .to: "`a to b`: a 90% interval", .at: "picks a month of a series",
    .in: "asks for another scenario, or converts to a unit",
    .as: "the shape of an interval, or with `of` the month that a number is of",
    .sure: "with what probability something must hold",
    .and: "both conditions hold", .or: "one of the conditions holds",
    .not: "the condition doesn't hold",
    .then: "what a condition gives", .else: "what is given otherwise",
    .choose: "`choose { 70%: x, 30%: y }`: one of several, by probability",
    .of: "a share of something", .per: "reads as /", .from: "when it begins",
    .until: "the month before which it ends",
    .by: "by when, or how strongly", .into: "where it goes", .on: "what is compared",
    .after: "`2 months after failure`",
    .extends: "the scenario that this one starts from", .source: "who says so", .note: "a remark",
    .features: "what of a product may live on elsewhere",
    .goal: "a level of traffic and when: `5M users by 2023-12`",
    .when: "the criteria of a failure", .because: "the reasons",
    .over: "how long it takes, and its ramp",
    .decline: "what who declines does: stays or leaves", .instant: "a ramp: all at once",
    .linear: "a ramp: the same each month",
    .logistic: "a ramp: slow, fast, slow", .exponential: "a ramp: most at first",
    .month: "a month's number, or `month 3`", .end: "the last month",
    .error: "the Monte Carlo standard error",
  ]
}
