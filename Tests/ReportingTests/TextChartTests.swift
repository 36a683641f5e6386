import SourceText
import Testing

@testable import Reporting

@Suite("Pictures at a terminal")
struct TextChartTests {
  private func text(_ chart: Chart, width: Int, isPlain: Bool = false, colour: Bool = false)
    -> String
  {
    var options = ReportOptions()
    (options.width, options.isPlain, options.colour) = (width, isPlain, colour)
    return TextReport.text([.picture(chart)], options: options)
  }

  @Test(
    "Every picture fits the terminal, also with wide characters",
    arguments: ChartSamples.all.map(\.name), [20, 40, 80, 200])
  func fits(name: String, width: Int) throws {
    let chart = try #require(ChartSamples.all.first { $0.name == name }?.chart)
    for isPlain in [true, false] {
      let lines = text(chart, width: width, isPlain: isPlain).split(separator: "\n")
      #expect(lines.count > 3)
      for line in lines { #expect(DisplayWidth.columns(String(line)) <= width, "\(line)") }
    }
  }

  @Test("In ASCII there is nothing else but the user's own names")
  func plain() {
    for (name, chart) in ChartSamples.all where ["line", "bars", "waterfall"].contains(name) {
      let own = Set("🙂微信")
      let foreign = text(chart, width: 80, isPlain: true).filter {
        !$0.isASCII && !own.contains($0)
      }
      #expect(foreign.isEmpty, "\(name): \(foreign)")
    }
  }

  @Test("Colour only adds: without its escapes the picture is the same")
  func colour() {
    for (_, chart) in ChartSamples.all {
      var stripped = ""
      var isEscape = false
      for c in text(chart, width: 80, colour: true) {
        if c == "\u{1B}" { isEscape = true }
        if !isEscape { stripped.append(c) }
        if c == "m" { isEscape = false }
      }
      func trimmed(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
          var line = line
          while line.last == " " { line.removeLast() }
          return String(line)
        }
      }
      #expect(trimmed(stripped) == trimmed(text(chart, width: 80)))
    }
  }

  @Test("Series are told apart by marks, and each says its name")
  func marks() {
    let wide = text(ChartSamples.lines, width: 200)
    for mark in ["●", "▲", "■", "◆"] { #expect(wide.contains(mark)) }
    for name in ["Resso.users", "微信.users", "🎵 observed"] {
      #expect(wide.contains(name))
      #expect(text(ChartSamples.lines, width: 40).contains(name))
    }
  }

  @Test("A line rises from the lower left to the upper right")
  func rises() throws {
    let chart = Chart(
      title: "x",
      form: .lines(
        LineChart(
          measure: ChartSamples.users, start: nil,
          series: [LineChart.Series("x", (0...20).map { Spread(Double($0)) })])))
    for isPlain in [true, false] {
      let rows = text(chart, width: 80, isPlain: isPlain).split(separator: "\n")
        .filter { $0.contains("┤") || $0.contains("│") || $0.contains("|") || $0.contains(" + ") }
      let places = rows.compactMap { row in
        row.firstIndex { $0 == "*" || ("\u{2801}"..."\u{28FF}").contains($0) }
          .map { row.distance(from: row.startIndex, to: $0) }
      }
      #expect(places.count > 10)
      #expect(places == places.sorted(by: >))
    }
  }

  @Test("Bars are as long as their numbers, from zero; what is below zero goes the other way")
  func bars() throws {
    let lines = text(ChartSamples.bars, width: 100).split(separator: "\n").map(String.init)
    func cells(_ line: String) -> Int { line.filter { "█▓".contains($0) }.count }
    let rows = lines.filter { $0.contains("/month") && ($0.contains("█") || $0.contains("▓")) }
    #expect(rows.count == 3)
    // 1.2M, 2.4M, and half a million below zero.
    #expect(abs(cells(rows[0]) * 2 - cells(rows[1])) <= 2)
    #expect(abs(cells(rows[2]) * 5 - cells(rows[1])) <= 7)
    let zero = try #require(rows[0].firstIndex { "█▓".contains($0) })
    let below = try #require(rows[2].firstIndex { "▓░".contains($0) })
    #expect(
      rows[2].distance(from: rows[2].startIndex, to: below)
        < rows[0].distance(from: rows[0].startIndex, to: zero))
  }

  @Test("The branches of a flow are all there, with numbers and bars in their proportion")
  func flow() {
    let lines = text(ChartSamples.flow, width: 60).split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.hasPrefix("├─") || $0.hasPrefix("└─") }.count == 6)
    #expect(
      lines.contains { $0.hasPrefix("Resso, music 🎵  1.48M users: 1M at month 0") }
        || lines.contains { $0.contains("1.48M users") })
    // One of a million is no nothing.
    #expect(lines.contains { $0.contains("lost at closing") && $0.hasSuffix("▏") })
  }

  @Test("Where there is room, the flow is bands from the product to its ends")
  func bands() throws {
    for width in [80, 200] {
      let lines = text(ChartSamples.flow, width: width).split(separator: "\n").map(String.init)
      let bands = lines.filter { $0.hasPrefix("█") }
      // Both products stand in fourteen rows each, or one more by rounding.
      #expect((26...32).contains(bands.count))
      for end in ["400k moved to 微信", "208k merged with 微信", "872k churned", "1 lost at closing"] {
        #expect(lines.filter { $0.hasSuffix(end) }.count == 1, "\(end)")
      }
    }
  }
}
