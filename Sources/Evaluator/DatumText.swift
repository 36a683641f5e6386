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
    switch value {
    case .quantity(let quantity):
      .figure(
        Figure(
          text: text, expression: quantity.expression, dimension: quantity.dimension,
          presentation: quantity.presentation))
    case .truth(let expression):
      .figure(
        Figure(
          text: text, expression: expression, dimension: .none, presentation: Presentation(),
          isCondition: true))
    case .text(let text): .text(text)
    case .list(let items): .list(items.map { datum($0, text: text) })
    case .record(let fields):
      .record(fields.map { Datum.Field(name: $0.name, value: datum($0.value, text: $0.name)) })
    case .function(let function):
      .name("fn \(function.name)(\(function.parameters.joined(separator: ", ")))")
    case .builtin(let builtin): .name(builtin.signature)
    case .product(let id): .name(model[id].title)
    case .portfolio: .name("the portfolio")
    case .scenario(let id): .name(model[id].title)
    case .time(let time): .name(timeText(time))
    case .broken: .name("a value that is wrong")
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
