import Quantities
import SourceText

extension Catalogue {
  static let data: [Builtin] = [
    Builtin(
      "csv", ["file"], .measurement,
      "the rows of a CSV file as a table, by the names of its header; a column is of numbers where every cell of it is one, else of texts",
      [
        .init(
          "column(csv(\"visits.csv\"), \"day\")", "[2023-07-01, 2023-07-08, 2023-07-01]",
          files: [
            "visits.csv": "user,day\nann,2023-07-01\nann,2023-07-08\nbob,2023-07-01\n"
          ])
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let name = try e.string(a, 0)
      let table = try e.delimited(name, at: a.nodes[0])
      guard !table.header.isEmpty else {
        throw e.report(
          .dataInvalid(
            "`\(name)` is empty", e.span(a.nodes[0]), help: ["its first line names the columns"]))
      }
      try e.checkSize(table.header.count, at: a.call)
      var seen = Set<String>()
      for column in table.header where !seen.insert(column).inserted {
        throw e.report(.duplicate("the column", column, e.span(a.nodes[0]), first: nil))
      }
      try e.checkSize(table.rows.count, at: a.call)
      let isNumeric = table.header.indices.map { i in
        table.rows.allSatisfy { Evaluator.number($0.cells[i]) != nil }
      }
      var rows: [Value] = []
      for (_, cells) in table.rows {
        var fields: [(name: String, value: Value)] = []
        for (i, cell) in cells.enumerated() {
          let number = isNumeric[i] ? Evaluator.number(cell) : nil
          fields.append((table.header[i], number.map { e.plain($0) } ?? .text(cell)))
        }
        rows.append(.record(fields))
      }
      return .list(rows)
    }
  ]
}
