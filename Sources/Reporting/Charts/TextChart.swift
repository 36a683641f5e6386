import SourceText

/// Draws pictures with the characters of a terminal, fitted to its width and readable without colour.
struct TextChart {
  let width: Int
  let glyphs: TextGlyphs
  let colour: Bool

  init(_ options: ReportOptions) {
    width = max(20, min(400, options.width))
    glyphs = TextGlyphs(isPlain: options.isPlain)
    colour = options.colour
  }

  /// The picture, with line ends.
  func text(_ chart: Chart) -> String {
    var lines = glyphs.wrapped(chart.title, to: width).map { paint($0, "1") }
    var notes = chart.notes
    switch chart.form {
    case .lines(let form):
      let drawn = draw(form)
      lines += drawn.lines
      notes = drawn.notes + notes
    case .bars(let form):
      let drawn = draw(form, title: chart.title)
      lines += drawn.lines
      notes = drawn.notes + notes
    case .waterfall(let form): lines += draw(form)
    case .tornado(let form): lines += draw(form)
    case .flow(let form): lines += draw(form)
    }
    for note in notes { lines += glyphs.wrapped(note, to: width) }
    return lines.map { $0 + "\n" }.joined()
  }

  func paint(_ text: String, _ style: String) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  // MARK: Lines

  private func draw(_ chart: LineChart) -> (lines: [String], notes: [String]) {
    let points = chart.series.flatMap { $0.months.filter(\.isDefined) }
    guard let low = points.map(\.low).min(), let high = points.map(\.high).max() else {
      return (["undefined in every month"], [])
    }
    let rows = max(8, min(20, width / 5))
    let isShort = width < 60
    let y = ChartAxis(
      from: low, to: high, most: rows / 3, includesZero: false, chart.measure, isShort: isShort)
    let isSeveral = chart.series.count > 1
    let left = (y.ticks.map { DisplayWidth.columns($0.label) }.max() ?? 0) + 2
    // Names at the ends of the lines where there is room, else only their marks.
    let longest = chart.series.map { DisplayWidth.columns($0.name) }.max() ?? 0
    let hasNames = isSeveral && width >= 60 && longest <= width / 4
    let right = isSeveral ? 3 + (hasNames ? longest + 1 : 0) : 1
    let plot = max(8, width - left - right)
    let x = ChartAxis(months: chart.lastMonth, start: chart.start, length: plot - 1) {
      DisplayWidth.columns($0) + 1
    }
    var canvas = TextCanvas(width: width, height: rows + 2)
    axes(&canvas, x, y, rows: rows, left: left, plot: plot)
    let area = TextPlotArea(x: x, y: y, left: left, columns: plot, rows: rows)
    for (i, series) in chart.series.enumerated() {
      area.band(series, &canvas, isPlain: glyphs.isPlain, isEdge: isSeveral)
      _ = i
    }
    for (i, series) in chart.series.enumerated() {
      area.line(
        series, &canvas, style: isSeveral ? glyphs.style(i) : "34", mark: glyphs.mark(i),
        isPlain: glyphs.isPlain)
    }
    if isSeveral {
      area.marks(chart.series, &canvas, glyphs)
      area.ends(chart.series, &canvas, glyphs, hasNames: hasNames, right: right)
    }
    var heading: [String] = []
    if isShort, !chart.measure.unit.isEmpty { heading.append("in \(chart.measure.unit)") }
    var notes: [String] = []
    if isSeveral, !hasNames {
      notes += chart.series.enumerated().flatMap { i, series in
        glyphs.wrapped("\(glyphs.mark(i)) \(series.name)", to: width)
      }
    }
    if chart.isUncertain {
      notes.append(
        glyphs.isPlain
          ? "Dots: the 90% interval."
          : isSeveral ? "Dotted: the ends of the 90% intervals." : "Dotted: the 90% interval.")
    }
    return (heading + canvas.lines(colour: colour), notes)
  }

  /// The two axes with their ticks.
  private func axes(
    _ canvas: inout TextCanvas, _ x: ChartAxis, _ y: ChartAxis, rows: Int, left: Int, plot: Int
  ) {
    for row in 0..<rows { canvas.put(glyphs.vertical, x: left - 1, y: row) }
    for tick in y.ticks {
      let row = rows - 1 - y.place(tick.value, on: rows - 1)
      canvas.put(DisplayWidth.leftPadded(tick.label, to: left - 2), x: 0, y: row)
      canvas.put(glyphs.tickLeft, x: left - 1, y: row)
    }
    canvas.put(
      glyphs.corner + String(repeating: glyphs.horizontal, count: plot), x: left - 1, y: rows)
    for tick in x.ticks {
      let column = left + x.place(tick.value, on: plot - 1)
      canvas.put(glyphs.tickBelow, x: column, y: rows)
      label(tick.label, at: column, y: rows + 1, from: left - 1, &canvas)
    }
  }

  /// A label under a tick: in its middle where there is room, else shifted inside.
  func label(_ text: String, at column: Int, y: Int, from left: Int, _ canvas: inout TextCanvas) {
    let columns = DisplayWidth.columns(text)
    let start = max(left, min(canvas.width - columns, column - columns / 2))
    let isFree = canvas.isFree(x: max(0, start - 1), y: y, columns: columns + (start > 0 ? 1 : 0))
    if isFree { canvas.put(text, x: start, y: y) }
  }
}
