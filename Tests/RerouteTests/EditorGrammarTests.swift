import Foundation
import SourceText
import Testing

@testable import Syntax

/// The grammars for editors colour what the lexer reads. `REROUTE_RECORD=1` writes them anew, and fails.
@Suite struct EditorGrammarTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func texts() throws -> [(name: String, text: String)] {
    try ["Tests/Corpus/Syntax", "Scripts/cases"].flatMap { folder in
      let url = root.appendingPathComponent(folder)
      return try FileManager.default.contentsOfDirectory(atPath: url.path)
        .filter { $0.hasSuffix(".reroute") }.sorted().map { name in
          (name, try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8))
        }
    }
  }

  @Test func `the files are made of the tables`() throws {
    for (name, text) in [
      ("reroute.tmLanguage.json", try EditorGrammars.textMate()),
      ("reroute.vim", EditorGrammars.vim()),
    ] {
      let url = Self.root.appendingPathComponent("Grammar").appendingPathComponent(name)
      if ProcessInfo.processInfo.environment["REROUTE_RECORD"] == "1" {
        try Data(text.utf8).write(to: url)
        Issue.record("recorded, not compared")
        continue
      }
      #expect(try String(contentsOf: url, encoding: .utf8) == text, "\(name)")
    }
  }

  @Test func `the tables are those of the grammar`() throws {
    let grammar = try String(
      contentsOf: Self.root.appendingPathComponent("Grammar/reroute.ebnf"), encoding: .utf8)
    for word in EditorGrammars.reserved + EditorGrammars.ofPlace + EditorGrammars.times {
      #expect(grammar.contains(word), "\(word)")
    }
    for sign in EditorGrammars.operators { #expect(grammar.contains("\"\(sign)\""), "\(sign)") }
    for shape in EditorGrammars.shapes { #expect(EditorGrammars.functions.contains(shape)) }
  }

  @Test func `TextMate colours each token as what the lexer says it is`() throws {
    let json = try Data(
      contentsOf: Self.root.appendingPathComponent("Grammar/reroute.tmLanguage.json"))
    let grammar = try TextMate(json)
    for (name, text) in try Self.texts() {
      let scopes = grammar.scopes(of: text)
      let bytes = Array(text.utf8)
      let file = SourceFile(name: name, bytes: bytes)
      let tokens = Lexer.tokens(of: bytes)
      for (i, token) in tokens.enumerated() {
        let before = i > 0 ? tokens[i - 1] : nil
        guard
          let wanted = Self.scope(token, after: before, next: tokens[min(i + 1, tokens.count - 1)])
        else { continue }
        let place = file.utf16Offset(at: Int(token.start))..<file.utf16Offset(at: Int(token.end))
        let found = Set(scopes[place].map { $0 ?? "nothing" })
        #expect(
          found.allSatisfy { scope in wanted.contains { scope.hasPrefix($0) } },
          "\(name):\(file.position(at: Int(token.start)).line): \(file.text(token.range)) is \(found)"
        )
      }
      for (i, token) in tokens.enumerated() where i > 0 {
        // What stands between two tokens is comment or blank.
        let gap = Int(tokens[i - 1].end)..<Int(token.start)
        guard let sign = bytes[gap].firstIndex(of: UInt8(ascii: "#")), token.kind != .separator
        else { continue }
        let offset = file.utf16Offset(at: sign)
        #expect(scopes[offset]?.hasPrefix("comment") == true, "\(name): \(file.position(at: sign))")
      }
    }
  }

  /// The scopes that a token may have; nil for those about which the lexer says nothing.
  private static func scope(_ token: Token, after before: Token?, next: Token) -> [String]? {
    switch token.kind {
    case .string: ["string", "constant.character.escape", "meta.interpolation"]
    case .stringHead, .stringMiddle, .stringTail:
      ["string", "constant.character.escape", "meta.interpolation"]
    case .number: ["constant.numeric"]
    case .calendarMonth, .calendarDay: ["constant.other.date"]
    case .currency: ["keyword.other.currency"]
    case .percent: ["keyword.other.unit"]
    case .question: ["constant.language.hole"]
    case .plus, .minus, .star, .slash, .caret, .equal, .less, .lessEqual, .greater, .greaterEqual,
      .equalEqual, .notEqual, .arrow:
      ["keyword.operator"]
    case .word where before?.kind == .dot: ["support.variable.metric", "variable.other.member"]
    case .word where token.word.isReserved: ["keyword.control", "constant.language"]
    case .word where token.word == .per: ["keyword.other", "keyword.operator"]
    case .word where token.word != .other:
      ["keyword.other", "constant.language.time", "keyword.other.unit", "entity.name.type"]
    default: nil
    }
  }

  // MARK: Vim

  static let vim = ["/usr/bin/vim", "/usr/local/bin/vim", "/opt/homebrew/bin/vim"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: vim != nil, "vim is not installed"))
  func `Vim colours each token as what the lexer says it is`() throws {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reroute-vim-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let (name, text) = try #require(try Self.texts().first { $0.name.hasPrefix("05-") })
    let script = scratch.appendingPathComponent("a.reroute")
    try Data(text.utf8).write(to: script)
    let bytes = Array(text.utf8)
    let file = SourceFile(name: name, bytes: bytes)
    let tokens = Lexer.tokens(of: bytes).filter { $0.kind != .separator && $0.kind != .endOfText }
    var commands = "set nocompatible encoding=utf-8\nsyntax on\nedit \(script.path)\n"
    let grammar = Self.root.appendingPathComponent("Grammar/reroute.vim").path
    commands += "source \(grammar)\nsyntax sync fromstart\nlet g:found = []\n"
    for token in tokens {
      let line = file.line(at: Int(token.start))
      let column = Int(token.start) - file.lineRange(line).lowerBound + 1
      commands += "call add(g:found, synIDattr(synID(\(line + 1), \(column), 1), 'name'))\n"
    }
    commands += "call writefile(g:found, '\(scratch.path)/found')\nqa!\n"
    try Data(commands.utf8).write(to: scratch.appendingPathComponent("read.vim"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.vim))
    process.arguments = [
      "-u", "NONE", "-es", "-S", scratch.appendingPathComponent("read.vim").path,
    ]
    process.environment = ["TERM": "dumb", "HOME": scratch.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let groups = try String(
      contentsOf: scratch.appendingPathComponent("found"), encoding: .utf8
    ).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try #require(groups.count == tokens.count)
    for (i, (token, group)) in zip(tokens, groups).enumerated() {
      guard let wanted = Self.group(token, after: i > 0 ? tokens[i - 1] : nil) else { continue }
      #expect(
        wanted.contains(String(group)),
        "\(file.position(at: Int(token.start))): \(file.text(token.range)) is \(group)")
    }
  }

  private static func group(_ token: Token, after before: Token?) -> [String]? {
    switch token.kind {
    case .string: ["rerouteString"]
    case .number: ["rerouteNumber"]
    case .calendarMonth, .calendarDay: ["rerouteDate"]
    case .currency: ["rerouteCurrency"]
    case .percent: ["rerouteUnitSign"]
    case .plus, .minus, .star, .caret, .equal, .less, .lessEqual, .greater, .greaterEqual,
      .equalEqual, .notEqual, .arrow:
      ["rerouteOperator"]
    case .slash: ["rerouteSlash"]
    case .question: ["rerouteHole"]
    case .word where before?.kind == .dot: ["rerouteMetric", "rerouteMember"]
    case .word where token.word.isReserved: ["rerouteWord"]
    case .word where token.word != .other:
      ["reroutePlaceWord", "rerouteTime", "reroutePer", "rerouteUnit"]
    default: nil
    }
  }
}
