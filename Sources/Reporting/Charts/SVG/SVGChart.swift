/// Draws pictures as SVG: text stays text, nothing is taken from elsewhere, light and dark.
package struct SVGChart {
  /// The width in pixels; the height follows.
  let width: Int
  /// What the names of elements begin with.
  let prefix: String

  /// Creates what draws pictures of `width` pixels; `prefix` tells those of one page apart.
  package init(width: Int = 720, prefix: String = "picture") {
    (self.width, self.prefix) = (max(240, width), prefix)
  }

  /// `true` iff there is no room for names beside bars.
  var isNarrow: Bool { width < 520 }

  /// The drawing of a picture, a document of its own.
  package func document(_ chart: Chart) -> String { document([chart]) }

  /// The drawing of several pictures, one below the other.
  package func document(_ charts: [Chart]) -> String { drawing(charts, hasStyle: true) }

  /// The drawing of a picture as a part of a page, which has the style.
  func figure(_ chart: Chart) -> String { drawing([chart], hasStyle: false) }

  private func drawing(_ charts: [Chart], hasStyle: Bool) -> String {
    var writer = SVGWriter(width: width, prefix: prefix)
    for (i, chart) in charts.enumerated() {
      if i > 0 { writer.reserve(writer.height + 16) }
      draw(chart, &writer)
    }
    return writer.document(
      title: charts.map(\.title).joined(separator: "; "),
      description: charts.map(\.description).joined(separator: " "), hasStyle: hasStyle)
  }

  private func draw(_ chart: Chart, _ writer: inout SVGWriter) {
    var y = writer.height + 8
    for line in SVGWriter.wrapped(chart.title, to: width - 24, size: 15) {
      y += 20
      writer.text(line, x: 12, y: y, "rr-t")
    }
    switch chart.form {
    case .lines(let form): lines(form, &writer)
    case .bars(let form): bars(form, &writer)
    case .waterfall(let form): waterfall(form, &writer)
    case .tornado(let form): tornado(form, &writer)
    case .flow(let form): flow(form, &writer)
    }
    y = writer.height + 6
    for note in chart.notes {
      for line in SVGWriter.wrapped(note, to: width - 24) {
        y += 16
        writer.text(line, x: 12, y: y, "rr-s")
      }
    }
  }

  /// A line of small text under the title.
  func subtitle(_ text: String, _ writer: inout SVGWriter) {
    var y = writer.height
    for line in SVGWriter.wrapped(text, to: width - 24) {
      y += 16
      writer.text(line, x: 12, y: y, "rr-s")
    }
  }

  // MARK: Lines

  private func lines(_ chart: LineChart, _ writer: inout SVGWriter) {
    let points = chart.series.flatMap { $0.months.filter(\.isDefined) }
    guard let low = points.map(\.low).min(), let high = points.map(\.high).max() else {
      return subtitle("undefined in every month", &writer)
    }
    if chart.isUncertain { subtitle("The line is the mean, the shade the 90% interval.", &writer) }
    let isSeveral = chart.series.count > 1
    let plotHeight = isNarrow ? 210 : 300
    let axis = ChartAxis(
      from: low, to: high, most: isNarrow ? 5 : 6, includesZero: false, chart.measure,
      isShort: isNarrow)
    if isNarrow, !chart.measure.unit.isEmpty { subtitle("in \(chart.measure.unit)", &writer) }
    let left = 20 + (axis.ticks.map { SVGWriter.width($0.label) }.max() ?? 0)
    let longest = chart.series.map { SVGWriter.width($0.name) }.max() ?? 0
    let hasNames = isSeveral && !isNarrow && longest <= width / 3
    if isSeveral, !hasNames { legend(chart.series.map(\.name), &writer) }
    let right = hasNames ? longest + 28 : isSeveral ? 24 : 20
    let area = SVGPlotArea(
      x: ChartAxis(
        months: chart.lastMonth, start: chart.start, length: width - left - right,
        width: { SVGWriter.width($0) + 12 }),
      y: axis, left: left, top: writer.height + 14, width: width - left - right,
      height: plotHeight)
    area.grid(&writer)
    for (i, series) in chart.series.enumerated() { area.band(series, i, &writer) }
    for (i, series) in chart.series.enumerated() {
      area.line(series, i, hasMarks: isSeveral, &writer)
    }
    if isSeveral { area.ends(chart.series, hasNames: hasNames, &writer) }
  }

  /// The marks of series with their names, on as many lines as they take.
  private func legend(_ names: [String], _ writer: inout SVGWriter) {
    var x = 18
    var y = writer.height + 16
    for (i, name) in names.enumerated() {
      let text = SVGWriter.cut(name, to: width - 48)
      let room = SVGWriter.width(text) + 32
      if x > 18, x + room > width - 12 {
        x = 18
        y += 18
      }
      writer.mark(i, x: x, y: y - 4)
      writer.text(text, x: x + 10, y: y, "")
      x += room
    }
  }
}
