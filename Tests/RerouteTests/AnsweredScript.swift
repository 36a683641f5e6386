import Engine
import Metrics
import Portfolio
import Quantities
import Testing

/// A script's answers as values.
enum AnsweredScript {
  static func answers(_ text: String, control: RunControl = RunControl(threads: 2)) throws
    -> AnswerSet
  {
    let script = try EvaluatedScript(text)
    return try PreparedQuestions(script.questions, of: script.model).answers(control)
  }

  /// What each `drives` of a script tells.
  static func drivers(_ text: String, control: RunControl = RunControl(threads: 2)) throws
    -> [Drivers]
  {
    try answers(text, control: control).answers.compactMap { answer in
      guard case .drivers(let drivers) = answer.form, case .found(let found) = drivers.outcome
      else { return nil }
      return found
    }
  }
}

extension Drivers {
  /// The group that has an input of this name.
  func group(_ name: String) -> DriverGroup? {
    groups.first { $0.members.contains { $0.input.name == name } }
  }

  /// The input of this name.
  func input(_ name: String) -> DriverInput? {
    groups.flatMap(\.members).first { $0.input.name == name }
  }
}

extension Measured {
  /// `true` iff the number is as near to another as its error lets expect: within 4 standard errors, or `tolerance`.
  func agrees(with value: Double, tolerance: Double = 1e-9) -> Bool {
    abs(self.value - value) <= max(4 * error, tolerance)
  }
}
