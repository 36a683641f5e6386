/// The part of a drawing between the axes, on which lines are drawn.
struct SVGPlotArea {
  let x: ChartAxis
  let y: ChartAxis
  /// Its edges and its size, in pixels.
  let left: Int
  let top: Int
  let width: Int
  let height: Int

  private var bottom: Int { top + height }

  /// Places in tenths of a pixel.
  private func place(_ month: Int, _ value: Double) -> String {
    let across = left * 10 + x.place(Double(month), on: width * 10)
    let down = bottom * 10 - y.place(value, on: height * 10)
    return SVGWriter.tenths(across) + " " + SVGWriter.tenths(down)
  }

  func grid(_ writer: inout SVGWriter) {
    for tick in y.ticks {
      let row = bottom - y.place(tick.value, on: height)
      writer.line(x1: left, y1: row, x2: left + width, y2: row, tick.value == 0 ? "rr-a" : "rr-g")
      writer.text(tick.label, x: left - 8, y: row + 4, "rr-s", anchor: "end")
    }
    for tick in x.ticks {
      let column = left + x.place(tick.value, on: width)
      writer.line(x1: column, y1: bottom, x2: column, y2: bottom + 5, "rr-a")
      // A label in the middle of its tick stays inside of the drawing.
      let half = SVGWriter.width(tick.label) / 2
      let isLast = column + half > writer.width - 2
      writer.text(
        tick.label, x: isLast ? writer.width - 4 : column, y: bottom + 20, "rr-s",
        anchor: isLast ? "end" : "middle")
    }
    writer.line(x1: left, y1: bottom, x2: left + width, y2: bottom, "rr-a")
    writer.reserve(bottom + 26)
  }

  /// The runs of months in which a series is defined.
  private func runs(_ series: LineChart.Series) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (month, spread) in series.months.enumerated() where spread.isDefined {
      if let last = runs.last, last.upperBound == month {
        runs[runs.count - 1] = last.lowerBound..<(month + 1)
      } else {
        runs.append(month..<(month + 1))
      }
    }
    return runs
  }

  func band(_ series: LineChart.Series, _ i: Int, _ writer: inout SVGWriter) {
    for run in runs(series) where run.contains(where: { series.months[$0].isUncertain }) {
      let above = run.map { place($0, series.months[$0].high) }
      let below = run.reversed().map { place($0, series.months[$0].low) }
      writer.path(
        "M" + (above + below).joined(separator: "L") + "Z", "rr-band rr-f\(i % 6 + 1)")
    }
  }

  func line(_ series: LineChart.Series, _ i: Int, hasMarks: Bool, _ writer: inout SVGWriter) {
    for run in runs(series) {
      let points = run.map { place($0, series.months[$0].mean) }
      if run.count > 1 {
        writer.path(
          "M" + points.joined(separator: "L"), "rr-l rr-l\(i % 6 + 1)", title: series.name)
      } else {
        mark(run.lowerBound, series, i, &writer)
      }
    }
    guard hasMarks else { return }
    // Each series at other months, so that marks don't cover each other.
    let pitch = max(1, series.months.count / 5)
    for month in stride(from: (i * 2 + 1) % pitch, to: series.months.count, by: pitch)
    where series.months[month].isDefined {
      mark(month, series, i, &writer)
    }
  }

  private func mark(_ month: Int, _ series: LineChart.Series, _ i: Int, _ writer: inout SVGWriter) {
    writer.mark(
      i, x: left + x.place(Double(month), on: width),
      y: bottom - y.place(series.months[month].mean, on: height))
  }

  /// The marks and names behind the lines' ends, moved apart where the ends are near each other.
  func ends(_ series: [LineChart.Series], hasNames: Bool, _ writer: inout SVGWriter) {
    var placed: [(row: Int, series: Int)] = []
    for (i, one) in series.enumerated() {
      guard let last = one.months.last(where: \.isDefined) else { continue }
      placed.append((bottom - y.place(last.mean, on: height), i))
    }
    placed.sort { ($0.row, $0.series) < ($1.row, $1.series) }
    let pitch = hasNames ? 16 : 11
    for i in placed.indices.dropFirst() {
      placed[i].row = max(placed[i].row, placed[i - 1].row + pitch)
    }
    var limit = bottom
    for i in placed.indices.reversed() {
      placed[i].row = min(placed[i].row, limit)
      limit = placed[i].row - pitch
    }
    for (row, i) in placed {
      writer.mark(i, x: left + width + 10, y: row)
      if hasNames { writer.text(series[i].name, x: left + width + 20, y: row + 4, "") }
    }
  }
}
