package import Portfolio
package import Quantities

/// What to choose among what a scenario declares, so that a figure is as large as can be.
package struct AdviceQuestion: Hashable, Sendable {
  /// What of the figure's distribution is made as large as can be.
  package enum Statistic: Hashable, Sendable {
    case mean
    /// The value that a share of the trials stays below.
    case percentile(Double)
    /// CVaR: the mean of the lowest share of the trials (Rockafellar and Uryasev, 2000).
    case tail(Double)
  }
  /// How a source's users are divided among targets: each share a multiple of the step, all together at most `whole`.
  package struct Split: Hashable, Sendable {
    /// A target and the shares it may get.
    package struct Target: Hashable, Sendable {
      /// The product.
      package var product: ProductID
      /// The least share.
      package var low: Double
      /// The largest share.
      package var high: Double
      /// Creates a target.
      package init(_ product: ProductID, low: Double = 0, high: Double = 1) {
        (self.product, self.low, self.high) = (product, low, high)
      }
    }
    /// The product whose users are divided.
    package var source: ProductID
    /// The targets, in the order they were named.
    package var targets: [Target]
    /// The step of the shares where they are searched.
    package var step = 0.05
    /// What redirections outside the split leave of the users.
    package var whole = 1.0
    /// Creates a split.
    package init(source: ProductID, targets: [Target]) {
      (self.source, self.targets) = (source, targets)
    }
  }
  /// An integration to do or not.
  package struct Option: Hashable, Sendable {
    /// The integration.
    package var identity: Action.Identity
    /// What it is called: `Lyrics into TikTok`.
    package var name: String
    /// Creates an option.
    package init(identity: Action.Identity, name: String) {
      (self.identity, self.name) = (identity, name)
    }
  }
  /// When a product closes.
  package struct Closing: Hashable, Sendable {
    /// A month to choose.
    package struct Month: Hashable, Sendable {
      /// The month, as an expression of the closing.
      package var month: ExpressionID
      /// As a script says it: `month 3`, `2 months after failure`.
      package var text: String
      /// Creates a month.
      package init(month: ExpressionID, text: String) { (self.month, self.text) = (month, text) }
    }
    /// The product.
    package var product: ProductID
    /// The months to choose from, in order.
    package var months: [Month]
    /// Creates a choice of months.
    package init(product: ProductID, months: [Month]) {
      (self.product, self.months) = (product, months)
    }
  }
  /// What must hold of a plan.
  package struct Limit: Hashable, Sendable {
    /// As it was written.
    package var text: String
    /// The condition, of one value a trial.
    package var condition: ExpressionID
    /// What there is to spare, negative where the condition doesn't hold; nil for what is no comparison of two quantities.
    package var slack: Figure?
    /// The share of trials in which it must hold; nil for every one.
    package var certainty: Double?
    /// The bound, where it is a constant, and whether it is from above.
    package var bound: Bound?
    /// A constant that a figure must stay below or above.
    package struct Bound: Hashable, Sendable {
      /// The constant.
      package var value: Double
      /// Whether the figure must stay below it.
      package var isUpper: Bool
      /// The text of the figure.
      package var figure: String
      /// Creates a bound.
      package init(value: Double, isUpper: Bool, figure: String) {
        (self.value, self.isUpper, self.figure) = (value, isUpper, figure)
      }
    }
    /// Creates a limit.
    package init(
      text: String, condition: ExpressionID, slack: Figure?, certainty: Double?, bound: Bound?
    ) {
      (self.text, self.condition, self.slack) = (text, condition, slack)
      (self.certainty, self.bound) = (certainty, bound)
    }
  }
  /// An action or a change of the scenario as a script would say it, on one line.
  package struct Statement: Hashable, Sendable {
    /// Which action it is; nil for a changed clause.
    package var identity: Action.Identity?
    /// What stands before the clauses.
    package var head: String
    /// The clauses but `share`; nil where the statement has no braces.
    package var clauses: [String]?
    /// What it says of the share.
    package var share: String?
    /// Whether it says the same outside of the loop or function it was written in.
    package var isSelfContained: Bool
    /// Creates a statement.
    package init(
      identity: Action.Identity?, head: String, clauses: [String]?, share: String?,
      isSelfContained: Bool
    ) {
      (self.identity, self.head, self.clauses, self.share) = (identity, head, clauses, share)
      self.isSelfContained = isSelfContained
    }
  }

  /// The figure, of one value a trial.
  package var figure: Figure
  /// Whether it is a series, taken at the end.
  package var isAtEnd: Bool
  /// What of it is made large.
  package var statistic = Statistic.mean
  /// The scenario whose actions are chosen among.
  package var scenario: ScenarioID
  /// What is chosen.
  package var splits: [Split] = []
  /// The integrations to do or not.
  package var options: [Option] = []
  /// The months to close.
  package var closings: [Closing] = []
  /// What must hold.
  package var limits: [Limit] = []
  /// The scenario as text.
  package var statements: [Statement] = []

  /// Creates a question without choices.
  package init(figure: Figure, isAtEnd: Bool, scenario: ScenarioID) {
    (self.figure, self.isAtEnd, self.scenario) = (figure, isAtEnd, scenario)
  }
}

/// What may be chosen, chosen.
package struct AdvisedPlan: Hashable, Sendable {
  /// The share of each target, by split.
  package var shares: [[Double]]
  /// Whether each option is done.
  package var isDone: [Bool]
  /// The month of each closing, by position among its months.
  package var months: [Int]

  /// Creates a plan.
  package init(shares: [[Double]], isDone: [Bool], months: [Int]) {
    (self.shares, self.isDone, self.months) = (shares, isDone, months)
  }

  /// `true` iff of equal plans this one is to be preferred: more to the targets named first, more done, closed earlier.
  func precedes(_ other: AdvisedPlan) -> Bool {
    for (a, b) in zip(shares.joined(), other.shares.joined()) where a != b { return a > b }
    for (a, b) in zip(isDone, other.isDone) where a != b { return a }
    for (a, b) in zip(months, other.months) where a != b { return a < b }
    return false
  }
}

/// What a plan decides about the actions of the scenario.
extension AdviceQuestion {
  /// The share of each redirection of a split.
  package func shares(of plan: AdvisedPlan) -> [Action.Identity: Double] {
    var shares: [Action.Identity: Double] = [:]
    for (split, own) in zip(splits, plan.shares) {
      for (target, share) in zip(split.targets, own) {
        shares[.redirect(split.source, target.product)] = share
      }
    }
    return shares
  }

  /// The integrations that are not done.
  package func dropped(by plan: AdvisedPlan) -> Set<Action.Identity> {
    Set(zip(options, plan.isDone).filter { !$0.1 }.map { $0.0.identity })
  }

  /// The month of each closing.
  package func months(of plan: AdvisedPlan) -> [Action.Identity: Closing.Month] {
    var months: [Action.Identity: Closing.Month] = [:]
    for (closing, month) in zip(closings, plan.months) {
      months[.close(closing.product)] = closing.months[month]
    }
    return months
  }
}
