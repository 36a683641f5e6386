import Notation
import Quantities

/// A picture's numbers for other programs: in base units, as JSON and as rows.
extension Chart {
  /// What is drawn, as JSON; documented in `Grammar/reference.md` under "Output for other programs".
  var json: JSONValue {
    var fields: [String: JSONValue] = ["title": .text(title)]
    if !notes.isEmpty { fields["notes"] = .array(notes.map { .text($0) }) }
    switch form {
    case .lines(let chart):
      fields["kind"] = .text("lines")
      fields["unit"] = .text(chart.measure.unitName)
      if let start = chart.start { fields["month0"] = .text((start + (-1)).text) }
      fields["series"] = .array(
        chart.series.map { series in
          .object([
            "name": .text(series.name), "months": .array(series.months.map { $0.json }),
          ])
        })
    case .bars(let chart):
      fields["kind"] = .text("bars")
      fields["unit"] = .text(chart.measure.unitName)
      fields["bars"] = .array(
        chart.groups.flatMap { group in
          group.bars.map { bar in
            var object = bar.value.fields
            object["name"] = .text(bar.name)
            if !group.name.isEmpty { object["figure"] = .text(group.name) }
            return .object(object)
          }
        })
    case .waterfall(let chart):
      fields["kind"] = .text("waterfall")
      fields["unit"] = .text(chart.measure.unitName)
      fields["steps"] = .array(
        zip(chart.steps, chart.spans).map { step, span in
          var object = step.value.fields
          object["name"] = .text(step.name)
          object["level"] = .truth(step.isLevel)
          object["from"] = .number(span.from)
          object["to"] = .number(span.to)
          return .object(object)
        })
    case .tornado(let chart):
      fields["kind"] = .text("tornado")
      fields["unit"] = .text(chart.measure.unitName)
      fields["base"] = .number(chart.base)
      fields["inputs"] = .array(
        chart.inputs.map {
          .object(["name": .text($0.name), "at5": .number($0.low), "at95": .number($0.high)])
        })
    case .flow(let chart):
      fields["kind"] = .text("flow")
      fields["unit"] = .text(chart.unit)
      fields["sources"] = .array(
        chart.sources.map { source in
          .object([
            "name": .text(source.name), "users": .number(source.users),
            "ends": .array(
              source.ends.map {
                .object([
                  "way": .text($0.way.rawValue), "name": .text($0.name),
                  "users": .number($0.users),
                ])
              }),
          ])
        })
    }
    return .object(fields)
  }

  /// What is drawn, a number a cell.
  var data: TableData {
    func cell(_ value: Double) -> Table.Cell {
      value.isFinite ? Table.Cell("", value) : Table.Cell("")
    }
    func cells(_ spread: Spread) -> [Table.Cell] {
      [cell(spread.mean), cell(spread.low), cell(spread.high)]
    }
    switch form {
    case .lines(let chart):
      return TableData(
        columns: ["series", "unit", "month", "mean", "p5", "p95"],
        rows: chart.series.flatMap { series in
          series.months.enumerated().map { month, spread in
            [
              Table.Cell(series.name), Table.Cell(chart.measure.unitName),
              Table.Cell("", Double(month)),
            ] + cells(spread)
          }
        })
    case .bars(let chart):
      return TableData(
        columns: ["figure", "name", "unit", "mean", "p5", "p95"],
        rows: chart.groups.flatMap { group in
          group.bars.map {
            [Table.Cell(group.name), Table.Cell($0.name), Table.Cell(chart.measure.unitName)]
              + cells($0.value)
          }
        })
    case .waterfall(let chart):
      return TableData(
        columns: ["name", "unit", "mean", "p5", "p95", "from", "to"],
        rows: zip(chart.steps, chart.spans).map { step, span in
          [Table.Cell(step.name), Table.Cell(chart.measure.unitName)] + cells(step.value)
            + [cell(span.from), cell(span.to)]
        })
    case .tornado(let chart):
      return TableData(
        columns: ["input", "unit", "base", "at5", "at95"],
        rows: chart.inputs.map {
          [
            Table.Cell($0.name), Table.Cell(chart.measure.unitName), cell(chart.base), cell($0.low),
            cell($0.high),
          ]
        })
    case .flow(let chart):
      return TableData(
        columns: ["source", "end", "unit", "users"],
        rows: chart.sources.flatMap { source in
          source.ends.map {
            [
              Table.Cell(source.name), Table.Cell($0.name), Table.Cell(chart.unit), cell($0.users),
            ]
          }
        })
    }
  }
}

extension Spread {
  fileprivate var fields: [String: JSONValue] {
    ["mean": .number(mean), "p5": .number(low), "p95": .number(high)]
  }
  fileprivate var json: JSONValue { .object(fields) }
}

extension ChartMeasure {
  /// The unit of the numbers as other programs get them, in base units.
  var unitName: String {
    isCondition ? "condition" : isWhole ? "month number" : NumberText.unit(dimension)
  }
}
