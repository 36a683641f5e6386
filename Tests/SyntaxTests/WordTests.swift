import SourceText
import Testing

@testable import Syntax

/// The words of the grammar and the tables they are found in.
@Suite struct WordTests {
  @Test func `every word is spelt like its case, and found by its spelling`() {
    for word in Word.allCases {
      #expect(word.text == "\(word)")
      #expect(Word.named(word.text) == (word == .other ? nil : word))
      #expect(Word.named(word.text + "s") != word)
      #expect(Word.named(word.text.uppercased()) == nil)
    }
  }

  @Test func `a packed word is its bytes`() {
    #expect(PackedWord("reallocate".utf8) == PackedWord(Array("reallocate".utf8)))
    #expect(PackedWord("reallocate".utf8) != PackedWord("eallocate".utf8))
    #expect(PackedWord("exponential1".utf8) != nil)
    #expect(PackedWord("exponentials1".utf8) == nil)
    #expect(PackedWord([0x61, 0]) == nil)
    var spelled = PackedWord()
    for byte in "until".utf8 { spelled.append(byte) }
    #expect(spelled == PackedWord("until".utf8))
  }

  @Test func `the letters that eight bytes begin with are told from all other bytes`() {
    for count in 0...8 {
      for next in UInt8.min...UInt8.max where !(0x61...0x7A).contains(next) {
        // What follows the first byte that is no letter doesn't count.
        let bytes = Array("azbycxdw".utf8.prefix(count)) + [next] + Array("azbycxdw".utf8)
        let eight = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var word = PackedWord()
        #expect(word.appendLetters(of: eight) == count)
        #expect(word == PackedWord(bytes.prefix(count)))
      }
    }
  }

  @Test func `a table grows with its words`() throws {
    var table = WordTable()
    #expect(table.value(of: PackedWord()) == nil)
    let words = (0..<1000).map { "word\($0)" }
    for (i, word) in words.enumerated() {
      table.set(try #require(PackedWord(word.utf8)), to: UInt8(i & 0xFF))
    }
    for (i, word) in words.enumerated() {
      #expect(table.value(of: try #require(PackedWord(word.utf8))) == UInt8(i & 0xFF))
    }
    #expect(table.value(of: try #require(PackedWord("word1000".utf8))) == nil)
  }

  @Test func `a unit may have any length, and hide no word of the grammar`() {
    let long = "subscriptions_of_years"
    for unit in ["seats", long] {
      let text = "unit \(unit)\nlet x = 5 \(unit)\nlet y = 5 \(unit.dropLast()) / \(unit)"
      let result = Parser.parse(
        SourceFile(name: "units", text: text), source: SourceID(rawValue: 0))
      #expect(result.diagnostics.isEmpty)
      #expect(result.tree.nodes.filter { $0.kind == .literal }.count == 2)
    }
  }

  @Test func `comments between two lines are looked through once, whatever their number`() {
    // Looking through the rest of the block at each line's end would take minutes.
    let text = "1\n" + String(repeating: "# a comment\n", count: 200_000) + "2\n"
    let tokens = Lexer.tokens(of: Array(text.utf8))
    #expect(tokens.filter { $0.kind == .number }.count == 2)
    #expect(tokens.last?.kind == .endOfText)
    let joined = Lexer.tokens(of: Array("if x then 1\n# one\n\n# two\nelse 2\n3".utf8))
    #expect(joined.filter { $0.kind == .separator }.count == 1)
  }

  @Test func `a text may have a token for each of its bytes, or none`() {
    // Far more than there is room for at first.
    let dense = Lexer.tokens(of: Array(repeating: UInt8(ascii: ";"), count: 100_000))
    #expect(dense.count == 100_001)
    #expect(dense.indices.allSatisfy { Int(dense[$0].start) == $0 })
    for blank in ["", " \n\u{A0}\t", "\u{FEFF}", "# nothing"] {
      #expect(Lexer.tokens(of: Array(blank.utf8)).map(\.kind) == [.endOfText])
    }
  }

  @Test(arguments: [
    "a", "growth_rate_10", "aZ_09z", "_", "x1234567", "A", "\u{E9}t\u{E9}", "a\u{301}b",
  ])
  func `a word ends where its letters, digits, marks and low lines do`(word: String) {
    for end in ["", " ", "@", "[", "`", "{", "/", ":", "^", "\u{7F}", "\u{0}", "\u{20AC}"] {
      #expect(Int(Lexer.tokens(of: Array((word + end).utf8))[0].end) == word.utf8.count)
    }
  }

  @Test(arguments: [
    "# caf\u{E9}\n1", "\"caf\u{E9}\"", "caf\u{E9} + 1", "\"\u{E9}{x}\u{E9}\"", "#!\u{E9}\n1",
    "\"\\\u{E9}\"",
  ])
  func `bytes that are not UTF-8 are told wherever they stand`(text: String) {
    func codes(_ bytes: [UInt8]) -> [String] {
      let file = SourceFile(name: "bytes", bytes: bytes)
      return Parser.parse(file, source: SourceID(rawValue: 0)).diagnostics.map(\.code.rawValue)
    }
    #expect(!codes(Array(text.utf8)).contains("R101"))
    // The last byte of the é is lost.
    #expect(codes(Array(text.utf8).filter { $0 != 0xA9 }).contains("R101"))
  }
}
