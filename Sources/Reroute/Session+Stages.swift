import Engine
import Evaluator
import Metrics
import Planner
import Portfolio
import Quantities
import SourceText
import Syntax

extension Session {
  /// The stages whose results can be printed.
  public enum Stage: String, Sendable, CaseIterable { case tokens, tree, values, portfolio, plan }

  /// The result of a stage as text, for `reroute check --show`; mistakes come with ``check(bytes:name:)``.
  public func show(_ stage: Stage, bytes: [UInt8], name: String) -> String {
    text(of: stage, bytes, name).showingControls()
  }

  private func text(of stage: Stage, _ bytes: [UInt8], _ name: String) -> String {
    var copy = self
    let file = SourceFile(name: name, bytes: bytes)
    let tree = DeepStack.parse(file, source: SourceID(rawValue: 0), units: units).tree
    if stage == .tokens { return tree.tokenLines }
    if stage == .tree { return tree.outline }
    let checked = copy.evaluate(bytes, name)
    switch stage {
    case .values:
      return checked.names.map { "\($0.name) = \(StageText.text($0.value, checked.model))" }.joined(
        separator: "\n")
        + "\n"
    case .portfolio: return StageText.portfolio(checked.model)
    default:
      do throws(DrawSources.Contradiction) {
        let run = try Answerer.plan(checked.questions, of: checked.model)
        let names = run.scenarios.map(\.scenario).filter { checked.model.scenarioIDs.contains($0) }
          .map { checked.model[$0].name }
        let title = (names.count == 1 ? "scenario " : "scenarios ") + names.joined(separator: ", ")
        let listing = run.plan.scenarios.prefix(run.plan.kept).map { title + "\n" + $0.listing }
        let parts = run.scenarios.count - names.count
        return listing.joined() + (parts == 0 ? "" : "and \(parts) parts of a plan, added up\n")
      } catch {
        return ""
      }
    }
  }

  /// The script formatted: canonical spacing, every comment kept. Nil, with the mistakes, for a text with syntax errors.
  public static func format(_ bytes: [UInt8], name: String) -> (
    text: String?, messages: [Message], rendered: String
  ) {
    var sources = SourceMap()
    let file = SourceFile(name: name, bytes: bytes)
    let id = sources.add(file)
    let parsed = DeepStack.parse(file, source: id)
    let messages = parsed.diagnostics.map { Message($0, sources) }
    let rendered = DiagnosticRenderer(sources: sources).render(parsed.diagnostics)
    if parsed.diagnostics.hasErrors { return (nil, messages, rendered) }
    let text = DeepStack.run(bytes: DeepStack.bytesForSyntax) { Formatter.format(parsed.tree) }
    return (text, messages, rendered)
  }

  /// `true` iff a text only stops too early, so that another line may complete it.
  public func isIncomplete(_ text: String) -> Bool {
    let file = SourceFile(name: "prompt", text: text)
    return DeepStack.parse(file, source: SourceID(rawValue: 0), units: units).isIncomplete
  }
}
