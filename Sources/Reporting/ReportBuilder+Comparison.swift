import Metrics
import Notation
import Portfolio
import Quantities

/// Scenarios compared.
extension ReportBuilder {
  /// Figures side by side in several scenarios, each against the first.
  func comparison(_ scenarios: [ScenarioID], _ rows: [ComparisonRow]) -> Block {
    let isUncertain = rows.contains { row in row.estimates.contains { !$0.isCertain } }
    let against = model[scenarios[0]].name
    var heads = [
      Table.Column("", isNumeric: false), Table.Column("", isNumeric: false), Table.Column(""),
    ]
    if isUncertain { heads.append(Table.Column("90%", isNumeric: false)) }
    heads.append(Table.Column("less \(against)"))
    if isUncertain { heads += [Table.Column("90%", isNumeric: false), Table.Column("P(higher)")] }
    var body: [[Table.Cell]] = []
    for row in rows {
      for (i, scenario) in scenarios.enumerated() {
        let label = i == 0 ? row.figure.text + (row.isAtEnd ? " at end" : "") : ""
        var cells = [Table.Cell(label), Table.Cell(model[scenario].name)]
        cells += comparedCells(row.estimates[i], row.figure, isUncertain: isUncertain)
        if i == 0 {
          cells += [Table.Cell](repeating: Table.Cell(""), count: heads.count - cells.count)
        } else {
          var difference = row.figure
          difference.presentation.isSigned = true
          if difference.presentation.kind == .share { difference.presentation.kind = .points }
          cells += comparedCells(row.differences[i - 1], difference, isUncertain: isUncertain)
          if isUncertain {
            let p = row.probabilities[i - 1]
            cells.append(p.isNaN ? Table.Cell("") : Table.Cell(figures.percent(p, error: 0), p))
          }
        }
        body.append(cells)
      }
    }
    var table = Table(columns: heads, rows: body, notes: rows.compactMap { givenNote($0) })
    table.data = comparisonData(scenarios, rows)
    return .table(table)
  }

  /// In how many trials the condition holds that a figure is given, and where it is judged.
  private func givenNote(_ row: ComparisonRow) -> String? {
    guard row.isGiven, let first = row.estimates.first else { return nil }
    let judge = row.judgedIn.map { ", judged in \(model[$0].name) for all" } ?? ""
    return
      "\(row.figure.text): of the \(figures.count(first.trials)) of \(figures.count(first.of)) trials in which the condition holds\(judge)."
  }

  /// A comparison as one number a cell: a row for each figure and scenario, differences against the first.
  private func comparisonData(_ scenarios: [ScenarioID], _ rows: [ComparisonRow]) -> TableData {
    func cells(_ e: Estimate?) -> [Table.Cell] {
      [e?.mean, e?.low, e?.high].map { value in
        value.flatMap { $0.isFinite ? Table.Cell("", $0) : nil } ?? Table.Cell("")
      }
    }
    var data = TableData(
      columns: [
        "figure", "scenario", "mean", "p5", "p95", "difference", "difference_p5", "difference_p95",
        "probability_higher",
      ], rows: [])
    for row in rows {
      for (i, scenario) in scenarios.enumerated() {
        let difference = i > 0 ? row.differences[i - 1] : nil
        let higher = i > 0 ? Table.Cell("", row.probabilities[i - 1]) : Table.Cell("")
        data.rows.append(
          [
            Table.Cell(row.figure.text + (row.isAtEnd ? " at end" : "")),
            Table.Cell(model[scenario].name),
          ] + cells(row.estimates[i]) + cells(difference) + [higher])
      }
    }
    return data
  }

  /// A value and, where anything in the table is uncertain, its interval.
  func comparedCells(_ e: Estimate, _ figure: Figure, isUncertain: Bool) -> [Table.Cell] {
    let interval = isUncertain ? [Table.Cell("")] : []
    if e.isRefused { return [Table.Cell("too few")] + interval }
    guard e.trials > 0 else { return [Table.Cell("undefined")] + interval }
    if figure.isCondition || e.isCertain || figure.presentation.kind == .monthNumber {
      return [Table.Cell(figures.sentence(e, figure), e.mean)] + interval
    }
    let digits = FigureText.digits(e)
    var text = figures.mean(e, figure, digits: digits)
    if options.showsError {
      text += " ± " + figures.short(e.meanError, figure, digits: 2).replacingPlus
    }
    return [Table.Cell(text, e.mean), Table.Cell(figures.interval(e, figure, digits: digits))]
  }
}
