import Syntax

/// Makes sentences of a grammar, at random but the same for the same seed.
struct Generator {
  /// A token as it shall be read back.
  struct Piece: Equatable {
    var text: String
    var isSeparator: Bool { text == "\n" || text == ";" }
  }

  let grammar: Grammar
  var dice: Dice
  private var pieces: [Piece] = []
  private var budget = 0

  init(_ grammar: Grammar, seed: UInt64) { (self.grammar, dice) = (grammar, Dice(seed: seed)) }

  /// A sentence of a rule, of about `size` tokens at most.
  mutating func sentence(of rule: Int, size: Int) -> [Piece] {
    pieces = []
    budget = size
    expand(grammar.bodies[rule])
    return pieces
  }

  private mutating func expand(_ node: Int) {
    let isShort = pieces.count >= budget
    switch grammar.nodes[node] {
    case .terminal(let number): pieces.append(Piece(text: sample(grammar.terminals[number])))
    case .rule(let rule): expand(usualForm(of: rule) ?? grammar.bodies[rule])
    case .sequence(let parts): for part in parts { expand(part) }
    case .choice(let parts):
      guard isShort else { return expand(dice.pick(parts)) }
      let least = parts.map { grammar.height[$0] }.min() ?? 0
      expand(dice.pick(parts.filter { grammar.height[$0] == least }))
    case .option(let part): if !isShort, dice.chance(30) { expand(part) }
    case .repetition(let part): while pieces.count < budget, dice.chance(35) { expand(part) }
    case .notBefore: break
    }
  }

  /// Mostly the plain form of an expression, so that not all of a sentence goes into `not` and brackets.
  private mutating func usualForm(of rule: Int) -> Int? {
    guard case .choice(let parts) = grammar.nodes[grammar.bodies[rule]] else { return nil }
    switch grammar.ruleNames[rule] {
    case "negation", "signed": return dice.chance(85) ? parts.last : nil
    case "primary": return dice.chance(70) ? parts[dice.pick([0, 0, 2])] : nil
    default: return nil
    }
  }

  // MARK: Tokens

  private static let names = ["A", "Resso", "x", "churn", "微信", "café", "x1", "hours", "a_b"]
  private static let wordsOfPlace = [
    "of", "per", "from", "until", "by", "with", "into", "on", "after", "extends", "where", "source",
    "note", "features", "goal", "when", "because", "over", "decline", "instant", "linear", "month",
    "end", "users", "USD", "EUR", "logistic", "points",
  ]
  private static let numbers = [
    "12", "1.5", "12_500", "1e6", "3k", "0", "1.2M", "2023", "07", "3", "5B",
  ]
  private static let strings = [
    "\"poor marketing\"", "\"\"", "\"a # b\"", "\"日本\"", "\"q\\\"q\"", "\"\\u{1F600} 🙂\"", "\"to\"",
  ]

  mutating func sample(_ terminal: Terminal) -> String {
    switch terminal {
    case .text(let text): return text
    case .tokens("SEPARATOR", _): return dice.chance(80) ? "\n" : ";"
    case .tokens("NUMBER", _): return dice.pick(Self.numbers)
    case .tokens("MONTH", _): return "2023-07"
    case .tokens("DAY", _): return "2023-07-15"
    case .tokens("CURRENCY", _): return dice.pick(["$", "€"])
    case .tokens("CODE", _): return dice.pick(["USD", "EUR"])
    case .tokens("UNIT", _):
      return dice.pick(["users", "month", "months", "USD", "points", "hours"])
    case .tokens("STRING", _): return dice.pick(Self.strings)
    case .tokens("HEAD", _): return dice.pick(["\"{", "\"x {"])
    case .tokens("MIDDLE", _): return dice.pick(["}{", "} and {"])
    case .tokens("TAIL", _): return dice.pick(["}\"", "} 🙂\""])
    case .tokens(let name, let except):
      while true {
        if name == "WORD", dice.chance(15) {
          return dice.pick(["unit", "then", "else", "to", "failure"])
        }
        let word = dice.pick(dice.chance(75) ? Self.names : Self.wordsOfPlace)
        if !except.contains(word) { return word }
      }
    }
  }

  // MARK: Text

  /// The pieces as a text that reads back as these tokens, if there is one.
  mutating func text(_ pieces: [Piece], isNoisy: Bool = false) -> String? {
    for attempt in 0..<3 {
      let text = render(pieces, isNoisy: isNoisy && attempt == 0, isFlat: attempt == 2)
      if readsBack(text, pieces) { return text }
    }
    return nil
  }

  private mutating func render(_ pieces: [Piece], isNoisy: Bool, isFlat: Bool) -> String {
    var out = ""
    var brackets: [Character] = []
    for (i, piece) in pieces.enumerated() {
      out += piece.isSeparator && isFlat ? ";" : piece.text
      switch piece.text.last {
      case "(", "[", "{": brackets.append(piece.text.first == "\"" ? "\"" : piece.text.last ?? "{")
      case ")", "]", "}": if piece.text.count == 1 { _ = brackets.popLast() }
      default: if piece.text.first == "}" { _ = brackets.popLast() }
      }
      guard isNoisy, i + 1 < pieces.count else {
        out += " "
        continue
      }
      let isLoose =
        [",", "+", "-", "*", "/", "^", "=", "<", ":", "->", "and", "or", "to"].contains(piece.text)
        || (brackets.last ?? "{") != "{"
      let next = pieces[i + 1].text
      switch dice.below(100) {
      case 0..<10 where isLoose: out += dice.pick(["\n", "\r\n", " # why\n", "\n\n# so\n"])
      case 0..<10 where next == "\n": out += "  # c\(i)  "
      case 0..<10 where piece.text == "\n":
        out += dice.pick(["\n", "# own line\n", "\n\n\t# x\r\n"])
      case 10..<20: out += dice.pick(["  ", "\t", "\u{A0}", "\r"])
      case 20..<60 where isTight(piece.text, next): break
      default: out += " "
      }
    }
    return out
  }

  private func isTight(_ left: String, _ right: String) -> Bool {
    let signs: Set<Character> = ["(", ")", "[", "]", "{", "}", ",", ":", "%", "^", "+", "*"]
    guard let last = left.last, let first = right.first else { return true }
    return signs.contains(last) || signs.contains(first)
  }

  private func readsBack(_ text: String, _ pieces: [Piece]) -> Bool {
    let bytes = Array(text.utf8)
    var tokens = Lexer.tokens(of: bytes).dropLast().makeIterator()
    var wasSeparator = false
    // A run of separators counts as one.
    func next() -> String? {
      while let token = tokens.next() {
        if token.kind == .separator {
          if wasSeparator { continue }
          wasSeparator = true
          return ";"
        }
        wasSeparator = false
        return String(decoding: bytes[token.range], as: UTF8.self)
      }
      return nil
    }
    var isAfterSeparator = false
    for piece in pieces {
      if piece.isSeparator, isAfterSeparator { continue }
      isAfterSeparator = piece.isSeparator
      guard next() == (piece.isSeparator ? ";" : piece.text) else { return false }
    }
    return next() == nil
  }

  // MARK: Mutations

  /// `pieces` with one or two tokens dropped, doubled, swapped, replaced or added.
  mutating func mutated(_ pieces: [Piece]) -> [Piece] {
    var out = pieces
    for _ in 0...(dice.chance(25) ? 1 : 0) where !out.isEmpty {
      let i = dice.below(out.count)
      switch dice.below(6) {
      case 0: out.remove(at: i)
      case 1: out.insert(out[i], at: i)
      case 2: out.swapAt(i, dice.below(out.count))
      case 3: out[i] = Piece(text: sample(dice.pick(grammar.terminals)))
      case 4: out[i] = dice.pick(pieces)
      default: out.insert(Piece(text: sample(dice.pick(grammar.terminals))), at: i)
      }
    }
    return out
  }

  /// The pieces as a text, whatever it reads back as.
  func anyText(_ pieces: [Piece]) -> String { pieces.map(\.text).joined(separator: " ") }
}
