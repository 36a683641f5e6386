/// Bars, and what is made of them: comparisons, waterfalls and tornados.
extension SVGChart {
  /// Where the rows of a picture of bars stand.
  struct Rows {
    /// The edges of the bars.
    var left: Int
    var length: Int
    /// Where the text behind a bar begins; nil where name and text stand above it.
    var text: Int?
    /// Whether name and text above a bar take a line each, as they don't fit beside one another.
    var isStacked = false
    /// The height of a row.
    var pitch: Int

    init(names: [String], texts: [String], width: Int, isNarrow: Bool) {
      let name = names.map { SVGWriter.width($0) }.max() ?? 0
      let text = texts.map { SVGWriter.width($0) }.max() ?? 0
      let isWide = !isNarrow && width - min(name, width / 3) - text - 48 >= 180
      if isWide {
        left = 12 + min(name, width / 3) + 12
        length = width - left - text - 30
        self.text = left + length + 14
        pitch = 28
      } else {
        isStacked = zip(names, texts).contains {
          SVGWriter.width($0) + SVGWriter.width($1) > width - 40
        }
        (left, length, self.text, pitch) = (16, width - 36, nil, isStacked ? 62 : 44)
      }
    }
  }

  /// Puts a row's name and text, and returns the top of its bar.
  private func label(
    _ name: String, _ text: String, at y: Int, _ rows: Rows, _ writer: inout SVGWriter
  ) -> Int {
    if let behind = rows.text {
      let cut = shortened(name, to: rows.left - 20)
      writer.text(cut, x: rows.left - 12, y: y + 17, "", anchor: "end")
      writer.text(text, x: behind, y: y + 17, "rr-s")
      return y + 5
    }
    if rows.isStacked {
      writer.text(shortened(name, to: width - 32), x: rows.left, y: y + 14, "rr-h")
      writer.text(text, x: rows.left, y: y + 32, "rr-s")
      return y + 38
    }
    let cut = shortened(name, to: max(60, width - 40 - SVGWriter.width(text)))
    writer.text(cut, x: rows.left, y: y + 14, "rr-h")
    writer.text(text, x: width - 16, y: y + 14, "rr-s", anchor: "end")
    return y + 20
  }

  private func shortened(_ name: String, to room: Int) -> String {
    RowName.shortened(name, to: room, width: { SVGWriter.width($0) }) { SVGWriter.cut($0, to: $1) }
  }

  /// The lines of a scale over rows from `top` to the lowest place that was used.
  private func scale(_ axis: ChartAxis, _ rows: Rows, from top: Int, _ writer: inout SVGWriter) {
    let bottom = writer.height + 6
    for tick in axis.ticks {
      let column = rows.left + axis.place(tick.value, on: rows.length)
      writer.line(x1: column, y1: bottom, x2: column, y2: bottom + 5, "rr-a")
      let half = SVGWriter.width(tick.label) / 2
      let isLast = column + half > width - 4
      let isFirst = column - half < 4
      writer.text(
        tick.label, x: isLast ? width - 4 : isFirst ? 4 : column, y: bottom + 20, "rr-s",
        anchor: isLast ? "end" : isFirst ? "start" : "middle")
    }
    writer.line(x1: rows.left, y1: bottom, x2: rows.left + rows.length, y2: bottom, "rr-a")
    if axis.low < 0, axis.high > 0 {
      let zero = rows.left + axis.place(0, on: rows.length)
      writer.line(x1: zero, y1: top, x2: zero, y2: bottom, "rr-a")
    }
    writer.reserve(bottom + 26)
  }

  /// A scale with as many steps as its labels leave room for.
  private func fitted(_ rows: Rows, _ axis: (Int) -> ChartAxis) -> ChartAxis {
    for most in [6, 5, 4, 3, 2] {
      let one = axis(most)
      let widest = one.ticks.map { SVGWriter.width($0.label) }.max() ?? 0
      // The first and the last label are moved inwards.
      if (widest + 16) * (one.ticks.count - 1) + widest / 2 <= rows.length { return one }
    }
    return axis(1)
  }

  /// An interval over a bar: a line with caps.
  private func whisker(
    _ low: Int, _ high: Int, y: Int, height: Int, _ writer: inout SVGWriter
  ) {
    let middle = y + height / 2
    writer.path(
      "M\(low) \(middle - 4)v8M\(low) \(middle)H\(high)M\(high) \(middle - 4)v8", "rr-w")
  }

  // MARK: Bars

  func bars(_ chart: BarChart, _ writer: inout SVGWriter) {
    let bars = chart.groups.flatMap(\.bars)
    let values = bars.map(\.value).filter(\.isDefined)
    if chart.isUncertain {
      subtitle(
        chart.hasPoints
          ? "The point is the median, the line the 90% interval."
          : "The bar is the mean, the line the 90% interval.", &writer)
    }
    let rows = Rows(
      names: bars.map(\.name), texts: bars.map(\.text), width: width, isNarrow: isNarrow)
    let low = values.map { min($0.low, $0.mean) }.min() ?? 0
    let high = values.map { max($0.high, $0.mean) }.max() ?? 1
    let axis = fitted(rows) {
      ChartAxis(from: low, to: high, most: $0, includesZero: !chart.hasPoints, chart.measure)
    }
    let top = writer.height + 8
    var y = top
    for group in chart.groups {
      if !group.name.isEmpty {
        for line in SVGWriter.wrapped(group.name, to: width - 24) {
          y += 18
          writer.text(line, x: 12, y: y, "rr-h")
        }
        y += 4
      }
      for (i, bar) in group.bars.enumerated() {
        let barTop = label(bar.name, bar.text, at: y, rows, &writer)
        draw(bar, i, axis, rows, y: barTop, isPoint: chart.hasPoints, &writer)
        y += rows.pitch
      }
      writer.reserve(y)
    }
    if !values.isEmpty { scale(axis, rows, from: top, &writer) }
  }

  private func draw(
    _ bar: BarChart.Bar, _ i: Int, _ axis: ChartAxis, _ rows: Rows, y: Int, isPoint: Bool,
    _ writer: inout SVGWriter
  ) {
    guard bar.value.isDefined else { return }
    func place(_ value: Double) -> Int { rows.left + axis.place(value, on: rows.length) }
    let mean = place(bar.value.mean)
    if isPoint {
      if bar.value.isUncertain {
        whisker(place(bar.value.low), place(bar.value.high), y: y, height: 16, &writer)
      }
      return writer.mark(0, x: mean, y: y + 8)
    }
    let zero = place(0)
    if bar.value.mean != 0 {
      writer.box(
        x: min(zero, mean), y: y, width: abs(mean - zero), height: 16, "rr-f\(i % 6 + 1)",
        title: "\(bar.name): \(bar.text)")
    }
    if bar.value.isUncertain {
      whisker(place(bar.value.low), place(bar.value.high), y: y, height: 16, &writer)
    }
  }

  // MARK: Waterfalls

  func waterfall(_ chart: WaterfallChart, _ writer: inout SVGWriter) {
    if chart.steps.contains(where: { $0.value.isUncertain }) {
      subtitle("The bars are means, the lines 90% intervals.", &writer)
    }
    let rows = Rows(
      names: chart.steps.map(\.name), texts: chart.steps.map(\.text), width: width,
      isNarrow: isNarrow)
    let spans = chart.spans
    let axis = fitted(rows) { chart.axis(most: $0, showing: chart.intervalEnds) }
    let top = writer.height + 8
    var y = top
    func place(_ value: Double) -> Int { rows.left + axis.place(value, on: rows.length) }
    for (i, step) in chart.steps.enumerated() {
      let barTop = label(step.name, step.text, at: y, rows, &writer)
      let (from, to) = (place(spans[i].from), place(spans[i].to))
      let title = "\(step.name): \(step.text)"
      if step.isLevel {
        let zero = axis.low <= 0 && axis.high >= 0 ? place(0) : to
        writer.box(
          x: zero == to ? to - 2 : min(zero, to), y: barTop,
          width: zero == to ? 4 : abs(to - zero), height: 16, "rr-n", title: title)
      } else {
        let isLess = spans[i].to < spans[i].from
        writer.box(
          x: min(from, to), y: barTop, width: max(2, abs(to - from)), height: 16,
          isLess ? "rr-f2" : "rr-f1", title: title)
      }
      if step.value.isUncertain {
        let start = step.isLevel ? 0 : spans[i].from
        whisker(
          place(start + step.value.low), place(start + step.value.high), y: barTop, height: 16,
          &writer)
      }
      // Where the next part begins; not through the text above its bar.
      if i + 1 < chart.steps.count {
        let reach = rows.text == nil ? 22 : rows.pitch
        writer.line(x1: to, y1: barTop + 16, x2: to, y2: barTop + reach, "rr-c")
      }
      y += rows.pitch
    }
    writer.reserve(y)
    scale(axis, rows, from: top, &writer)
  }

  // MARK: Tornados

  func tornado(_ chart: TornadoChart, _ writer: inout SVGWriter) {
    let rows = Rows(
      names: chart.inputs.map(\.name), texts: chart.inputs.map(\.text), width: width,
      isNarrow: isNarrow)
    let axis = fitted(rows) { chart.axis(most: $0) }
    for (i, text) in ["the input at its 5th percentile", "the input at its 95th percentile"]
      .enumerated()
    {
      let y = writer.height + 14
      writer.box(x: 12, y: y - 10, width: 12, height: 12, "rr-f\(2 - i)")
      writer.text(text, x: 30, y: y, "rr-s")
    }
    let top = writer.height + 8
    var y = top
    func place(_ value: Double) -> Int { rows.left + axis.place(value, on: rows.length) }
    let base = place(chart.base)
    for input in chart.inputs {
      let barTop = label(input.name, input.text, at: y, rows, &writer)
      let title = "\(input.name): \(input.text)"
      for (end, style) in [(place(input.low), "rr-f2"), (place(input.high), "rr-f1")] {
        writer.box(
          x: min(base, end), y: barTop, width: abs(end - base), height: 16, style, title: title)
      }
      y += rows.pitch
    }
    writer.reserve(y)
    writer.line(x1: base, y1: top, x2: base, y2: y, "rr-a")
    scale(axis, rows, from: y, &writer)
  }
}
