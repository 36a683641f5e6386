import Engine
import Evaluator
import Metrics
import Planner
import Portfolio
import Quantities
import SourceText
import Syntax
import Testing

/// A script's answers as values.
enum AnsweredScript {
  static func answers(_ text: String, control: RunControl = RunControl(threads: 2)) throws
    -> AnswerSet
  {
    let file = SourceFile(name: "test", text: text)
    var sources = SourceMap()
    let source = sources.add(file)
    let parsed = Parser.parse(file, source: source)
    let program = parsed.tree.children(of: parsed.tree.root).map {
      StatementReference(tree: 0, node: $0)
    }
    let host = EvaluatorHost { (name, _) throws(ImportFailure) in throw .refused(name) }
    let evaluation = Evaluator.evaluate(program, of: [parsed.tree], sources: &sources, host: host)
    let errors = (parsed.diagnostics + evaluation.diagnostics).filter { $0.severity == .error }
    try #require(errors.isEmpty, "\(errors)")
    return try Answerer.answer(evaluation.questions, of: evaluation.model, control: control)
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
