package import Engine
package import Portfolio
package import Quantities

/// What the trials say of one number.
package struct Estimate: Hashable, Sendable {
  /// The trials in which the number is defined (and what it is given holds), and those run.
  package var trials: Int
  /// The trials that were run.
  package var of: Int
  /// The mean over the trials.
  package var mean: Double
  /// The standard deviation over the trials.
  package var deviation: Double
  /// The 5th, 50th and 95th percentile.
  package var low: Double
  /// The 50th percentile.
  package var median: Double
  /// The 95th percentile.
  package var high: Double
  /// The least value of any trial.
  package var minimum: Double
  /// The greatest value of any trial.
  package var maximum: Double
  /// Monte Carlo standard errors of the mean and of the two ends.
  package var meanError: Double
  /// The standard error of the 5th percentile.
  package var lowError: Double
  /// The standard error of the 95th percentile.
  package var highError: Double

  /// `true` iff the number is given a condition that holds in too few trials to tell of them; ``mean`` and all else is undefined then,
  /// but for the count of trials.
  package var isRefused = false

  /// The fewest trials of a condition that are told of: of fewer, 5% is hardly more than one.
  package static let fewestGiven = 30

  /// The estimate of what is given a condition: refused where that holds in too few trials of several.
  package var given: Estimate {
    guard trials < Self.fewestGiven, of > 1 else { return self }
    var refused = Estimate([])
    (refused.trials, refused.of, refused.isRefused) = (trials, of, true)
    return refused
  }

  /// `true` iff the number is the same in every trial.
  package var isCertain: Bool { minimum == maximum && trials > 0 }

  /// How far the three percentiles may be from those of the trials run, where these were counted in bins: the 5th, the 50th and
  /// the 95th lie between these; nil where they are exact.
  package var brackets: [ClosedRange<Double>]?

  /// Reads an estimate off the values of trials that are independent; NaN is undefined.
  package init(_ values: [Double]) { self.init(ColumnSummary(values)) }

  /// Reads an estimate off a summary. The errors of percentiles that were counted in bins include how far these may be off.
  package init(_ summary: ColumnSummary) {
    trials = summary.trials
    of = summary.of
    mean = summary.mean
    deviation = summary.deviation.isNaN ? 0 : summary.deviation
    minimum = summary.minimum
    maximum = summary.maximum
    meanError = trials > 1 ? summary.meanError : 0
    let percentiles = summary.percentiles
    let isAsked = percentiles.count == 3
    (low, median, high) =
      isAsked
      ? (percentiles[0].value, percentiles[1].value, percentiles[2].value) : (.nan, .nan, .nan)
    func error(_ p: Percentile) -> Double {
      guard summary.trials > 1 else { return 0 }
      return p.error + max(p.value - p.lower, p.upper - p.value)
    }
    (lowError, highError) = isAsked ? (error(percentiles[0]), error(percentiles[2])) : (.nan, .nan)
    if percentiles.contains(where: { $0.lower < $0.upper }) {
      brackets = percentiles.map { $0.lower...max($0.lower, $0.upper) }
    }
    if trials > 0, maximum - minimum <= 1e-12 * max(abs(minimum), abs(maximum)) {
      // One value; sums that are equal by the ledger may differ in the last digits.
      if !isAsked { median = minimum }
      (low, median, high, maximum) = (median, median, median, minimum)
      mean = median
      (deviation, meanError, lowError, highError) = (0, 0, 0, 0)
      brackets = nil
    }
  }
}

/// A figure and what the trials say of it.
package struct FigureAnswer: Hashable, Sendable {
  /// The figure.
  package var figure: Figure
  /// One estimate, or one for each month from 0.
  package var estimates: [Estimate]
  /// `true` iff there is one for each month.
  package var isSeries: Bool
  /// The scenario a series is of, for display; nil where it matters to nothing.
  package var scenario: ScenarioID?
  /// Where a person counted in `portfolio.people` may be counted twice: the fewest people it can be.
  package var atLeast: [Estimate]?
  /// `true` iff the figure adds the users of several products, so that who uses two counts twice.
  package var isPlainSum = false
}

/// A value and what the trials say of the quantities in it.
package indirect enum AnswerValue: Hashable, Sendable {
  case figure(FigureAnswer)
  case text(String)
  case truth(Bool)
  case name(String)
  case list([AnswerValue])
  case record([Field])

  /// A field of a record.
  package struct Field: Hashable, Sendable {
    /// The name of the field and what stands in it.
    package var name: String
    /// The value.
    package var value: AnswerValue
  }
}

/// A product's failure: when, why, what it cost and what was saved.
package struct FailureAnswer: Hashable, Sendable {
  /// The product.
  package var product: ProductID
  /// The criteria, as they were written.
  package var criteria: String
  /// Why, as it was said.
  package var reasons: [String]
  /// The month in which it fired, of those trials in which it did.
  package var month: Estimate
  /// The money put in before month 1; nil if none was stated.
  package var invested: Estimate?
  /// What the product cost after the month in which the criteria were met.
  package var costSince: Estimate
  /// What was done about it.
  package var actions: [Action]
  /// What the integrations of its features add to the portfolio's value: their Shapley share; nil without one.
  package var salvaged: Estimate?
}

/// A comparison of one figure in several scenarios, each against the first.
package struct ComparisonRow: Hashable, Sendable {
  /// The figure.
  package var figure: Figure
  /// By scenario.
  package var estimates: [Estimate]
  /// By scenario after the first: its value less the first's, trial by trial.
  package var differences: [Estimate]
  /// By scenario after the first: the share of trials in which it is larger.
  package var probabilities: [Double]
  /// `true` iff the figure is a series, compared at the end.
  package var isAtEnd: Bool
  /// `true` iff the figure is given a condition: the same trials in all scenarios.
  package var isGiven = false
  /// The scenario in which that condition is judged; nil where it hangs on none.
  package var judgedIn: ScenarioID?
}

/// What became of an expectation.
package enum Verdict: String, Hashable, Sendable {
  case holds, fails
  /// The trials can't tell: the probability is too near what was asked.
  case unsettled
}

/// What is answered to a question.
package struct Answer: Hashable, Sendable {
  /// The forms of answers.
  package enum Form: Hashable, Sendable {
    case value(AnswerValue)
    case table([FigureAnswer])
    case comparison(scenarios: [ScenarioID], rows: [ComparisonRow])
    case failures([FailureAnswer], scenario: ScenarioID)
    case claims([Claim])
    /// The ledger in each scenario that was asked for.
    case ledger([LedgerAnswer])
    /// The probability that a condition holds, the interval the trials leave it, and the verdict.
    case verdict(
      Figure, certainty: Double?, probability: Double, low: Double, high: Double, trials: Int,
      Verdict)
    case detection(
      DetectionQuestion, points: [Observation.Point], findings: [Detection],
      criteria: CriteriaFinding?)
    case flow(FlowAnswer)
    /// A picture of an answer, and the file it goes to; nil to show it.
    indirect case plot(Form, file: String?)
    case drivers(DriversAnswer)
    case advice(AdviceAnswer)
    case explanation(Attribution)
  }
  /// What is answered.
  package var form: Form
  /// The question.
  package var question: Question
}

/// What a failure's own criteria say of the observations.
package enum CriteriaFinding: Hashable, Sendable {
  /// Met in the month of that observation.
  case met(index: Int, text: String)
  case notMet(text: String)
  /// They speak of something that wasn't measured.
  case notMeasured(text: String)
}

/// The answers of a run, and how it went.
package struct AnswerSet: Sendable {
  /// The answers, in the order of the questions.
  package var answers: [Answer]
  /// The number of the first trial; those of a whole run are numbered from 0.
  package var firstTrial: Int
  /// Trials done and asked for.
  package var trials: Int
  /// The trials asked for.
  package var requested: Int
  /// `true` iff the run was stopped before its last trial.
  package var wasStopped: Bool
  /// What the checks found, in the scenario and with what they watch.
  package var findings: [Finding]
  /// How `until error` went; nil without it.
  package var precision: Precision?
  /// The run's part, where it was to be kept.
  package var part: RunPart?
  /// `true` iff shares are sampled that would have been refined to exact ones, had the run not been stopped.
  package var isUnrefined = false

  /// How near a run came to the standard error it was to reach.
  package struct Precision: Hashable, Sendable {
    /// The rule.
    package var rule: StoppingRule
    /// The largest error among the means watched, in base units or as a fraction of the mean.
    package var error: Double
    /// Whether it is below the bound.
    package var isMet: Bool
  }

  /// Something wrong in some trials.
  package struct Finding: Hashable, Sendable {
    /// The scenario, what was checked, the trials in which it failed of those run, and the first month in which it did.
    package var scenario: ScenarioID
    /// What was watched.
    package var site: DeclaredSite
    /// The trials in which it was found.
    package var trials: Int
    /// The trials that were run.
    package var of: Int
    /// The first month in which it was found; 0 before month 1.
    package var firstMonth: Int
  }
}

extension AnswerSet {
  /// `true` iff the run was stopped before its first trial.
  package var hasNoTrials: Bool { wasStopped && trials == 0 }

  /// `true` iff an answer tells anything: before the first trial, what needs none.
  package func tells(_ answer: Answer) -> Bool { !hasNoTrials || !answer.form.needsTrials }
}

extension Answer.Form {
  /// `true` iff nothing of it is known before the first trial.
  fileprivate var needsTrials: Bool {
    switch self {
    case .claims, .detection, .drivers, .advice: false
    case .value(let value): value.hasFigure
    case .explanation(let explanation): explanation.scenario != nil
    case .plot(let form, _): form.needsTrials
    case .table, .comparison, .failures, .ledger, .verdict, .flow: true
    }
  }
}

extension AnswerValue {
  /// `true` iff a figure is in it.
  fileprivate var hasFigure: Bool {
    switch self {
    case .figure: true
    case .text, .truth, .name: false
    case .list(let items): items.contains(where: \.hasFigure)
    case .record(let fields): fields.contains { $0.value.hasFigure }
    }
  }
}
