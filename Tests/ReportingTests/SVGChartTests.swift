import Foundation
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a reader of XML finds in a drawing.
final class SVGReading: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }
  private(set) var elements: [Element] = []
  private(set) var isWellFormed = false
  private var open: [Int] = []

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { elements[last].text += text }
  }

  /// The texts of a kind of elements.
  func texts(_ name: String) -> [String] { elements.filter { $0.name == name }.map(\.text) }
}

@Suite("Pictures as SVG")
struct SVGChartTests {
  @Test(
    "Well-formed, named and described, with nothing from elsewhere",
    arguments: ChartSamples.all.map(\.name), [320, 720])
  func document(name: String, width: Int) throws {
    let chart = try #require(ChartSamples.all.first { $0.name == name }?.chart)
    let text = SVGChart(width: width, prefix: "p1").document(chart)
    let reading = SVGReading(text)
    #expect(reading.isWellFormed)
    #expect(reading.texts("title").first == chart.title)
    #expect(reading.texts("desc").first?.isEmpty == false)
    #expect(reading.elements.first?.attributes["role"] == "img")
    for word in ["<script", "href", "url(", "<image", "@import", "NaN", "inf"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains("prefers-color-scheme:dark"))
    #expect(text == SVGChart(width: width, prefix: "p1").document(chart))
  }

  @Test(
    "Texts lie inside the drawing and not over each other",
    arguments: ChartSamples.all.map(\.name), [320, 480, 720])
  func texts(name: String, width: Int) throws {
    let chart = try #require(ChartSamples.all.first { $0.name == name }?.chart)
    let reading = SVGReading(SVGChart(width: width).document(chart))
    var boxes: [(text: String, x: ClosedRange<Double>, y: ClosedRange<Double>)] = []
    for element in reading.elements where element.name == "text" {
      let x = try #require(element.attributes["x"].flatMap(Double.init))
      let y = try #require(element.attributes["y"].flatMap(Double.init))
      let size = element.attributes["class"]?.contains("rr-t") == true ? 15 : 12
      // Six tenths of the size for a column is wider than fonts are; half of it is what they take.
      let long = Double(SVGWriter.width(element.text, size: size)) * 0.5 / 0.6
      let start =
        switch element.attributes["text-anchor"] {
        case "end": x - long
        case "middle": x - long / 2
        default: x
        }
      #expect(start >= -1 && start + long <= Double(width) + 1, "\(element.text) at \(start)")
      boxes.append((element.text, start...(start + long), (y - 9)...(y + 1)))
    }
    for (i, a) in boxes.enumerated() {
      for b in boxes[(i + 1)...] {
        #expect(!(a.x.overlaps(b.x) && a.y.overlaps(b.y)), "\(a.text) covers \(b.text)")
      }
    }
  }

  @Test("What a user wrote is text, whatever it looks like")
  func escaping() {
    let evil = "</title><script>alert(\"1\")</script> & 'x' ]]> \u{0} \u{FFFF}"
    var chart = ChartSamples.flow
    chart.title = evil
    let text = SVGChart().document(chart)
    #expect(!text.contains("<script>"))
    let reading = SVGReading(text)
    #expect(reading.isWellFormed)
    #expect(
      reading.texts("title").first?.contains("<script>alert(\"1\")</script> & 'x' ]]>") == true)
  }

  @Test("Bands of the flow are as wide as the users are many, and fill their product")
  func bands() throws {
    let reading = SVGReading(SVGChart().document(ChartSamples.flow))
    let nodes = reading.elements.filter { $0.name == "rect" && $0.attributes["class"] == "rr-n" }
    let heights = nodes.compactMap { $0.attributes["height"].flatMap(Double.init) }
    #expect(heights.count == 2)
    #expect(abs(heights[0] / heights[1] - 1_480_000.0 / 900_000) < 0.02)
    let links = reading.elements.filter {
      $0.name == "path" && $0.attributes["class"]?.contains("rr-link") == true
    }
    #expect(links.count == 6)
    let bands = try links.map { link in
      let data = try #require(link.attributes["d"])
      let start = try #require(data.firstIndex(of: "v"))
      return try #require(Double(data[data.index(after: start)...].prefix { $0.isNumber }))
    }
    // Each band is a whole number of pixels, and one at least.
    #expect(abs(bands[..<4].reduce(0, +) - heights[0]) <= 3)
    #expect(abs(bands[4...].reduce(0, +) - heights[1]) <= 2)
  }
}
