import Notation
import Quantities

/// A picture in words, for those who don't see it.
extension Chart {
  /// What the picture shows, number by number.
  var description: String {
    ([told] + notes).joined(separator: " ")
  }

  private var told: String {
    switch form {
    case .lines(let chart):
      return chart.series.map { series in
        let defined = series.months.indices.filter { series.months[$0].isDefined }
        guard let first = defined.first, let last = defined.last else {
          return "\(series.name) is undefined in every month."
        }
        func point(_ month: Int) -> String {
          let spread = series.months[month]
          let name = chart.start.map { ($0 + (month - 1)).text } ?? "month \(month)"
          let interval =
            spread.isUncertain
            ? " (90%: \(chart.measure.told(spread.low)) to \(chart.measure.told(spread.high)))" : ""
          return "\(chart.measure.told(spread.mean))\(interval) at \(name)"
        }
        return first == last
          ? "\(series.name): \(point(first))."
          : "\(series.name): from \(point(first)) to \(point(last))."
      }.joined(separator: " ")
    case .bars(let chart):
      return chart.groups.flatMap { group in
        group.bars.map { bar in
          (group.name.isEmpty ? "" : "\(group.name), ") + "\(bar.name): \(bar.text)."
        }
      }.joined(separator: " ")
    case .waterfall(let chart):
      return chart.steps.map { "\($0.name): \($0.text)." }.joined(separator: " ")
    case .tornado(let chart):
      return chart.inputs.map { "\($0.name): \($0.text)." }.joined(separator: " ")
    case .flow(let chart):
      return chart.sources.map { source in
        "Of \(source.text) \(chart.unit) of \(source.name) (\(source.origin)): "
          + source.ends.map { "\($0.text) \($0.name)" }.joined(separator: ", ") + "."
      }.joined(separator: " ")
    }
  }
}

extension ChartMeasure {
  /// A value in a sentence.
  func told(_ value: Double) -> String {
    isWhole
      ? label(value, digits: 4, isShort: false)
      : NumberText.text(value, dimension, presentation, digits: 4, isSigned: presentation.isSigned)
  }
}
