import SourceText

/// Writes blocks as parts of a page.
struct HTMLBlocks {
  /// How many pictures were drawn, which tells their names apart.
  private var pictures = 0

  /// The width of pictures where there is room for them, and on a phone.
  private static let widths = (wide: 640, narrow: 300)

  mutating func html(_ block: Block) -> String {
    switch block {
    case .line(let label, let text):
      let asked = label.isEmpty ? "" : "<span class=\"asked\">\(HTMLPage.escaped(label))</span> "
      return "<p class=\"answer\">\(asked)<output>\(HTMLPage.escaped(text))</output></p>\n"
    case .note(let text): return "<p class=\"note\">\(HTMLPage.escaped(text))</p>\n"
    case .table(let table):
      return table.prefersRecords && table.rows.count <= 6 ? records(table) : self.table(table)
    case .script(let lines):
      return
        "<pre class=\"script\"><code>\(HTMLPage.escaped(lines.joined(separator: "\n")))</code></pre>\n"
    case .picture(let chart): return picture(chart)
    }
  }

  /// A table that scrolls in itself where it is wider than the page.
  private func table(_ table: Table) -> String {
    let title = table.title.map { HTMLPage.escaped($0) } ?? ""
    var out = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\""
    out += title.isEmpty ? "Table" : title
    out += "\"><table>"
    if !title.isEmpty { out += "<caption>\(title)</caption>" }
    out += "<thead><tr>"
    for column in table.columns {
      out += "<th scope=\"col\"\(column.isNumeric ? " class=\"n\"" : "")>"
      out += HTMLPage.escaped(column.title) + "</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      let cells = zip(table.columns, row).map { column, cell in
        "<td\(column.isNumeric ? " class=\"n\"" : "")>\(HTMLPage.escaped(cell.text))</td>"
      }
      out += "<tr>" + cells.joined() + "</tr>\n"
    }
    return out + "</tbody></table></div>\n" + notes(table.notes)
  }

  private func notes(_ notes: [String]) -> String {
    notes.isEmpty
      ? "" : "<p class=\"note\">\(HTMLPage.escaped(notes.joined(separator: " ")))</p>\n"
  }

  /// A few rows with much text in them: each under its name.
  private func records(_ table: Table) -> String {
    var out = ""
    for row in table.rows {
      out += "<h3>\(HTMLPage.escaped(row.first?.text ?? ""))</h3>\n<dl class=\"record\">\n"
      for (column, cell) in zip(table.columns, row).dropFirst()
      where !cell.text.isEmpty && cell.text != "–" {
        out += "<dt>\(HTMLPage.escaped(column.title))</dt><dd>\(HTMLPage.escaped(cell.text))</dd>\n"
      }
      out += "</dl>\n"
    }
    return out + notes(table.notes)
  }

  /// A drawing for wide surroundings, one for a phone, and the numbers.
  private mutating func picture(_ chart: Chart) -> String {
    pictures += 1
    let wide = SVGChart(width: Self.widths.wide, prefix: "p\(pictures)w")
    let narrow = SVGChart(width: Self.widths.narrow, prefix: "p\(pictures)n")
    let data = chart.data
    var table = Table(
      columns: data.columns.enumerated().map { i, name in
        Table.Column(name, isNumeric: data.rows.contains { $0[i].value != nil })
      },
      rows: data.rows.map { row in
        row.map { cell in
          cell.value.map { Table.Cell(CSVReport.number($0), $0) } ?? cell
        }
      })
    table.title = chart.title
    return """
      <figure class="picture">
      <div class="wide">\(wide.figure(chart))</div>
      <div class="narrow">\(narrow.figure(chart))</div>
      <details><summary>The numbers</summary>
      \(self.table(table))</details>
      </figure>

      """
  }
}
