import Reporting
package import SourceText

extension Outcome {
  /// A `?` of the script: what its place wants, and what hangs on it.
  public struct Hole: Sendable, Hashable {
    /// The answers at a value in its place.
    public struct Trial: Sendable, Hashable {
      /// An answer in one figure.
      public struct Answer: Sendable, Hashable {
        /// What the figure is of.
        public let question: String
        /// The figure, as it is told.
        public let figure: String
      }
      /// The value, as a script writes it.
      public let value: String
      /// The trials that were run with it.
      public let trials: Int
      /// The answers that hang on the hole.
      public let answers: [Answer]
    }

    /// Where it stands.
    package let place: SourceSpan
    /// Where it stands, for other programs.
    public let span: Message.Span
    /// What is wanted, for each different use: "a share per month, for `churn`".
    public let wanted: [String]
    /// Something that could stand there; nil where nothing is known.
    public let example: String?
    /// The names in scope that fit.
    public let fits: [String]
    /// The questions that hang on it.
    public let questions: [String]
    /// The answers at a low, a middle and a high value; none where its place sets no bounds, or nothing was simulated.
    public let trials: [Trial]
  }
}

extension Outcome {
  /// Counts expectations that hang on holes: none of them is known to hold.
  mutating func count(_ open: Int) {
    guard open > 0 else { return }
    expectations += open
    if status == .done { status = .expectationFailed }
  }
}

extension Outcome.Hole {
  /// The hole as a JSON object: span, wanted, example, fits, questions, trials.
  var jsonValue: JSONValue {
    .object([
      "span": span.jsonValue, "wanted": .array(wanted.map { .text($0) }),
      "example": example.map { .text($0) } ?? .null, "fits": .array(fits.map { .text($0) }),
      "questions": .array(questions.map { .text($0) }),
      "trials": .array(
        trials.map { trial in
          .object([
            "value": .text(trial.value), "trials": .number(Double(trial.trials)),
            "answers": .array(
              trial.answers.map {
                .object(["question": .text($0.question), "figure": .text($0.figure)])
              }),
          ])
        }),
    ])
  }
}
