import Metrics
import Notation
import Quantities

/// Single figures as rows of numbers, for formats that other programs read.
extension ReportBuilder {
  /// The answer of a figure as a table: a row, or for a series a row for each month.
  func rows(_ answers: [FigureAnswer]) -> Table {
    let heads =
      [Table.Column("figure", isNumeric: false), Table.Column("unit", isNumeric: false)]
      + ["month", "mean", "5%", "95%", "trials"].map { Table.Column($0) }
    var rows: [[Table.Cell]] = []
    for answer in answers {
      let isCounted = answer.figure.presentation.kind == .monthNumber
      let unit =
        answer.figure.isCondition
        ? "condition" : isCounted ? "month number" : NumberText.unit(answer.figure.dimension)
      for (month, e) in answer.estimates.enumerated() {
        func cell(_ value: Double) -> Table.Cell {
          e.trials > 0 && !e.isRefused ? Table.Cell("\(value)", value) : Table.Cell("")
        }
        rows.append(
          [Table.Cell(answer.figure.text), Table.Cell(unit)]
            + [answer.isSeries ? Table.Cell("\(month)", Double(month)) : Table.Cell("")]
            + [cell(e.mean), cell(e.low), cell(e.high)]
            + [Table.Cell("\(e.trials)", Double(e.trials))])
      }
    }
    return Table(columns: heads, rows: rows)
  }
}
