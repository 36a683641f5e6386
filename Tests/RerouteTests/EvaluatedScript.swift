import Evaluator
import Metrics
import Portfolio
import SourceText
import Syntax
import Testing

/// A script's questions and model, before anything is simulated.
struct EvaluatedScript {
  let questions: [Question]
  let model: Model

  /// Evaluates a script that has no mistakes and imports nothing.
  init(_ text: String) throws {
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
    (questions, model) = (evaluation.questions, evaluation.model)
  }
}
