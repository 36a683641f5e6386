import Foundation
import SourceText
import Syntax

/// Where the tests find the project's files.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The programs of `Tests/Corpus/Syntax`, by name.
  static func corpus() throws -> [(name: String, text: String)] {
    let folder = root.appendingPathComponent("Tests/Corpus/Syntax")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".reroute") }.sorted()
      .map { name in
        let url = folder.appendingPathComponent(name)
        return (name, try String(contentsOf: url, encoding: .utf8))
      }
  }
}

/// Parses a text for a test.
func parse(_ text: String) -> ParseResult { parse(Array(text.utf8)) }

/// Parses bytes for a test.
func parse(_ bytes: [UInt8]) -> ParseResult {
  Parser.parse(SourceFile(name: "test", bytes: bytes), source: SourceID(rawValue: 0))
}

/// SplitMix64: small, fast, the same everywhere.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// `true` with the given chance in a hundred.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
