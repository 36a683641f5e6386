package import Metrics
import Notation
import Portfolio
import Quantities

/// Answers as pictures.
extension ReportBuilder {
  /// The pictures of an answer: one for each kind of quantity in it; none for what can't be drawn.
  package func charts(of form: Answer.Form) -> [Chart] {
    switch form {
    case .plot(let form, _): charts(of: form)
    case .table(let columns): charts(of: columns)
    case .comparison(let scenarios, let rows): charts(of: rows, in: scenarios)
    case .flow(let answer): [chart(of: answer)]
    case .explanation(let answer): waterfall(answer)
    case .drivers(let answer): tornado(answer)
    default: []
    }
  }

  /// What a figure's numbers count.
  func measure(_ figure: Figure) -> ChartMeasure {
    figure.isCondition
      ? ChartMeasure(.none, Presentation(.share), isCondition: true)
      : ChartMeasure(figure.dimension, figure.presentation, start: model.start)
  }

  /// An estimate as it is drawn; a month is told by its median, as in a sentence.
  func spread(_ e: Estimate, _ figure: Figure) -> Spread {
    guard e.trials > 0 else { return Spread(.nan) }
    if figure.isCondition { return Spread(e.mean) }
    return Spread(
      figure.presentation.kind == .monthNumber ? e.median : e.mean, low: e.low, high: e.high)
  }

  // MARK: Figures

  private func charts(of columns: [FigureAnswer]) -> [Chart] {
    var groups: [(measure: ChartMeasure, isSeries: Bool, columns: [FigureAnswer])] = []
    for column in columns {
      let measure = measure(column.figure)
      if let i = groups.firstIndex(where: {
        $0.measure == measure && $0.isSeries == column.isSeries
      }) {
        groups[i].columns.append(column)
      } else {
        groups.append((measure, column.isSeries, [column]))
      }
    }
    return groups.map { group in
      let title = group.columns.map(\.figure.text).joined(separator: ", ")
      guard group.isSeries else {
        let bars = group.columns.map { bar($0.figure.text, $0.estimates.first, $0.figure) }
        return Chart(
          title: title,
          form: .bars(BarChart(measure: group.measure, groups: [BarChart.Group("", bars)])))
      }
      let series = group.columns.map { column in
        LineChart.Series(
          column.figure.text, column.estimates.map { spread($0, column.figure) })
      }
      return Chart(
        title: title,
        form: .lines(LineChart(measure: group.measure, start: model.start, series: series)),
        notes: group.columns.contains { $0.isPlainSum }
          ? ["A plain sum: who uses two products counts twice."] : [])
    }
  }

  private func bar(_ name: String, _ e: Estimate?, _ figure: Figure) -> BarChart.Bar {
    guard let e else { return BarChart.Bar(name, Spread(.nan), text: "undefined") }
    return BarChart.Bar(name, spread(e, figure), text: figures.told(e, figure))
  }

  private func charts(of rows: [ComparisonRow], in scenarios: [ScenarioID]) -> [Chart] {
    var groups: [(measure: ChartMeasure, rows: [ComparisonRow])] = []
    for row in rows {
      let measure = measure(row.figure)
      if let i = groups.firstIndex(where: { $0.measure == measure }) {
        groups[i].rows.append(row)
      } else {
        groups.append((measure, [row]))
      }
    }
    return groups.map { group in
      func name(_ row: ComparisonRow) -> String { row.figure.text + (row.isAtEnd ? " at end" : "") }
      let bars = group.rows.map { row in
        BarChart.Group(
          group.rows.count > 1 ? name(row) : "",
          zip(scenarios, row.estimates).map { bar(model[$0].name, $1, row.figure) })
      }
      return Chart(
        title: group.rows.map(name).joined(separator: ", "),
        form: .bars(BarChart(measure: group.measure, groups: bars)))
    }
  }

  // MARK: Flow

  private func chart(of answer: FlowAnswer) -> Chart {
    let units = Set(answer.sources.map { model[$0.product].unit })
    let unit = units.count == 1 ? units.first ?? "users" : "users"
    let sources = answer.sources.enumerated().map { i, source -> FlowChart.Source in
      func told(_ users: Double) -> String {
        NumberText.text(users, Dimension(.count(unit)), digits: 4).withoutUnit(unit)
      }
      var all = NeumaierSum()
      all.add(source.opening)
      for entry in source.entries { all.add(entry.users) }
      let origins =
        [told(source.opening) + " at month 0"]
        + source.entries.map {
          told($0.users) + " " + $0.metric.name.words
        }
      return FlowChart.Source(
        model[source.product].title, users: all.total, text: told(all.total),
        origin: origins.joined(separator: ", "),
        ends: source.ends.map { end in
          let (way, name, target) = phrase(end.way, of: source.product)
          // Only forward: where users come back to a product they are not followed a second time.
          let next = target.flatMap { target in
            answer.sources.indices.first { $0 > i && answer.sources[$0].product == target }
          }
          return FlowChart.End(way, name, next: next, users: end.users, text: told(end.users))
        })
    }
    var notes = [
      "In \(model[answer.scenario].name), to the end of \(model.monthName(answer.month)); means over the trials, which add up as every trial does."
    ]
    let hasMerged = answer.sources.contains { source in
      source.ends.contains {
        if case .merged = $0.way { return true }
        return false
      }
    }
    if hasMerged { notes.append("Merged: they were on the target already.") }
    return Chart(
      title: "Where the \(unit) went", form: .flow(FlowChart(unit: unit, sources: sources)),
      notes: notes)
  }

  private func phrase(_ way: FlowAnswer.End.Way, of product: ProductID) -> (
    FlowChart.End.Way, String, ProductID?
  ) {
    switch way {
    case .stayed: (.stayed, "stayed on \(model[product].title)", nil)
    case .moved(let target): (.moved, "moved to \(model[target].title)", target)
    case .merged(let target): (.merged, "merged with \(model[target].title)", nil)
    case .churned: (.churned, "churned", nil)
    case .lapsed: (.lapsed, "lapsed", nil)
    case .left: (.left, "left", nil)
    case .lostAtClosing: (.lostAtClosing, "lost at closing", nil)
    }
  }
}

extension String {
  /// A name of the language in words: `moved_in` is "moved in".
  fileprivate var words: String { map { $0 == "_" ? " " : String($0) }.joined() }
}

extension FigureText {
  /// An estimate beside its bar: "351k users (300k to 405k)".
  func told(_ e: Estimate, _ figure: Figure) -> String {
    guard e.trials > 0, !figure.isCondition, !e.isCertain else { return sentence(e, figure) }
    if figure.presentation.kind == .monthNumber {
      func name(_ month: Double) -> String {
        month == month.rounded() ? model.monthName(Int(month)) : self.month(month)
      }
      return "\(name(e.median)) (\(name(e.low)) to \(name(e.high)))"
    }
    let digits = Self.digits(e)
    return "\(mean(e, figure, digits: digits)) (\(interval(e, figure, digits: digits)))"
  }
}
