import Foundation
import Reroute

import struct Reroute.Host

/// A document of the project and the programs in it. See `README.md` beside this file for the conventions.
struct Document {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// `true` while the documents are to be rewritten as the programs answer now; such a run fails, so that
  /// nobody records by accident.
  static let records = ProcessInfo.processInfo.environment["RECORD_DOCUMENTATION"] != nil

  /// A fenced block, and the line its fence stands on, from 1.
  struct Block {
    let info: [String]
    let text: String
    let line: Int
    /// The lines of the text, without the fences, as positions in the document's lines.
    let body: Range<Int>
    /// `true` iff it goes on where the program before it ended.
    let continues: Bool
  }

  let path: String
  var lines: [String]

  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
      .components(separatedBy: "\n")
  }

  func write() throws {
    try lines.joined(separator: "\n").write(
      to: Self.root.appendingPathComponent(path), atomically: true, encoding: .utf8)
  }

  var blocks: [Block] {
    var found: [Block] = []
    var start: Int?
    for (i, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let opening = start else {
        start = i
        continue
      }
      let before = lines[..<opening].last { !$0.isEmpty } ?? ""
      found.append(
        Block(
          info: lines[opening].dropFirst(3).split(separator: " ").map(String.init),
          text: lines[(opening + 1)..<i].joined(separator: "\n"), line: opening + 1,
          body: (opening + 1)..<i, continues: before == "<!-- continues -->"))
      start = nil
    }
    return found
  }

  /// The lines between `<!-- name -->` and `<!-- /name -->`.
  func section(_ name: String) -> Range<Int>? {
    guard let start = lines.firstIndex(of: "<!-- \(name) -->"),
      let end = lines.firstIndex(of: "<!-- /\(name) -->")
    else { return nil }
    return (start + 1)..<end
  }
}

/// Runs a document's programs, in order.
struct DocumentRun {
  /// A program, what became of it, and the block that shows its output, if one does.
  struct Step {
    let program: Document.Block
    let outcome: Outcome
    let shown: Document.Block?
    /// What a person sees: messages, then answers.
    let output: String
  }

  private(set) var steps: [Step] = []

  /// A session whose host takes what scripts draw.
  private static var session: Session {
    var session = Session()
    session.host.save = { (_, _, _) throws(Host.Failure) in }
    return session
  }

  init(_ document: Document) {
    var session = Self.session
    let blocks = document.blocks
    // The functions' examples have a test of their own, with the files some of them need.
    let functions = document.section("functions") ?? 0..<0
    for (i, block) in blocks.enumerated() where block.info.first == "reroute" {
      if functions.contains(block.line) { continue }
      if !block.continues { session = Self.session }
      let outcome = session.run(block.text, name: "script")
      let next = blocks.indices.contains(i + 1) ? blocks[i + 1] : nil
      let isNear = next.map { $0.body.lowerBound - block.body.upperBound <= 3 } ?? false
      var output = outcome.renderedMessages()
      if outcome.status != .wrong {
        if !output.isEmpty { output += "\n" }
        output += outcome.report()
      }
      while output.hasSuffix("\n") { output.removeLast() }
      steps.append(
        Step(
          program: block, outcome: outcome,
          shown: isNear && next?.info.first == "text" ? next : nil, output: output))
    }
  }
}
