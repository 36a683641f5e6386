import SourceText

/// The part of a canvas between the axes, on which lines are drawn.
struct TextPlotArea {
  let x: ChartAxis
  let y: ChartAxis
  /// The first column, and how many columns and rows there are.
  let left: Int
  let columns: Int
  let rows: Int

  /// Dots in a row and from above to below.
  private var dotColumns: Int { columns * 2 }
  private var dotRows: Int { rows * 4 }

  /// The row of dots of a value; ticks stand in the middle of their cell's row.
  private func dotRow(_ value: Double) -> Int {
    let place = y.place(value, on: (rows - 1) * 4)
    return min(dotRows - 1, (rows - 1) * 4 + 2 - place)
  }

  /// The column of dots of a month.
  private func dotColumn(_ month: Int) -> Int { x.place(Double(month), on: (columns - 1) * 2) }

  /// The value of a series at a column of dots, between the months around it; nil where either is undefined.
  private func value(_ series: LineChart.Series, at column: Int, _ part: (Spread) -> Double)
    -> Double?
  {
    let last = max(1, Int(x.high))
    let position = Double(column) * Double(last) / Double(max(1, (columns - 1) * 2))
    let month = min(series.months.count - 1, Int(position))
    guard month >= 0, series.months[month].isDefined else { return nil }
    let share = position - Double(month)
    guard share > 1e-9, month + 1 < series.months.count else {
      return share > 1e-9 ? nil : part(series.months[month])
    }
    guard series.months[month + 1].isDefined else { return nil }
    return part(series.months[month]) * (1 - share) + part(series.months[month + 1]) * share
  }

  /// The interval: filled with sparse dots, or where several would cover each other its ends alone.
  func band(
    _ series: LineChart.Series, _ canvas: inout TextCanvas, isPlain: Bool, isEdge: Bool
  ) {
    guard series.months.contains(where: \.isUncertain) else { return }
    let step = isPlain ? 2 : 1
    for column in stride(from: 0, through: (columns - 1) * 2, by: step) {
      guard let low = value(series, at: column, \.low),
        let high = value(series, at: column, \.high),
        low < high
      else { continue }
      let (top, bottom) = (dotRow(high), dotRow(low))
      if isPlain {
        let rows = isEdge ? [top / 4, bottom / 4] : Array((top / 4)...(bottom / 4))
        for row in rows where canvas.isFree(x: left + column / 2, y: row, columns: 1) {
          canvas.put(".", x: left + column / 2, y: row)
        }
      } else if isEdge {
        if column % 3 == 0 {
          canvas.dot(x: left * 2 + column, y: top)
          canvas.dot(x: left * 2 + column, y: bottom)
        }
      } else if column % 2 == 0 {
        for row in top...bottom
        where row == top || row == bottom || column % 4 == 0 && row % 4 == (column / 4) % 2 * 2 {
          canvas.dot(x: left * 2 + column, y: row)
        }
      }
    }
  }

  /// The line, and a dot for a month that stands alone.
  func line(
    _ series: LineChart.Series, _ canvas: inout TextCanvas, style: String, mark: String,
    isPlain: Bool
  ) {
    if isPlain {
      for column in 0..<columns {
        guard let value = value(series, at: column * 2, \.mean) else { continue }
        canvas.put(mark, x: left + column, y: dotRow(value) / 4, style: style)
      }
    } else {
      var before: Int?
      for column in 0...((columns - 1) * 2) {
        guard let value = value(series, at: column, \.mean) else {
          before = nil
          continue
        }
        let row = dotRow(value)
        let from = before.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
        for y in min(from, row)...max(from, row) {
          canvas.dot(x: left * 2 + column, y: y, style: style)
        }
        before = row
      }
    }
    for (month, spread) in series.months.enumerated() where spread.isDefined {
      let isAlone =
        (month == 0 || !series.months[month - 1].isDefined)
        && (month + 1 >= series.months.count || !series.months[month + 1].isDefined)
      if isAlone {
        canvas.put(
          mark, x: left + dotColumn(month) / 2, y: dotRow(spread.mean) / 4, style: style)
      }
    }
  }

  /// Marks along the lines, each series at other columns.
  func marks(_ series: [LineChart.Series], _ canvas: inout TextCanvas, _ glyphs: TextGlyphs) {
    guard !glyphs.isPlain else { return }
    let pitch = max(series.count * 3, columns / 4)
    for (i, one) in series.enumerated() {
      let offset = pitch * (i + 1) / (series.count + 1)
      for column in stride(from: offset, to: columns - 1, by: pitch) {
        guard let value = value(one, at: column * 2, \.mean) else { continue }
        let row = dotRow(value) / 4
        if canvas.isFree(x: left + column, y: row, columns: 1) {
          canvas.put(glyphs.mark(i), x: left + column, y: row, style: glyphs.style(i))
        }
      }
    }
  }

  /// The marks and names behind the lines' ends, one below the other where the ends are near.
  func ends(
    _ series: [LineChart.Series], _ canvas: inout TextCanvas, _ glyphs: TextGlyphs,
    hasNames: Bool, right: Int
  ) {
    var wanted: [(row: Int, series: Int)] = []
    for (i, one) in series.enumerated() {
      guard let last = one.months.last(where: \.isDefined) else { continue }
      wanted.append((dotRow(last.mean) / 4, i))
    }
    wanted.sort { ($0.row, $0.series) < ($1.row, $1.series) }
    // As near to its end as the one above leaves room, and not below the last row.
    var next = 0
    var placed: [(row: Int, series: Int)] = []
    for item in wanted {
      let row = max(next, item.row)
      placed.append((row, item.series))
      next = row + 1
    }
    var limit = rows - 1
    for i in placed.indices.reversed() {
      placed[i].row = min(placed[i].row, limit)
      limit = placed[i].row - 1
    }
    for (row, i) in placed where row >= 0 {
      let text = glyphs.mark(i) + (hasNames ? " " + series[i].name : "")
      canvas.put(text, x: left + columns + 1, y: row, style: glyphs.style(i))
    }
  }
}
