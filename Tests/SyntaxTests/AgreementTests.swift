import SourceText
import Syntax
import Testing

/// The parser accepts what the grammar does, and nothing else.
@Suite struct AgreementTests {
  /// `true` iff the parser finds nothing wrong; its checks beyond the grammar are malformed tokens and nesting.
  private func agrees(_ text: String, _ recogniser: inout Recogniser, _ rule: Int) -> Bool {
    let result = parse(text)
    #expect(result.tree.text == Array(text.utf8), "\(text)")
    let isBeyond = result.diagnostics.contains { $0.code == .nestingTooDeep }
    if isBeyond { return true }
    let accepts = recogniser.accepts(
      Array(text.utf8), tokens: result.tree.tokens, as: rule)
    if accepts == result.diagnostics.isEmpty { return true }
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

  @Test(arguments: [("program", 3, 2500, 60), ("statement", 5, 8000, 25), ("program", 7, 100, 300)])
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
      let mutant = generator.anyText(generator.mutated(pieces))
      if !agrees(mutant, &recogniser, program) { wrong += 1 }
    }
    #expect(read > count * 8 / 10, "\(read) of \(count) were read back")
    #expect(accepted > read * 8 / 10, "\(accepted) of \(read) were sentences")
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
