import SourceText

/// A product's users as bands from the product on the left to their ends on the right, in dots of braille.
struct TextSankey {
  let source: FlowChart.Source
  let unit: String
  let width: Int
  let glyphs: TextGlyphs
  /// The ANSI style of a way.
  let style: (FlowChart.End.Way) -> String

  /// The rows that all ends together take, as far as they are large enough to be told apart.
  private static let fullHeight = 14

  /// The least width in which bands are seen.
  static let leastWidth = 72

  func lines(colour: Bool) -> [String] {
    let number = source.ends.map { DisplayWidth.columns($0.text) }.max() ?? 0
    let name = min(source.ends.map { DisplayWidth.columns($0.name) }.max() ?? 0, width * 2 / 5)
    let labels = number + name + 3
    let right = max(20, min(width - labels - 1, 110))
    let heights = source.ends.map { end in
      source.users > 0
        ? max(1, Int((end.users / source.users * Double(Self.fullHeight)).rounded())) : 1
    }
    // A blank row between two ends, so that bands part.
    let rows = heights.reduce(0, +) + max(0, heights.count - 1)
    var canvas = TextCanvas(width: width, height: rows)
    let all = heights.reduce(0, +)
    var from = Double(rows - all) / 2 * 4
    var row = 0
    for (i, (end, height)) in zip(source.ends, heights).enumerated() {
      let style = colour ? style(end.way) : ""
      // A band on the left is as high as its end, so that the left side has no gaps.
      let dots = Double(height * 4)
      band(&canvas, from: from, to: Double(row * 4), dots, right: right, i, style)
      from += dots
      for y in row..<(row + height) { canvas.put(glyphs.bar, x: right, y: y, style: style) }
      let text =
        DisplayWidth.leftPadded(end.text, to: number) + " " + glyphs.cut(end.name, to: name)
      canvas.put(text, x: right + 2, y: row + (height - 1) / 2)
      row += height + 1
    }
    let first = (rows - all) / 2
    for y in first..<(first + all) { canvas.put(glyphs.bar, x: 0, y: y) }
    return canvas.lines(colour: colour)
  }

  /// Fills a band that swings from one height to another; neighbours differ in how dense their dots are.
  private func band(
    _ canvas: inout TextCanvas, from: Double, to: Double, _ height: Double, right: Int, _ i: Int,
    _ style: String
  ) {
    let last = right * 2 - 1
    for x in 2...max(2, last) {
      let t = Double(x - 2) / Double(max(1, last - 2))
      let top = from + (to - from) * t * t * (3 - 2 * t)
      let first = Int(top.rounded())
      for y in first..<(first + Int(height)) {
        let isSet = i % 2 == 0 ? (x + y) % 2 == 0 : x % 2 == 0 && y % 2 == (x / 2) % 2
        if isSet { canvas.dot(x: x, y: y, style: style) }
      }
    }
  }
}
