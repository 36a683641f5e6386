import Foundation

/// A set of at most 192 small numbers.
struct Bits: Equatable {
  private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

  var isEmpty: Bool { words.0 | words.1 | words.2 == 0 }

  mutating func insert(_ bit: Int) {
    precondition(bit < 192)
    if bit < 64 {
      words.0 |= 1 << UInt64(bit)
    } else if bit < 128 {
      words.1 |= 1 << UInt64(bit - 64)
    } else {
      words.2 |= 1 << UInt64(bit - 128)
    }
  }

  mutating func formUnion(_ other: Bits) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
  }

  func meets(_ other: Bits) -> Bool {
    (words.0 & other.words.0) | (words.1 & other.words.1) | (words.2 & other.words.2) != 0
  }

  static func == (a: Bits, b: Bits) -> Bool { a.words == b.words }
}

/// What a grammar's terminal matches.
enum Terminal: Hashable {
  /// A word or a sign as written.
  case text(String)
  /// A class of tokens without some words.
  case tokens(String, except: [String])
}

/// A grammar in the notation of `Grammar/reroute.ebnf`, read from its text.
struct Grammar {
  enum Node {
    case terminal(Int)
    case rule(Int)
    case sequence([Int])
    case choice([Int])
    case option(Int)
    case repetition(Int)
    /// Nothing, where what follows doesn't begin with the node.
    case notBefore(Int)
  }

  struct Mistake: Error { var text: String }

  var nodes: [Node] = []
  var terminals: [Terminal] = []
  var ruleNames: [String] = []
  /// The node of each rule, by the rule's number.
  var bodies: [Int] = []
  /// The reserved words, as the head comment lists them.
  var reserved: Set<String> = []
  /// For each node: whether it matches nothing at all, and the terminals it may begin with.
  var nullable: [Bool] = []
  var first: [Bits] = []
  /// For each node, how deep its shallowest derivation is.
  var height: [Int] = []

  private var terminalNumbers: [Terminal: Int] = [:]
  private var ruleNumbers: [String: Int] = [:]

  /// The grammar of the language.
  static func ofLanguage() throws -> Grammar {
    let url = Repository.root.appendingPathComponent("Grammar/reroute.ebnf")
    return try Grammar(text: String(contentsOf: url, encoding: .utf8))
  }

  init(text: String) throws {
    readReserved(text)
    var reader = NotationReader(text: text)
    while let name = reader.takeName() {
      try reader.expect("=")
      let rule = number(ofRule: name)
      guard bodies[rule] < 0 else { throw Mistake(text: "\(name) is defined twice") }
      let body = try readChoice(&reader)
      bodies[rule] = body
      try reader.expect(";")
    }
    guard reader.isAtEnd else { throw Mistake(text: "unexpected \(reader.current)") }
    for (name, body) in zip(ruleNames, bodies) where body < 0 {
      throw Mistake(text: "\(name) is not defined")
    }
    analyse()
  }

  func rule(_ name: String) throws -> Int {
    guard let rule = ruleNumbers[name] else { throw Mistake(text: "no rule \(name)") }
    return rule
  }

  // MARK: Reading

  private mutating func readReserved(_ text: String) {
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("#") else { break }
      var rest = line.dropFirst()
      if let head = rest.range(of: "Reserved words:") {
        isInside = true
        rest = rest[head.upperBound...]
      } else if rest.allSatisfy(\.isWhitespace) {
        isInside = false
      }
      if isInside { reserved.formUnion(rest.split(separator: " ").map(String.init)) }
    }
  }

  private mutating func number(ofRule name: String) -> Int {
    if let known = ruleNumbers[name] { return known }
    ruleNumbers[name] = bodies.count
    ruleNames.append(name)
    bodies.append(-1)
    return bodies.count - 1
  }

  private mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func add(_ terminal: Terminal) -> Int {
    let number = terminalNumbers[terminal] ?? terminals.count
    if number == terminals.count {
      terminals.append(terminal)
      terminalNumbers[terminal] = number
    }
    return add(.terminal(number))
  }

  private mutating func readChoice(_ reader: inout NotationReader) throws -> Int {
    var alternatives = [try readSequence(&reader)]
    while reader.take("|") { alternatives.append(try readSequence(&reader)) }
    return alternatives.count == 1 ? alternatives[0] : add(.choice(alternatives))
  }

  private mutating func readSequence(_ reader: inout NotationReader) throws -> Int {
    var parts: [Int] = []
    while let part = try readPart(&reader) { parts.append(part) }
    guard let only = parts.first else { throw Mistake(text: "empty before \(reader.current)") }
    return parts.count == 1 ? only : add(.sequence(parts))
  }

  private mutating func readPart(_ reader: inout NotationReader) throws -> Int? {
    if reader.take("[") {
      let inner = try readChoice(&reader)
      try reader.expect("]")
      return add(.option(inner))
    }
    if reader.take("{") {
      let inner = try readChoice(&reader)
      try reader.expect("}")
      return add(.repetition(inner))
    }
    if reader.take("(") {
      let inner = try readChoice(&reader)
      try reader.expect(")")
      return inner
    }
    if reader.take("!") {
      guard let inner = try readPart(&reader) else { throw Mistake(text: "nothing after !") }
      return add(.notBefore(inner))
    }
    if let text = reader.takeQuoted() { return add(.text(text)) }
    guard let name = reader.takeName() else { return nil }
    guard name.allSatisfy(\.isUppercase) else { return add(.rule(number(ofRule: name))) }
    var exceptions: [String] = []
    while reader.take("-") {
      guard let word = reader.takeQuoted() else { throw Mistake(text: "no word after -") }
      exceptions.append(word)
    }
    return add(.tokens(name, except: exceptions))
  }

  // MARK: Analysis

  private mutating func analyse() {
    nullable = Array(repeating: false, count: nodes.count)
    first = Array(repeating: Bits(), count: nodes.count)
    height = Array(repeating: 1_000, count: nodes.count)
    var changed = true
    while changed {
      changed = false
      for i in nodes.indices {
        let (isNullable, begins, depth) = summary(of: nodes[i])
        if isNullable != nullable[i] || begins != first[i] || depth != height[i] {
          (nullable[i], first[i], height[i]) = (isNullable, begins, depth)
          changed = true
        }
      }
    }
  }

  private func summary(of node: Node) -> (Bool, Bits, Int) {
    switch node {
    case .terminal(let number):
      var bits = Bits()
      bits.insert(number)
      return (false, bits, 0)
    case .rule(let rule):
      let body = bodies[rule]
      return (nullable[body], first[body], min(1_000, height[body] + 1))
    case .sequence(let parts):
      var bits = Bits()
      for part in parts {
        bits.formUnion(first[part])
        if !nullable[part] { break }
      }
      return (
        parts.allSatisfy { nullable[$0] }, bits, parts.map { height[$0] }.max() ?? 0
      )
    case .choice(let parts):
      var bits = Bits()
      for part in parts { bits.formUnion(first[part]) }
      return (
        parts.contains { nullable[$0] }, bits, parts.map { height[$0] }.min() ?? 0
      )
    case .option(let part), .repetition(let part): return (true, first[part], 0)
    case .notBefore: return (true, Bits(), 0)
    }
  }

  /// The rules that can begin with themselves, which the recogniser couldn't follow.
  var leftRecursiveRules: [String] {
    func leading(_ node: Int) -> [Int] {
      switch nodes[node] {
      case .terminal, .notBefore: return []
      case .rule(let rule): return [rule]
      case .choice(let parts): return parts.flatMap(leading)
      case .option(let part), .repetition(let part): return leading(part)
      case .sequence(let parts):
        var out: [Int] = []
        for part in parts {
          out += leading(part)
          if !nullable[part] { break }
        }
        return out
      }
    }
    let edges = bodies.map(leading)
    return ruleNames.indices.filter { start in
      var seen = Set<Int>()
      var open = edges[start]
      while let next = open.popLast() {
        if next == start { return true }
        if seen.insert(next).inserted { open += edges[next] }
      }
      return false
    }.map { ruleNames[$0] }
  }
}

/// Cuts the notation into names, quoted texts and signs.
struct NotationReader {
  private var items: [String] = []
  private var position = 0

  init(text: String) {
    for line in text.split(separator: "\n") {
      var rest = Substring(line)
      while let head = rest.first {
        if head == "#" { break }
        if head.isWhitespace {
          rest.removeFirst()
        } else if head == "\"" {
          let body = rest.dropFirst().prefix { $0 != "\"" }
          items.append("\"" + body)
          rest = rest[body.endIndex...].dropFirst()
        } else if head.isLetter || head == "_" {
          let name = rest.prefix { $0.isLetter || $0 == "_" }
          items.append(String(name))
          rest = rest[name.endIndex...]
        } else {
          items.append(String(head))
          rest.removeFirst()
        }
      }
    }
  }

  var isAtEnd: Bool { position == items.count }
  var current: String { isAtEnd ? "the end" : items[position] }

  mutating func take(_ sign: String) -> Bool {
    guard !isAtEnd, items[position] == sign else { return false }
    position += 1
    return true
  }

  mutating func expect(_ sign: String) throws {
    if !take(sign) { throw Grammar.Mistake(text: "expected \(sign), found \(current)") }
  }

  mutating func takeName() -> String? {
    guard !isAtEnd, let head = items[position].first, head.isLetter || head == "_" else {
      return nil
    }
    position += 1
    return items[position - 1]
  }

  mutating func takeQuoted() -> String? {
    guard !isAtEnd, items[position].first == "\"" else { return nil }
    position += 1
    return String(items[position - 1].dropFirst())
  }
}
