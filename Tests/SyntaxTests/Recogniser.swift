import Syntax

/// Tells whether tokens are a sentence of a grammar: all ends of every rule at every place, remembered.
///
/// That is complete for any grammar without left recursion (a test makes sure there is none), ambiguous or not.
struct Recogniser {
  let grammar: Grammar
  private var bits: [Bits] = []
  /// For each rule and place the ends found, nil where not yet looked for.
  private var memory: [[Int]?] = []

  init(_ grammar: Grammar) { self.grammar = grammar }

  /// `true` iff the tokens of `bytes` are a sentence of the rule `name`.
  mutating func accepts(_ bytes: [UInt8], tokens: [Token], as rule: Int) -> Bool {
    bits = TokenClasses(grammar: grammar, bytes: bytes, tokens: tokens).bits
    memory = Array(repeating: nil, count: grammar.bodies.count * bits.count)
    return ends(ofRule: rule, at: 0).contains(bits.count - 1)
  }

  private mutating func ends(ofRule rule: Int, at place: Int) -> [Int] {
    let key = rule * bits.count + place
    if let known = memory[key] { return known }
    let found = ends(grammar.bodies[rule], place)
    memory[key] = found
    return found
  }

  private mutating func ends(_ node: Int, _ place: Int) -> [Int] {
    let canBegin = grammar.first[node].meets(bits[place])
    switch grammar.nodes[node] {
    case .terminal: return canBegin ? [place + 1] : []
    case .rule(let rule):
      return canBegin || grammar.nullable[node] ? ends(ofRule: rule, at: place) : []
    case .notBefore(let part):
      let isThere = grammar.first[part].meets(bits[place]) && !ends(part, place).isEmpty
      return isThere ? [] : [place]
    case .option(let part):
      guard canBegin else { return [place] }
      let found = ends(part, place)
      return found.contains(place) ? found : found + [place]
    case .choice(let parts):
      guard canBegin || grammar.nullable[node] else { return [] }
      var out: [Int] = []
      for part in parts {
        for end in ends(part, place) where !out.contains(end) { out.append(end) }
      }
      return out
    case .sequence(let parts):
      guard canBegin || grammar.nullable[node] else { return [] }
      var open = [place]
      for part in parts {
        if open.count == 1 {
          open = ends(part, open[0])
        } else {
          var next: [Int] = []
          for start in open {
            for end in ends(part, start) where !next.contains(end) { next.append(end) }
          }
          open = next
        }
        if open.isEmpty { return [] }
      }
      return open
    case .repetition(let part):
      guard canBegin else { return [place] }
      var out = [place]
      var i = 0
      while i < out.count {
        for end in ends(part, out[i]) where !out.contains(end) { out.append(end) }
        i += 1
      }
      return out
    }
  }
}

/// Which terminals of a grammar each token matches, as the grammar's head comment defines the classes.
struct TokenClasses {
  /// A set of terminals for each token; that of the end of the text is empty.
  private(set) var bits: [Bits] = []

  init(grammar: Grammar, bytes: [UInt8], tokens: [Token]) {
    let texts = tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    let units = Self.units(texts, tokens)
    var numbers: [String: Int] = [:]
    var classes: [(name: String, except: [String], number: Int)] = []
    for (number, terminal) in grammar.terminals.enumerated() {
      switch terminal {
      case .text(let text): numbers[text] = number
      case .tokens(let name, let except): classes.append((name, except, number))
      }
    }
    for (i, token) in tokens.enumerated() {
      var set = Bits()
      let isNumberNext = i + 1 < tokens.count && tokens[i + 1].kind == .number
      let names = Self.names(
        token, texts[i], reserved: grammar.reserved, units: units, isNumberNext)
      for (name, except, number) in classes where names.contains(name) {
        if !except.contains(texts[i]) { set.insert(number) }
      }
      if Self.isWritten(token.kind), let number = numbers[texts[i]] { set.insert(number) }
      bits.append(set)
    }
  }

  private static func units(_ texts: [String], _ tokens: [Token]) -> UnitNames {
    var units = UnitNames.builtIn
    for i in tokens.indices where texts[i] == "unit" {
      if i > 0, tokens[i - 1].kind != .separator, tokens[i - 1].kind != .leftBrace { continue }
      var next = i + 1
      while next < tokens.count, tokens[next].kind == .word {
        units.declare(texts[next])
        next += 1
        guard next < tokens.count, tokens[next].kind == .comma else { break }
        next += 1
      }
    }
    return units
  }

  private static func isWritten(_ kind: TokenKind) -> Bool {
    switch kind {
    case .number, .calendarMonth, .calendarDay, .currency, .string, .stringHead, .stringMiddle,
      .stringTail, .separator, .endOfText:
      false
    default: !kind.isMalformed
    }
  }

  private static func names(
    _ token: Token, _ text: String, reserved: Set<String>, units: UnitNames, _ isNumberNext: Bool
  ) -> [String] {
    switch token.kind {
    case .word:
      var names = ["WORD"]
      if !reserved.contains(text) {
        names.append("NAME")
        if units.contains(text) { names.append("UNIT") }
        if isNumberNext, UnitNames.currencyCodes.contains(text) { names.append("CODE") }
      }
      return names
    case .number: return ["NUMBER"]
    case .calendarMonth: return ["MONTH"]
    case .calendarDay: return ["DAY"]
    case .currency: return ["CURRENCY"]
    case .string: return ["STRING"]
    case .stringHead: return ["HEAD"]
    case .stringMiddle: return ["MIDDLE"]
    case .stringTail: return ["TAIL"]
    case .separator: return ["SEPARATOR"]
    default: return []
    }
  }
}
