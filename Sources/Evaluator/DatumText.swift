import Metrics
import Notation
import Portfolio
import Quantities

/// Values put into strings.
enum DatumText {
  /// The text of a value; of an uncertain quantity the mean where it is known, else what it is.
  static func text(_ datum: Datum, graph: ExpressionGraph) -> String {
    switch datum {
    case .figure(let figure):
      if let value = graph.constant(figure.expression) {
        return figure.isCondition
          ? (value != 0 ? "true" : "false")
          : NumberText.text(value, figure.dimension, figure.presentation)
      }
      if let draw = graph.draw(figure.expression) {
        let (low, high) = (draw.distribution.quantile(0.05), draw.distribution.quantile(0.95))
        return NumberText.text(low, figure.dimension, figure.presentation, digits: 3) + " to "
          + NumberText.text(high, figure.dimension, figure.presentation, digits: 3)
      }
      return "an uncertain quantity"
    case .text(let text), .name(let text): return text
    case .truth(let value): return value ? "true" : "false"
    case .list(let items):
      return "[" + items.map { text($0, graph: graph) }.joined(separator: ", ") + "]"
    case .record(let fields):
      return "{ "
        + fields.map { "\($0.name): " + text($0.value, graph: graph) }.joined(separator: ", ")
        + " }"
    }
  }
}

extension Evaluator {
  /// A value as an answer shows it.
  func datum(_ value: Value, text: String) -> Datum {
    // Lists that hold one another share memory, and told in full may be longer than any memory.
    var budget = limits.elements
    return datum(value, text: text, &budget)
  }

  private func datum(_ value: Value, text: String, _ budget: inout Int) -> Datum {
    budget -= 1
    guard budget >= 0 else { return .name("…") }
    switch value {
    case .quantity(let quantity):
      return .figure(
        Figure(
          text: text, expression: quantity.expression, dimension: quantity.dimension,
          presentation: quantity.presentation))
    case .truth(let expression):
      return .figure(
        Figure(
          text: text, expression: expression, dimension: .none, presentation: Presentation(),
          isCondition: true))
    case .text(let text): return .text(text)
    case .list(let items):
      var told: [Datum] = []
      told.reserveCapacity(min(items.count, budget))
      for item in items where budget >= 0 { told.append(datum(item, text: text, &budget)) }
      return .list(told)
    case .record(let fields):
      var told: [Datum.Field] = []
      told.reserveCapacity(min(fields.count, budget))
      for field in fields where budget >= 0 {
        let value = datum(field.value, text: field.name, &budget)
        told.append(Datum.Field(name: field.name, value: value))
      }
      return .record(told)
    case .hole: return .name("?")
    case .function(let function):
      var parameters = ""
      for name in function.parameters { parameters += parameters.isEmpty ? name : ", " + name }
      return .name("fn \(function.name)(\(parameters))")
    case .builtin(let builtin): return .name(builtin.signature)
    case .product(let id): return .name(model[id].title)
    case .portfolio: return .name("the portfolio")
    case .scenario(let id): return .name(model[id].title)
    case .time(let time): return .name(timeText(time))
    case .broken: return .name("a value that is wrong")
    }
  }

  private func timeText(_ time: TimeValue) -> String {
    switch time {
    case .point(let point): point.text
    case .day(let day): day.text
    case .end: "the end"
    case .failure(let product, 0): "the failure of \(model[product].name)"
    case .failure(let product, let after):
      "\(after) months after the failure of \(model[product].name)"
    case .computed: "a computed month"
    }
  }
}
