import Metrics
import Notation
import Portfolio
import Quantities

/// The printed forms of values and portfolios.
enum StageText {
  static func text(_ datum: Datum, _ model: Model) -> String {
    switch datum {
    case .figure(let figure): expression(figure.expression, model.graph)
    case .text(let text): "\"\(text)\""
    case .name(let name): name
    case .truth(let value): value ? "true" : "false"
    case .list(let items): "[" + items.map { text($0, model) }.joined(separator: ", ") + "]"
    case .record(let fields):
      "{ " + fields.map { "\($0.name): \(text($0.value, model))" }.joined(separator: ", ") + " }"
    }
  }

  /// An expression as nested operations, shortened where it is long.
  static func expression(_ id: ExpressionID, _ graph: ExpressionGraph, depth: Int = 6) -> String {
    let expression = graph[id]
    guard depth > 0 else { return "…" }
    switch expression.operation {
    case .constant: return "\(expression.value)"
    case .draw:
      let draw = graph.draws[Int(expression.a)]
      return "\(draw.isMonthly ? "monthly " : "")draw \"\(draw.name)\" \(draw.distribution)"
    case .month: return "month"
    case .horizon: return "end"
    case .metric:
      let metric = graph.metrics[Int(expression.a)]
      let owner = metric.product.map { "product \($0.rawValue)" } ?? "portfolio"
      return owner + "." + metric.kind.name
        + (metric.scenario.map { " in scenario \($0.rawValue)" } ?? "")
    default:
      let operands = expression.operands.map { self.expression($0, graph, depth: depth - 1) }
      return "(\(expression.operation) \(operands.joined(separator: " ")))"
    }
  }

  static func portfolio(_ model: Model) -> String {
    var lines: [String] = []
    func value(_ clause: ClauseValue?) -> String {
      clause.map { expression($0.expression, model.graph) } ?? "–"
    }
    lines.append(
      "simulate \(model.months) months\(model.start.map { " from \($0.text)" } ?? ""), \(model.trials) trials\(stopping(model)), seed \(model.seed), sampling \(model.sampling.rawValue)"
    )
    for id in model.productIDs {
      let product = model[id]
      lines.append("product \(product.name) \"\(product.title)\" counts \(product.unit)")
      for clause in ProductClause.allCases where product.clauses[clause] != nil {
        lines.append("  \(clause.rawValue) \(value(product.clauses[clause]))")
      }
      if !product.features.isEmpty {
        lines.append("  features \(product.features.joined(separator: ", "))")
      }
      if let goal = product.goal {
        lines.append("  goal \(value(goal.target)) by month \(expression(goal.by, model.graph))")
      }
      if let failure = model.failures[id] {
        lines.append(
          "  fails when \(failure.condition.map { expression($0, model.graph) } ?? "month \(failure.month.map { expression($0, model.graph) } ?? "–")")"
        )
        if !failure.reasons.isEmpty {
          lines.append("  because \(failure.reasons.joined(separator: ", "))")
        }
      }
    }
    for overlap in model.overlaps {
      lines.append(
        "overlap \(value(overlap.share)) of \(model[overlap.of].name) use \(model[overlap.with].name)"
      )
    }
    for id in model.scenarioIDs {
      let scenario = model[id]
      lines.append(
        "scenario \(scenario.name)\(scenario.extends.map { " extends \(model[$0].name)" } ?? "")")
      for action in scenario.actions { lines.append("  " + self.action(action, model)) }
      for (target, change) in scenario.changes.sorted(by: {
        ($0.key.product, $0.key.clause.rawValue) < ($1.key.product, $1.key.clause.rawValue)
      }) {
        lines.append("  \(model[target.product].name).\(target.clause.rawValue) = \(value(change))")
      }
    }
    for observation in model.observations {
      lines.append(
        "observed \(model[observation.product].name): "
          + observation.points.map { "\($0.month.text) \($0.value)" }.joined(separator: ", "))
    }
    for claim in model.claims {
      lines.append("claim \(claim.name): \(claim.before) before, \(claim.after) after")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// When the trials may end early.
  private static func stopping(_ model: Model) -> String {
    guard let rule = model.stopping else { return "" }
    let subject = rule.expression.map { " of \(expression($0, model.graph))" } ?? ""
    return " until error\(subject) < \(rule.bound)\(rule.isRelative ? " of the mean" : "")"
  }

  private static func action(_ action: Action, _ model: Model) -> String {
    func clauses<K: RawRepresentable>(_ all: [K: ClauseValue]) -> String
    where K.RawValue == String {
      all.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ", \($0.key.rawValue) \(expression($0.value.expression, model.graph))"
      }.joined()
    }
    func timing(_ timing: Timing) -> String {
      var text = ""
      if let from = timing.from { text += ", from \(expression(from, model.graph))" }
      if let until = timing.until { text += ", until \(expression(until, model.graph))" }
      if let over = timing.over { text += ", over \(expression(over, model.graph))" }
      return text + ", \(timing.ramp.shape.rawValue)"
    }
    switch action {
    case .redirect(let r):
      return "redirect \(model[r.source].name) -> \(model[r.target].name)" + clauses(r.clauses)
        + timing(r.timing)
        + (r.declinersLeave ? ", decliners leave" : "")
    case .integrate(let i):
      return "integrate \(i.feature) from \(model[i.source].name) into \(model[i.target].name)"
        + clauses(i.clauses)
        + timing(i.timing)
    case .close(let c):
      return "close \(model[c.product].name) in month \(expression(c.month, model.graph))"
    case .reallocate(let r):
      return
        "reallocate \(expression(r.share.expression, model.graph)) of \(model[r.source].name).cost into \(model[r.target].name)"
        + (r.cac.map { ", cac \(expression($0.expression, model.graph))" } ?? "") + timing(r.timing)
    }
  }
}
