import Testing

@testable import Reporting

@Suite("Rows of bars") struct ChartRowTests {
  private func cut(_ text: String, _ room: Int) -> String {
    TextGlyphs(isPlain: false).cut(text, to: room)
  }

  @Test("A name that is cut keeps its last word, so that two inputs of one declaration differ")
  func lastWord() {
    func shortened(_ name: String, _ room: Int) -> String {
      RowName.shortened(name, to: room, width: { $0.count }, cut: cut)
    }
    #expect(shortened("redirect A -> B accept", 22) == "redirect A -> B accept")
    #expect(shortened("redirect A -> Brook accept", 20) == "redirect A -… accept")
    #expect(shortened("redirect A -> Brook reach", 20) == "redirect A ->… reach")
    // A last word that leaves less than half of the room, or no word at all.
    #expect(shortened("close Larkspurandfinches", 16) == "close Larkspura…")
    #expect(shortened("Larkspurandfinches", 10) == "Larkspura…")
  }

  @Test("The scale of a waterfall reaches the ends of the intervals that are drawn on it")
  func intervals() throws {
    guard case .waterfall(let chart) = ChartSamples.waterfall.form else {
      Issue.record("the sample is no waterfall")
      return
    }
    let ends = chart.intervalEnds
    try #require(!ends.isEmpty)
    for most in 1...6 {
      let axis = chart.axis(most: most, showing: ends)
      #expect(ends.allSatisfy { axis.low <= $0 && $0 <= axis.high })
    }
  }
}
