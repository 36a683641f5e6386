/// The flow of users as a Sankey diagram: bands as wide as the users are many.
extension SVGChart {
  func flow(_ chart: FlowChart, _ writer: inout SVGWriter) {
    SVGFlow(chart, width: width, top: writer.height + 12).draw(&writer)
  }
}

/// The places of a Sankey diagram: products on the left, each further one in a column of its own, all ends on the right.
private struct SVGFlow {
  /// A band from a product to an end, or to the next product.
  struct Band {
    var source: Int
    var end: FlowChart.End
    var fromY: Int
    var toX: Int
    var toY: Int
    var height: Int
  }

  let chart: FlowChart
  let width: Int
  /// The column of each product.
  private var layers: [Int] = []
  /// The upper edge of each product.
  private var tops: [Int] = []
  /// Where the ends of each product begin; its name stands above.
  private var heads: [Int] = []
  private var bands: [Band] = []
  private let columnX: [Int]
  private let endX: Int
  private let perUser: Double
  private let nodeWidth = 12

  /// The height of so many users, in pixels.
  private func height(_ users: Double) -> Int { Int((users * perUser).rounded()) }

  init(_ chart: FlowChart, width: Int, top: Int) {
    (self.chart, self.width) = (chart, width)
    let most = chart.sources.map(\.users).max() ?? 0
    perUser = most > 0 ? (width < 520 ? 180 : 220) / most : 0
    var layers = [Int](repeating: 0, count: chart.sources.count)
    for (i, source) in chart.sources.enumerated() {
      for case let next? in source.ends.map(\.next) where next > i {
        layers[next] = max(layers[next], layers[i] + 1)
      }
    }
    self.layers = layers
    let texts = chart.sources.flatMap { $0.ends.map { "\($0.text) \($0.name)" } }
    let labels = min(texts.map { SVGWriter.width($0) }.max() ?? 0, width * 11 / 20)
    let endX = width - labels - nodeWidth - 20
    self.endX = endX
    let columns = (layers.max() ?? 0) + 1
    columnX = (0..<columns).map { 12 + $0 * (endX - 12) / columns }
    place(from: top)
  }

  /// Stacks the products with their ends from above to below.
  private mutating func place(from top: Int) {
    var y = top
    var incoming = [Int](repeating: 0, count: chart.sources.count)
    for (i, source) in chart.sources.enumerated() {
      y += i == 0 ? 32 : 44
      let rows = source.ends.map { ($0, max(18, height($0.users) + 6)) }
      let own = rows.filter { $0.0.next == nil }.reduce(0) { $0 + $1.1 }
      let node = max(2, height(source.users))
      heads.append(y)
      tops.append(y + max(0, (own - node) / 2))
      var endY = y
      var leavingY = tops[i]
      for (end, row) in rows {
        let band = height(end.users)
        if end.next == nil {
          bands.append(
            Band(
              source: i, end: end, fromY: leavingY, toX: endX, toY: endY + (row - band) / 2,
              height: band))
          endY += row
        } else {
          bands.append(
            Band(source: i, end: end, fromY: leavingY, toX: 0, toY: 0, height: band))
        }
        leavingY += band
      }
      y += max(own, node) + 16
    }
    for i in bands.indices {
      guard let next = bands[i].end.next else { continue }
      bands[i].toX = columnX[layers[next]]
      bands[i].toY = tops[next] + incoming[next]
      incoming[next] += bands[i].height
    }
  }

  func draw(_ writer: inout SVGWriter) {
    for band in bands { draw(band, &writer) }
    for (i, source) in chart.sources.enumerated() {
      let x = columnX[layers[i]]
      writer.box(
        x: x, y: tops[i], width: nodeWidth, height: max(2, height(source.users)), "rr-n",
        title: "\(source.name): \(source.text) \(chart.unit)")
      let room = width - x - 12
      writer.text(
        SVGWriter.cut("\(source.name): \(source.text) \(chart.unit)", to: room), x: x,
        y: heads[i] - 20, "rr-h")
      writer.text(SVGWriter.cut(source.origin, to: room), x: x, y: heads[i] - 6, "rr-s")
    }
    for band in bands where band.end.next == nil {
      writer.box(
        x: band.toX, y: band.toY, width: nodeWidth, height: band.height, style(band.end.way))
      let text = SVGWriter.cut(
        "\(band.end.text) \(band.end.name)", to: width - band.toX - nodeWidth - 12)
      writer.text(text, x: band.toX + nodeWidth + 8, y: band.toY + band.height / 2 + 4, "")
    }
  }

  private func draw(_ band: Band, _ writer: inout SVGWriter) {
    let x1 = columnX[layers[band.source]] + nodeWidth
    let x2 = band.toX
    let middle = (x1 + x2) / 2
    let thickness = max(1, band.height)
    let (y1, y2) = (band.fromY, band.toY)
    writer.path(
      "M\(x1) \(y1)C\(middle) \(y1) \(middle) \(y2) \(x2) \(y2)v\(thickness)"
        + "C\(middle) \(y2 + thickness) \(middle) \(y1 + thickness) \(x1) \(y1 + thickness)Z",
      "rr-link \(style(band.end.way))",
      title: "\(chart.sources[band.source].name): \(band.end.text) \(band.end.name)")
    writer.reserve(max(y1, y2) + thickness)
    if let next = band.end.next, next < tops.count {
      // A number beside the node it goes to; its ends have their own.
      let text = "\(band.end.text) \(band.end.name)"
      writer.text(
        SVGWriter.cut(text, to: max(60, x2 - x1 - 8)), x: x2 - 6, y: y2 - 4, "rr-s", anchor: "end")
    }
  }

  private func style(_ way: FlowChart.End.Way) -> String {
    switch way {
    case .stayed: "rr-f1"
    case .moved: "rr-f3"
    case .merged: "rr-f5"
    case .churned, .lapsed: "rr-f2"
    case .left, .lostAtClosing: "rr-f6"
    }
  }
}
