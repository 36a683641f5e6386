/// A piece of a report, laid out in words and tables but in no format yet.
package enum Block: Hashable, Sendable {
  /// A line that answers: what was asked, and the answer.
  case line(label: String, text: String)
  /// A sentence.
  case note(String)
  case table(Table)
  case picture(Chart)
  /// Statements of a script, to be pasted: a line each.
  case script([String])
}

/// Rows and columns of a report.
package struct Table: Hashable, Sendable {
  /// A column and on which side its cells stand.
  package struct Column: Hashable, Sendable {
    /// The title; empty or nil for none.
    package var title: String
    /// Whether its cells stand on the right.
    package var isNumeric: Bool
    /// Creates a column.
    package init(_ title: String, isNumeric: Bool = true) {
      (self.title, self.isNumeric) = (title, isNumeric)
    }
  }
  /// What a cell shows, and the number behind it for other programs.
  package struct Cell: Hashable, Sendable {
    /// The text, and the number behind it if there is one.
    package var text: String
    /// The number behind the text, in base units; nil for what is no number.
    package var value: Double?
    /// Creates a cell.
    package init(_ text: String, _ value: Double? = nil) { (self.text, self.value) = (text, value) }
  }
  /// The title; empty or nil for none.
  package var title: String?
  /// The columns.
  package var columns: [Column]
  /// The rows, a cell for each column.
  package var rows: [[Cell]]
  /// Sentences below it.
  package var notes: [String]
  /// `true` iff a few rows read better one below the other, a cell a line, than side by side.
  package var prefersRecords = false
  /// The same for other programs, where what a person reads puts several numbers into one cell; nil where the table is
  /// that already.
  package var data: TableData?
  /// Creates a table.
  package init(title: String? = nil, columns: [Column], rows: [[Cell]], notes: [String] = []) {
    (self.title, self.columns, self.rows, self.notes) = (title, columns, rows, notes)
  }
}

/// A table of one number or text a cell, with a name for each column.
package struct TableData: Hashable, Sendable {
  /// The names of the columns.
  package var columns: [String]
  /// The rows.
  package var rows: [[Table.Cell]]
  /// Creates data.
  package init(columns: [String], rows: [[Table.Cell]]) {
    (self.columns, self.rows) = (columns, rows)
  }
}
