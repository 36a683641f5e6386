package import Portfolio
package import Quantities

/// An expression that is asked for, as it was written.
package struct Figure: Hashable, Sendable {
  /// The text of the expression.
  package var text: String
  /// The expression.
  package var expression: ExpressionID
  /// What it counts.
  package var dimension: Dimension
  /// How it is told.
  package var presentation: Presentation
  /// `true` iff it is a condition, so that what is told is how often it holds.
  package var isCondition: Bool
  /// Creates a figure; see the properties.
  package init(
    text: String, expression: ExpressionID, dimension: Dimension, presentation: Presentation,
    isCondition: Bool = false
  ) {
    (self.text, self.expression, self.dimension) = (text, expression, dimension)
    (self.presentation, self.isCondition) = (presentation, isCondition)
  }
}

/// A value of a script as an answer shows it.
package indirect enum Datum: Hashable, Sendable {
  case figure(Figure)
  case text(String)
  case truth(Bool)
  /// A product, a scenario, a function, a time: by name.
  case name(String)
  case list([Datum])
  case record([Field])

  /// A field of a record.
  package struct Field: Hashable, Sendable {
    /// The name of the field and what stands in it.
    package var name: String
    /// The value.
    package var value: Datum
    /// Creates a field.
    package init(name: String, value: Datum) { (self.name, self.value) = (name, value) }
  }
}

/// Something a script asks, resolved.
package struct Question: Hashable, Sendable {
  /// What is asked.
  package enum Form: Hashable, Sendable {
    /// An expression on its own.
    case value(Datum)
    /// Figures side by side, by month where they are series.
    case table([Figure])
    /// What failed, and what was done about it in a scenario.
    case failures(ScenarioID)
    case claims
    /// The ledger behind a stock or money, up to a month (nil for the end), in scenarios (none for the default one).
    case why(LedgerSubject, month: ExpressionID?, scenarios: [ScenarioID])
    case compare([ScenarioID], [Figure])
    /// What must hold: in every trial, or with a probability.
    case expect(Figure, certainty: Double?)
    case detect(DetectionQuestion)
    /// Where the users of failed products went, up to a month (nil for the end), in a scenario.
    case flow(month: ExpressionID?, scenario: ScenarioID)
    /// A picture of what a question answers, shown or written to a file.
    indirect case plot(Form, file: String?)
    /// Which uncertain inputs a figure hangs on; of a series, at the end. With scenarios, two or more: which of them a choice hangs on.
    case drives(Figure, between: [ScenarioID])
    case advise(AdviceQuestion)
    case explain(ExplanationQuestion)
  }
  /// What is asked.
  package var form: Form
  /// Where it was asked.
  package var declaration: DeclarationID
  /// The text of the question.
  package var text: String
  /// Creates a question.
  package init(_ form: Form, declaration: DeclarationID, text: String) {
    (self.form, self.declaration, self.text) = (form, declaration, text)
  }
}

/// When an observed series began to fail, and by what standards.
package struct DetectionQuestion: Hashable, Sendable {
  /// The product and its observed metric.
  package var product: ProductID
  /// The metric.
  package var metric: Metric
  /// A level that the series must not stay below, and for how many points.
  package var below: Double?
  /// For how many observations.
  package var periods: Int
  /// A fall from the peak that counts as a failure.
  package var drawdown: Double
  /// The tolerated shortfall against the goal.
  package var tolerated: Double
  /// Creates a question with the usual standards.
  package init(product: ProductID, metric: Metric) {
    (self.product, self.metric) = (product, metric)
    (below, periods, drawdown, tolerated) = (nil, 3, 0.2, 0)
  }
}
