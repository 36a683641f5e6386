package import Quantities

/// What is to be split into what caused it.
package struct ExplanationQuestion: Hashable, Sendable {
  /// What changed.
  package enum Subject: Hashable, Sendable {
    /// A figure that is simulated; of its metrics those that name no scenario are those of the explained one.
    case simulated(Figure)
    /// A series of nothing but measured metrics.
    case measured(Figure)
    /// A claim, by its position.
    case claim(Int)
  }
  /// What changed.
  package var subject: Subject
  /// The scenario whose actions are to explain it.
  package var scenario: ScenarioID
  /// `true` iff the answer takes a simulation.
  package var isSimulated: Bool { if case .simulated = subject { true } else { false } }
  /// Creates a question.
  package init(_ subject: Subject, scenario: ScenarioID) {
    (self.subject, self.scenario) = (subject, scenario)
  }
}
