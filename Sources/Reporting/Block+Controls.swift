import SourceText

/// What a plan may hold that would act on the terminal of who reads the report; see ``Swift/String/showingControls(inLine:)``.
extension Block {
  /// The block with all its texts as a person may be shown them. Texts without control characters are not copied.
  func showingControls() -> Block {
    switch self {
    case .line(let label, let text):
      return .line(label: label.showingControls(), text: text.showingControls())
    case .note(let text): return .note(text.showingControls())
    case .script(let lines): return .script(lines.map { $0.showingControls() })
    case .table(var table):
      table.showControls()
      return .table(table)
    case .picture(var chart):
      chart.showControls()
      return .picture(chart)
    }
  }
}

extension Table {
  fileprivate mutating func showControls() {
    title = title?.showingControls()
    columns.showControls(\.title)
    Self.showControls(&rows)
    notes.showControls(\.self)
    guard var data else { return }
    data.columns.showControls(\.self)
    Self.showControls(&data.rows)
    self.data = data
  }

  private static func showControls(_ rows: inout [[Cell]]) {
    for i in rows.indices {
      for j in rows[i].indices where rows[i][j].text.holdsControls() {
        rows[i][j].text = rows[i][j].text.showingControls()
      }
    }
  }
}

extension Chart {
  fileprivate mutating func showControls() {
    title = title.showingControls()
    notes.showControls(\.self)
    switch form {
    case .lines(var chart):
      chart.series.showControls(\.name)
      form = .lines(chart)
    case .bars(var chart):
      chart.groups.showControls(\.name)
      for i in chart.groups.indices {
        chart.groups[i].bars.showControls(\.name)
        chart.groups[i].bars.showControls(\.text)
      }
      form = .bars(chart)
    case .waterfall(var chart):
      chart.steps.showControls(\.name)
      chart.steps.showControls(\.text)
      form = .waterfall(chart)
    case .tornado(var chart):
      chart.inputs.showControls(\.name)
      chart.inputs.showControls(\.text)
      form = .tornado(chart)
    case .flow(var chart):
      chart.unit = chart.unit.showingControls()
      chart.sources.showControls(\.name)
      chart.sources.showControls(\.text)
      chart.sources.showControls(\.origin)
      for i in chart.sources.indices {
        chart.sources[i].ends.showControls(\.name)
        chart.sources[i].ends.showControls(\.text)
      }
      form = .flow(chart)
    }
  }
}

extension Array {
  /// Shows the controls in a text of each element.
  fileprivate mutating func showControls(_ text: WritableKeyPath<Element, String>) {
    for i in indices where self[i][keyPath: text].holdsControls() {
      self[i][keyPath: text] = self[i][keyPath: text].showingControls()
    }
  }
}
