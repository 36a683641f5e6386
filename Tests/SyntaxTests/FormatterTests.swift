import SourceText
import Syntax
import Testing

/// Formatting changes the layout and nothing else, and only once.
@Suite struct FormatterTests {
  private func format(_ text: String) -> String { Formatter.format(parse(text).tree) }

  /// The tokens' kinds and texts, a run of separators as one, none at an edge or by a brace.
  private func tokens(_ tree: SyntaxTree) -> [String] {
    var out: [String] = []
    for (i, token) in tree.tokens.enumerated() {
      guard token.kind != .separator else {
        if let last = out.last, last != "separator", last != "leftBrace {" {
          out.append("separator")
        }
        continue
      }
      if token.kind == .rightBrace || token.kind == .endOfText, out.last == "separator" {
        out.removeLast()
      }
      out.append("\(token.kind) \(tree.text(ofToken: i))")
    }
    return out
  }

  /// The tree's kinds, with the tokens of its leaves.
  private func outline(_ tree: SyntaxTree) -> String {
    var out = ""
    var stack: [(NodeID, Int)] = [(tree.root, 0)]
    while let (id, depth) = stack.popLast() {
      out += "\n" + String(repeating: " ", count: depth) + "\(tree.kind(id))"
      if tree.children(of: id).isEmpty {
        for i in Int(tree[id].firstToken)..<Int(tree[id].endToken)
        where tree.tokens[i].kind != .separator { out += " " + tree.text(ofToken: i) }
      }
      for child in tree.children(of: id).reversed() { stack.append((child, depth + 1)) }
    }
    return out
  }

  /// The comments in their order, without blanks at their ends.
  private func comments(_ tree: SyntaxTree) -> [String] {
    var out: [String] = []
    var end = 0
    for token in tree.tokens {
      for line in tree.file.text(end..<Int(token.start)).unicodeScalars.split(separator: "\n") {
        guard let start = line.firstIndex(of: "#") else { continue }
        var comment = line[start...]
        while let last = comment.last, " \t\r".unicodeScalars.contains(last) {
          comment.removeLast()
        }
        out.append(String(comment))
      }
      end = Int(token.end)
    }
    return out
  }

  /// Checks all properties of the format of `text`; `false` where one fails.
  private func keeps(_ text: String, _ name: String = "") -> Bool {
    let before = parse(text)
    guard before.diagnostics.isEmpty else { return true }
    let once = Formatter.format(before.tree)
    let after = parse(once)
    let problem: String? =
      if let first = after.diagnostics.first {
        "no longer parses: \(first.message)"
      } else if tokens(before.tree) != tokens(after.tree) {
        "other tokens"
      } else if outline(before.tree) != outline(after.tree) {
        "another tree"
      } else if comments(before.tree) != comments(after.tree) {
        "other comments \(comments(before.tree)) \(comments(after.tree))"
      } else if Formatter.format(after.tree) != once {
        "not idempotent:\n\(Formatter.format(after.tree))"
      } else {
        problemOfLayout(once, after.tree)
      }
    guard let problem else { return true }
    Issue.record("\(name): \(problem)\n--- before\n\(text)\n--- after\n\(once)\n---")
    return false
  }

  private func problemOfLayout(_ text: String, _ tree: SyntaxTree) -> String? {
    if text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) { return "a byte order mark" }
    if text.contains("\n\n\n") || text.hasPrefix("\n") { return "blank lines" }
    if !text.isEmpty, !text.hasSuffix("\n") || text.hasSuffix("\n\n") { return "the last line" }
    for line in text.split(separator: "\n") where line.hasSuffix(" ") || line.hasPrefix("\t") {
      return "blanks: `\(line)`"
    }
    return nil
  }

  @Test func corpus() throws {
    for (name, text) in try Repository.corpus() { #expect(keeps(text, name)) }
  }

  @Test(arguments: [("program", 13, 700, 60), ("statement", 17, 2_500, 25)])
  func generatedSentences(rule: String, seed: UInt64, count: Int, size: Int) throws {
    let grammar = try Grammar.ofLanguage()
    var generator = Generator(grammar, seed: seed)
    let start = try grammar.rule(rule)
    var wrong = 0
    for i in 0..<count where wrong < 5 {
      let pieces = generator.sentence(of: start, size: 1 + size * (i % 10) / 9)
      if let text = generator.text(pieces, isNoisy: i % 4 != 0), !keeps(text) { wrong += 1 }
      if !keeps(generator.anyText(generator.mutated(pieces))) { wrong += 1 }
    }
  }

  @Test func mutatedCorpus() throws {
    var dice = Dice(seed: 21)
    var wrong = 0
    let insertions = ["\n", " ", "#c\n", ";", "\t", "\r\n", "\n\n\n", " # d\n", ",", "\u{FEFF}"]
    for (name, text) in try Repository.corpus() {
      for _ in 0..<40 where wrong < 5 {
        var bytes = Array(text.utf8)
        for _ in 0...dice.below(4) {
          let place = dice.below(bytes.count)
          bytes.insert(contentsOf: dice.pick(insertions).utf8, at: place)
        }
        if !keeps(String(decoding: bytes, as: UTF8.self), name) { wrong += 1 }
      }
    }
  }

  @Test(
    arguments: [
      ("", ""), ("\n \n", ""), ("# only", "# only\n"), ("\n\n# a\n\n\n\n# b\n\n", "# a\n\n# b\n"),
      ("\u{FEFF}#!/usr/bin/env reroute\r\n1", "#!/usr/bin/env reroute\n1\n"),
      ("a;b;;c", "a\nb\nc\n"), ("let a=1+-2*3", "let a = 1 + -2 * 3\n"),
      ("let a = 2 % to 4 % / month", "let a = 2% to 4%/month\n"),
      ("let a = $ 4.99 per user", "let a = $4.99 per user\n"),
      ("let a = x/month + 5 / month", "let a = x / month + 5/month\n"),
      ("let a = f ( 1 ,2 ) [ 3 ] . b", "let a = f(1, 2)[3].b\n"),
      ("let a = \"x { 1+2 } y\"", "let a = \"x {1 + 2} y\"\n"),
      ("let a = x in ( users / month )", "let a = x in (users/month)\n"),
      ("redirect A->B{over 3 months}", "redirect A -> B {\n  over  3 months\n}\n"),
      ("product A{\n\n}", "product A {}\n"), ("product A{ # why\n}", "product A {  # why\n}\n"),
      ("if a {b}\nelse if c {d}\nelse\n{e}", "if a {\n  b\n} else if c {\n  d\n} else {\n  e\n}\n"),
      ("if a {b} # c\n# d\nelse {e}", "if a {\n  b\n}  # c\n# d\nelse {\n  e\n}\n"),
      ("let of = of;let b = x to of;close A end", "let of = of\nlet b = x to of\nclose A end\n"),
      ("let r = {then: 1; else: 2}", "let r = {\n  then: 1;\n  else: 2\n}\n"),
      ("let r = {\na: 1, # x\nbb: 22 # y\n}", "let r = {\n  a: 1,   # x\n  bb: 22  # y\n}\n"),
      ("f(\n1,\ng(\n2))", "f(\n  1,\n  g(\n    2))\n"), ("f(1,\n2\n)", "f(1,\n  2\n)\n"),
      ("let a = 1 +\n2", "let a = 1 +\n  2\n"),
      (
        "product A {\n微信 1 # a\nx 2 # b\n\ny 3 # c\n}",
        "product A {\n  微信  1  # a\n  x     2  # b\n\n  y  3  # c\n}\n"
      ),
      (
        "product A {\nusers 1\n  # next\n\n cost 2\n # last\n}",
        "product A {\n  users  1\n  # next\n\n  cost  2\n  # last\n}\n"
      ),
      (
        "let t = table{a,bb\n100,\"🎉\"# x\n\n\"é\",2# y\n}",
        "let t = table {\n  a,   bb\n  100, \"🎉\"  # x\n\n  \"é\", 2  # y\n}\n"
      ),
      ("a # x\nbbb # y\n\ncc # z", "a    # x\nbbb  # y\n\ncc  # z\n"),
      ("expect 80 % sure a<1", "expect 80% sure a < 1\n"), ("#a  \n1#b\t", "#a\n1  #b\n"),
    ] as [(String, String)])
  func layout(text: String, expected: String) {
    #expect(parse(text).diagnostics.map(\.message) == [])
    #expect(format(text) == expected)
    #expect(keeps(text))
  }

  /// A text with mistakes isn't formatted, but it must not bring the formatter down either.
  @Test func mistakesDoNoHarm() throws {
    var dice = Dice(seed: 31)
    for (_, text) in try Repository.corpus() {
      for _ in 0..<15 {
        var bytes = Array(text.utf8)
        for _ in 0...dice.below(5) {
          let place = dice.below(bytes.count)
          if dice.chance(50) {
            bytes.remove(at: place)
          } else {
            bytes.insert(dice.pick(Array("(){}[]\",;".utf8)), at: place)
          }
        }
        #expect(Formatter.format(parse(bytes).tree).utf8.count < bytes.count * 20)
      }
    }
  }

  @Test func longTextsAreFast() {
    let sum = "let a = 1" + String(repeating: "+1", count: 50_000)
    #expect(format(sum).utf8.count == sum.utf8.count + 100_001)
    let lines = String(repeating: "product A { users 1M # c\n churn 2% }\n", count: 1_000)
    #expect(format(lines).split(separator: "\n").count == 4_000)
  }

  @Test func firstProgramIsCanonical() throws {
    let (_, text) = try #require(try Repository.corpus().first)
    #expect(format(text) == text)
  }
}
