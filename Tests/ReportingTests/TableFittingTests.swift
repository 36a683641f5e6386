import SourceText
import Testing

@testable import Reporting

@Suite("Tables as wide as the terminal")
struct TableFittingTests {
  private func table(_ figures: Int) -> Table {
    var heads = [Table.Column("month"), Table.Column("", isNumeric: false)]
    for i in 0..<figures {
      heads += [Table.Column("Product\(i).users"), Table.Column("5%"), Table.Column("95%")]
    }
    let rows = (0..<3).map { month in
      [Table.Cell("\(month)", Double(month)), Table.Cell("2023-0\(month + 6)")]
        + (0..<(figures * 3)).map { Table.Cell("\(month)\($0).5k") }
    }
    return Table(columns: heads, rows: rows, notes: ["A note."])
  }

  private func text(_ table: Table, _ width: Int, fits: Bool = true) -> String {
    var options = ReportOptions()
    (options.width, options.fitsTables) = (width, fits)
    return TextReport.text([.table(table)], options: options)
  }

  @Test("One that fits stays as it is, and so does any where there is no terminal")
  func fitting() {
    #expect(text(table(1), 80) == text(table(1), 80, fits: false))
    #expect(text(table(6), 40, fits: false).split(separator: "\n").count == 5)
  }

  @Test(
    "A wider one goes on below, each part with its months, every cell once",
    arguments: [40, 80, 120])
  func parts(width: Int) {
    let wide = table(6)
    let lines = text(wide, width).split(separator: "\n").map(String.init)
    for line in lines { #expect(DisplayWidth.columns(line) <= width, "\(line)") }
    let heads = lines.filter { $0.contains("month") }
    #expect(heads.count > 1)
    for i in 0..<6 { #expect(heads.filter { $0.contains("Product\(i).users") }.count == 1) }
    // An interval stands beside its figure.
    for head in heads {
      let ends = head.split(separator: " ").filter { $0 == "5%" }.count
      #expect(ends == head.split(separator: " ").filter { $0.hasPrefix("Product") }.count)
    }
    for row in wide.rows {
      for cell in row.dropFirst(2) {
        let found = lines.reduce(0) { count, line in
          count + line.split(separator: " ").filter { $0 == cell.text }.count
        }
        #expect(found == 1, "\(cell.text)")
      }
    }
    #expect(lines.last == "A note.")
  }

  @Test("Sentences below go on behind two blanks")
  func notes() {
    var noted = table(1)
    noted.notes = ["Shares are Shapley values: what each adds.", "Short."]
    #expect(
      text(noted, 30).hasSuffix("Shares are Shapley values:\n  what each adds.\nShort.\n"))
    #expect(text(noted, 30, fits: false).hasSuffix("values: what each adds.\nShort.\n"))
  }

  @Test("One with a column wider than the terminal stays as it is")
  func hopeless() {
    var wide = table(2)
    wide.rows[0][2].text = String(repeating: "x", count: 90)
    #expect(text(wide, 40) == text(wide, 40, fits: false))
  }
}
