import SourceText

/// Bars, and what is made of them: comparisons, waterfalls and tornados.
extension TextChart {
  /// A row of bars: a name before it, and a text behind it.
  struct Row {
    var name: String
    var text: String
    /// What each cell of the bar shows; of so many cells.
    var cells: (Int) -> String
  }

  /// How rows are laid out: name, bar and text side by side where there is room for them, else the bar below.
  struct Layout {
    /// The columns of names; nil where the bar stands below.
    var name: Int?
    /// The columns of bars.
    var length: Int

    init(_ rows: [Row], width: Int) {
      let name = min(rows.map { DisplayWidth.columns($0.name) }.max() ?? 0, max(12, width / 3))
      let text = rows.map { DisplayWidth.columns($0.text) }.max() ?? 0
      let rest = width - name - text - (name > 0 ? 4 : 2)
      self.name = rest >= 20 ? name : nil
      length = rest >= 20 ? rest : width
    }
  }

  /// Rows on lines.
  func lines(_ rows: [Row], _ layout: Layout) -> [String] {
    guard let name = layout.name else {
      return rows.flatMap { row in
        glyphs.wrapped(row.name + "  " + row.text, to: width)
          + [painted(trimmed(row.cells(layout.length)))]
      }
    }
    return rows.map { row in
      let before =
        name > 0 ? DisplayWidth.padded(shortened(row.name, to: name), to: name) + "  " : ""
      return trimmed(
        before + painted(DisplayWidth.padded(row.cells(layout.length), to: layout.length)) + "  "
          + row.text)
    }
  }

  private func shortened(_ name: String, to columns: Int) -> String {
    RowName.shortened(name, to: columns, width: { DisplayWidth.columns($0) }) {
      glyphs.cut($0, to: $1)
    }
  }

  private func painted(_ cells: String) -> String { paint(cells, "34") }

  /// A scale below rows.
  private func axisLines(_ axis: ChartAxis, _ layout: Layout) -> [String] {
    let indent = String(repeating: " ", count: layout.name.map { $0 > 0 ? $0 + 2 : 0 } ?? 0)
    return axisLines(axis, length: layout.length).map { trimmed(indent + $0) }
  }

  /// A scale with as many steps as its labels leave room for.
  private func fitted(_ length: Int, _ axis: (Int) -> ChartAxis) -> ChartAxis {
    for most in [6, 5, 4, 3, 2] {
      let one = axis(most)
      let widest = one.ticks.map { DisplayWidth.columns($0.label) }.max() ?? 0
      if (widest + 2) * one.ticks.count <= length { return one }
    }
    return axis(1)
  }

  func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// A line with ticks, and their labels below it.
  private func axisLines(_ axis: ChartAxis, length: Int) -> [String] {
    var canvas = TextCanvas(width: length, height: 2)
    canvas.put(String(repeating: glyphs.horizontal, count: length), x: 0, y: 0)
    for tick in axis.ticks {
      let column = axis.place(tick.value, on: length - 1)
      canvas.put(glyphs.tickBelow, x: column, y: 0)
      label(tick.label, at: column, y: 1, from: 0, &canvas)
    }
    return canvas.lines(colour: false)
  }

  // MARK: Bars

  func draw(_ chart: BarChart, title: String) -> (lines: [String], notes: [String]) {
    let values = chart.groups.flatMap { $0.bars.map(\.value).filter(\.isDefined) }
    guard let low = values.map({ min($0.low, $0.mean) }).min(),
      let high = values.map({ max($0.high, $0.mean) }).max()
    else {
      return (chart.groups.flatMap { $0.bars.map { "\($0.name)  \($0.text)" } }, [])
    }
    // A name that stands in the title already is not said again.
    let rows = chart.groups.map { group in
      group.bars.map { bar in
        Row(
          name: bar.name == title ? "" : (group.name.isEmpty ? "" : "  ") + bar.name,
          text: bar.text, cells: { _ in "" })
      }
    }
    let layout = Layout(rows.flatMap { $0 }, width: width)
    let axis = fitted(layout.length) {
      ChartAxis(
        from: low, to: high, most: $0, includesZero: !chart.hasPoints, chart.measure)
    }
    var lines: [String] = []
    for (group, rows) in zip(chart.groups, rows) {
      if !group.name.isEmpty { lines += glyphs.wrapped(group.name, to: width) }
      let drawn = zip(rows, group.bars).map { row, bar in
        Row(name: row.name, text: row.text) { cells(bar.value, axis, $0, isPoint: chart.hasPoints) }
      }
      lines += self.lines(drawn, layout)
    }
    lines += axisLines(axis, layout)
    guard chart.isUncertain else { return (lines, []) }
    let legend =
      chart.hasPoints
      ? "\(glyphs.point) the median, \(glyphs.horizontal) the 90% interval."
      : "\(glyphs.bar) to the 5th percentile, \(glyphs.inside) to the mean, \(glyphs.beyond) to the 95th."
    return (lines, [legend])
  }

  /// A bar from zero to the mean, and the interval over it.
  private func cells(_ value: Spread, _ axis: ChartAxis, _ length: Int, isPoint: Bool) -> String {
    guard value.isDefined else { return "" }
    let zero = axis.place(0, on: length)
    let mean = axis.place(value.mean, on: length)
    let (low, high) = (axis.place(value.low, on: length), axis.place(value.high, on: length))
    let bar = min(zero, mean)..<max(zero, mean)
    let interval = value.isUncertain ? min(low, high)..<max(low, high) : mean..<mean
    var out = ""
    for cell in 0..<length {
      if isPoint {
        out +=
          cell == min(mean, length - 1)
          ? glyphs.point : interval.contains(cell) ? glyphs.horizontal : " "
      } else if bar.contains(cell) {
        out += interval.contains(cell) ? glyphs.inside : glyphs.bar
      } else {
        out += interval.contains(cell) ? glyphs.beyond : " "
      }
    }
    // What is not nothing shows.
    if !isPoint, bar.isEmpty, interval.isEmpty, value.mean != 0 {
      let place = min(mean, length - 1)
      return String(repeating: " ", count: place) + (glyphs.isPlain ? "|" : "▏")
    }
    return out
  }

  // MARK: Waterfalls

  func draw(_ chart: WaterfallChart) -> [String] {
    let blank = chart.steps.map { Row(name: $0.name, text: $0.text, cells: { _ in "" }) }
    let layout = Layout(blank, width: width)
    let axis = fitted(layout.length) { chart.axis(most: $0) }
    let rows = zip(chart.steps, chart.spans).map { step, span in
      Row(name: step.name, text: step.text) { length in
        let to = axis.place(span.to, on: length)
        guard !step.isLevel else {
          let zero = axis.place(0, on: length)
          // A level is a bar where the scale has its zero, else a mark.
          return axis.low <= 0 && axis.high >= 0
            ? run(from: zero, to: to, glyphs.bar, of: length)
            : run(from: to, to: to, glyphs.vertical, of: length)
        }
        let from = axis.place(span.from, on: length)
        let glyph = span.to < span.from ? glyphs.beyond : glyphs.inside
        return run(from: from, to: to, glyph, of: length)
      }
    }
    return lines(rows, layout) + axisLines(axis, layout)
      + glyphs.wrapped("\(glyphs.inside) more, \(glyphs.beyond) less.", to: width)
  }

  /// Cells from one place to another; one at least.
  private func run(from: Int, to: Int, _ glyph: String, of length: Int) -> String {
    let start = min(min(from, to), length - 1)
    let count = max(1, min(length, max(from, to)) - start)
    return String(repeating: " ", count: start) + String(repeating: glyph, count: count)
      + String(repeating: " ", count: max(0, length - start - count))
  }

  // MARK: Tornados

  func draw(_ chart: TornadoChart) -> [String] {
    let blank = chart.inputs.map { Row(name: $0.name, text: $0.text, cells: { _ in "" }) }
    let layout = Layout(blank, width: width)
    let axis = fitted(layout.length) { chart.axis(most: $0) }
    let rows = chart.inputs.map { input in
      Row(name: input.name, text: input.text) { length in
        let base = axis.place(chart.base, on: length - 1)
        let (low, high) = (
          axis.place(input.low, on: length - 1), axis.place(input.high, on: length - 1)
        )
        var out = ""
        for cell in 0..<length {
          let isLow = (min(low, base)...max(low, base)).contains(cell)
          let isHigh = (min(high, base)...max(high, base)).contains(cell)
          out +=
            cell == base
            ? glyphs.vertical : isHigh ? glyphs.bar : isLow ? glyphs.beyond : " "
        }
        return out
      }
    }
    return lines(rows, layout) + axisLines(axis, layout)
      + glyphs.wrapped(
        "\(glyphs.beyond) with the input at its 5th percentile, \(glyphs.bar) at its 95th; \(glyphs.vertical) the outcome between.",
        to: width)
  }
}

extension WaterfallChart {
  /// Where the intervals of the steps end, as they lie on the scale.
  var intervalEnds: [Double] {
    zip(steps, spans).flatMap { step, span -> [Double] in
      guard step.value.isUncertain else { return [] }
      let start = step.isLevel ? 0 : span.from
      return [start + step.value.low, start + step.value.high].filter(\.isFinite)
    }
  }

  /// The scale: from zero, but where the changes would be lost on it; with `others` on it too.
  func axis(most: Int, showing others: [Double] = []) -> ChartAxis {
    let ends = spans.flatMap { [$0.from, $0.to] }.filter(\.isFinite)
    var (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    let isFar = low > 0 && high - low < high / 4 || high < 0 && low - high > low / 4
    (low, high) = (min(low, others.min() ?? low), max(high, others.max() ?? high))
    return ChartAxis(from: low, to: high, most: most, includesZero: !isFar, measure)
  }
}

extension TornadoChart {
  /// The scale: it begins where the outcomes do, as what counts is how far they are apart.
  func axis(most: Int) -> ChartAxis {
    let ends = (inputs.flatMap { [$0.low, $0.high] } + [base]).filter(\.isFinite)
    return ChartAxis(
      from: ends.min() ?? 0, to: ends.max() ?? 1, most: most, includesZero: false, measure)
  }
}
