import SourceText

/// The flow of users at a terminal: bands where there is room for them, else each product with a branch for each way its users
/// went, and a bar for how many did.
extension TextChart {
  func draw(_ chart: FlowChart) -> [String] {
    let most = chart.sources.flatMap { $0.ends.map(\.users) }.max() ?? 0
    let ends = chart.sources.flatMap(\.ends)
    let number = ends.map { DisplayWidth.columns($0.text) }.max() ?? 0
    let name = min(
      ends.map { DisplayWidth.columns($0.name) }.max() ?? 0, max(12, width / 2),
      max(4, width - number - 11))
    let length = max(4, width - name - number - 7)
    var lines: [String] = []
    // Of many products bands would fill screen after screen.
    let hasBands = !glyphs.isPlain && width >= TextSankey.leastWidth && chart.sources.count <= 3
    for source in chart.sources {
      let head = "\(source.name)  \(source.text) \(chart.unit): \(source.origin)"
      let wrapped = glyphs.wrapped(head, to: width - 2)
      lines += wrapped.enumerated().map { $0 == 0 ? paint($1, "1") : "  " + $1 }
      if hasBands {
        lines += TextSankey(
          source: source, unit: chart.unit, width: width, glyphs: glyphs, style: style(_:)
        ).lines(colour: colour)
        continue
      }
      for (i, end) in source.ends.enumerated() {
        let branch = i == source.ends.count - 1 ? glyphs.lastBranch : glyphs.branch
        let bar = most > 0 ? Int((end.users / most * Double(length)).rounded()) : 0
        let cells =
          bar > 0
          ? String(repeating: glyphs.bar, count: min(bar, length))
          : end.users > 0 ? (glyphs.isPlain ? "|" : "▏") : ""
        lines.append(
          trimmed(
            branch + " " + DisplayWidth.padded(glyphs.cut(end.name, to: name), to: name) + "  "
              + DisplayWidth.leftPadded(end.text, to: number) + "  "
              + paint(cells, style(end.way))))
      }
    }
    return lines
  }

  /// The colour of a way: where users were kept, and where they were lost.
  func style(_ way: FlowChart.End.Way) -> String {
    switch way {
    case .stayed: "34"
    case .moved: "32"
    case .merged: "36"
    case .churned, .lapsed: "33"
    case .left, .lostAtClosing: "31"
    }
  }
}
