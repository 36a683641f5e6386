import SourceText
import Syntax
import Testing

/// The parser accepts what the grammar does, and nothing else.
@Suite struct AgreementTests {
  /// `true` iff the parser finds nothing wrong; its checks beyond the grammar are malformed tokens and nesting.
  private func agrees(_ text: String, _ recogniser: inout Recogniser, _ rule: Int) -> Bool {
    let result = parse(text)
    #expect(result.tree.text == Array(text.utf8), "\(text)")
    // Comments of other languages are read as comments, which the grammar knows nothing of.
    let isBeyond = result.diagnostics.contains {
      $0.code == .nestingTooDeep || $0.message.hasPrefix("a comment begins with `#`")
    }
    if isBeyond { return true }
    let accepts = recogniser.accepts(
      Array(text.utf8), tokens: result.tree.tokens, as: rule)
    if accepts != result.diagnostics.hasErrors { return true }
    let message = result.diagnostics.first.map {
      "\($0.message) at \(String(describing: $0.primary?.span))"
    }
    Issue.record(
      "grammar \(accepts ? "accepts" : "refuses"), parser: \(message ?? "accepts")\n\(text)")
    return false
  }

  @Test func noRuleBeginsWithItself() throws {
    #expect(try Grammar.ofLanguage().leftRecursiveRules.isEmpty)
  }

  @Test func reservedWordsAreThoseOfTheGrammar() throws {
    let reserved = Word.allCases.filter(\.isReserved).map(\.text)
    #expect(try Grammar.ofLanguage().reserved == Set(reserved))
  }

  @Test func wordsOfTheGrammarAreKnownToTheLexer() throws {
    let grammar = try Grammar.ofLanguage()
    let known = Set(Word.allCases.map(\.text))
    for case .text(let text) in grammar.terminals where text.allSatisfy(\.isLetter) {
      #expect(known.contains(text))
    }
  }

  @Test(arguments: [
    ("program", 3, 1200, 60), ("statement", 5, 4000, 25), ("statement", 9, 3000, 12),
    ("program", 7, 30, 300),
  ])
  func generatedSentences(rule: String, seed: UInt64, count: Int, size: Int) throws {
    let grammar = try Grammar.ofLanguage()
    var generator = Generator(grammar, seed: seed)
    var recogniser = Recogniser(grammar)
    let program = try grammar.rule("program")
    let start = try grammar.rule(rule)
    var (read, accepted, wrong) = (0, 0, 0)
    for i in 0..<count where wrong < 5 {
      let pieces = generator.sentence(of: start, size: 1 + size * (i % 10) / 9)
      guard let text = generator.text(pieces, isNoisy: i % 3 == 0) else { continue }
      read += 1
      if !agrees(text, &recogniser, program) { wrong += 1 }
      if parse(text).diagnostics.isEmpty { accepted += 1 }
      for _ in 0..<(size < 30 ? 3 : 1) {
        let mutant = generator.anyText(generator.mutated(pieces))
        if !agrees(mutant, &recogniser, program) { wrong += 1 }
      }
    }
    #expect(read > count * 8 / 10, "\(read) of \(count) were read back")
    #expect(accepted > read * 7 / 10, "\(accepted) of \(read) were sentences")
  }

  /// What both must take or refuse: the places where a reading may go two ways.
  @Test(
    arguments: [
      ("let x = a to b as of 2023-07", true), ("let x = a to b as 80% of", false),
      ("let x = if a then b else c to d to e", false), ("if a then b else c < d < e", false),
      ("let x = (if a then b else c to d) to e", true), ("if a then b else c for d for e", false),
      ("overlap A, B if x then y else z of A", false),
      ("overlap A, B (if x then y else z) of A", true),
      ("let x = a to if b then c else d as normal", true), ("a to b to c", false),
      ("a < b < c", false),
      ("product A { source 5 }", false), ("product A { source \"x\" + 1 }", false),
      ("product A { note }", false), ("product A { features 5 }", false),
      ("drives a between B", true),
      ("drives a between", false), ("drives a given b between B, baseline", true),
      ("drives between between between", true), ("drives a, b", false), ("unit between", false),
      ("drives 5 between B", true), ("drives a between B given c", false),
      ("product A { as 5 }", false),
      ("detect A { source 5 }", true), ("claim A { because 5 }", false),
      ("claim A { features 5 }", true),
      ("redirect A -> B { decline a + b }", false),
      ("redirect A -> B { over instant linear }", false),
      ("redirect A -> B { over instant + 1 }", false), ("redirect A -> B { over 3 linear }", true),
      ("integrate A from B into C { decline a + b }", true),
      ("integrate A from B into C { until }", false),
      ("redirect A -> B { over 3 linear source \"x\" }", true),
      ("redirect A -> B { from 5 }", false),
      ("redirect A -> B { over 3 linear source source \"x\" }", true), ("table { a: 1 }", false),
      ("table ({ a: 1 })", true), ("let x = 5/USD 5", true), ("let x = 5/USD", true),
      ("let x = 5 USD 5", false),
      ("let x = a to 5 / users to b", false), ("let x = a to 5 / (users to b)", true),
      ("let x = a to 5 / USD 3 to b", true), ("let x = 5/users 5", false), ("unit of", false),
      ("unit notes\nlet x = 3 note \"x\"", true),
      ("unit notes\nlet x = 3 notes / note", true), ("unit features; let x = 3 features", true),
      ("let x = 3 features", false), ("close A month.failure", true), ("close A end.failure", true),
      ("close A end.users", false), ("x at end.users", true), ("close A failure.failure", false),
      ("let x = table { from, to\n 1, 2\n }", true), ("let x = A.to\nlet y = 3", true),
      ("let x = A to\n3", true), ("let x = A.not\nlet y = 3", true), ("let x = not\nA", true),
      ("if a {\n b\n}\n\n# c\nelse {\n}", true), ("let x = if a\nthen b\nelse c", true),
      ("let x = a\n+ b", false), ("let x = a\n- b", true), ("let x = (a\n+ b)", true),
      ("let x = f\n(a)", true),
      ("let x = f(a; b)", false), ("x.y = 3", true), ("x.y.z = 3", false), ("(x).y = 3", true),
      ("f(x).y = 3", false), ("x = 3", false), ("choose {}", false), ("[,]", false), ("{,}", false),
      ("{ a: 1,, b: 2 }", false), ("{ a: 1,\n\nb: 2;\n}", true), ("{ a: 1\n, b: 2 }", false),
      ("expect 80% sure a", true), ("expect 80% a", false), ("expect 80 sure a", false),
      ("import \"a {b}\"", false), ("observe A.users from \"{x}\"", true), ("explain A", true),
      ("explain", false),
      ("advise A", false), ("advise A {}", true), ("advise A { maximise }", false),
      ("advise A { maximise cvar 5% }", true), ("advise A { maximise -x }", false),
      ("advise A { split A -> B from 1% to 2%, C by 5% }", true),
      ("advise A { split A -> B from 1% }", false), ("advise A { split A, B }", false),
      ("advise A { close A month 3 }", false),
      ("advise A { close A from 2 months after failure to end }", true),
      ("advise A { limit 80% sure a < b; limit b }", true), ("advise A { detect b }", false),
      ("let maximise = split + limit", true),
      ("a given b given c", true), ("let x = 2^-2^3", true), ("x in (users/month", false),
      ("x in users/month", true), ("?", true), ("let x = ? to 5", true), ("x at ?", true),
      ("close A ?", true), ("let ? = 5", false), ("product ? { users 1M }", false),
      ("a ? b", false),
      ("product A { users ?; churn ?/month }", true), ("x at ? + 1", true), ("??", false),
      ("x in (baseline)", false), ("x in baseline", true),
    ] as [(String, Bool)])
  func boundaries(text: String, isSentence: Bool) throws {
    let grammar = try Grammar.ofLanguage()
    var recogniser = Recogniser(grammar)
    #expect(agrees(text, &recogniser, try grammar.rule("program")))
    #expect(parse(text).diagnostics.hasErrors != isSentence)
  }

  @Test func corpusIsOfTheGrammar() throws {
    let grammar = try Grammar.ofLanguage()
    var recogniser = Recogniser(grammar)
    let program = try grammar.rule("program")
    for (name, text) in try Repository.corpus() {
      #expect(parse(text).diagnostics.map(\.message) == [], "\(name)")
      _ = agrees(text, &recogniser, program)
    }
  }

  @Test func corpusCoversEveryForm() throws {
    var kinds = Set<SyntaxKind>()
    var texts = Set<String>()
    for (_, text) in try Repository.corpus() {
      let tree = parse(text).tree
      kinds.formUnion(tree.nodes.map(\.kind))
      texts.formUnion(tree.tokens.indices.map { tree.text(ofToken: $0) })
    }
    #expect(
      Set(SyntaxKind.allCases).subtracting(kinds)
        .subtracting([.skipped, .unitSuffix, .stringPiece]).isEmpty)
    for case .text(let text) in try Grammar.ofLanguage().terminals { #expect(texts.contains(text)) }
  }

  @Test func mutatedCorpus() throws {
    let grammar = try Grammar.ofLanguage()
    var generator = Generator(grammar, seed: 11)
    var recogniser = Recogniser(grammar)
    let program = try grammar.rule("program")
    var wrong = 0
    for (_, text) in try Repository.corpus() {
      let bytes = Array(text.utf8)
      let pieces = Lexer.tokens(of: bytes).dropLast().map {
        Generator.Piece(text: String(decoding: bytes[$0.range], as: UTF8.self))
      }
      // Mutate within a window of lines, so that a sentence is short.
      for _ in 0..<60 where wrong < 5 {
        let start = generator.dice.below(pieces.count)
        let window = Array(pieces[start..<min(pieces.count, start + 60)])
        if !agrees(generator.anyText(generator.mutated(window)), &recogniser, program) {
          wrong += 1
        }
      }
      for _ in 0..<6 where wrong < 5 {
        if !agrees(generator.anyText(generator.mutated(pieces)), &recogniser, program) {
          wrong += 1
        }
      }
    }
  }
}
