import SourceText

/// What may stand at the end of a text, as the parser found when it got there.
package enum Expectation: Hashable, Sendable {
  /// A word of the grammar.
  case word(Word)
  /// A statement, or a clause of the block that is open.
  case item
  /// An element of a list in braces: an observation, a field, a choice.
  case listItem
  /// The name of a product.
  case product
  /// The name of a feature.
  case feature
  /// An expression.
  case value
  /// A metric of a product that an `observe` or a `reallocate` names, or what follows any other dot.
  case member
  /// A unit of the number before.
  case unit
  /// A unit of time, for the number of a time such as `2 months after failure`.
  case duration
  /// A unit after a `/`.
  case perUnit
  /// A unit or a scenario, after `in`.
  case target
  /// A unit among the factors of a compound one.
  case unitFactor
  /// The name of a scenario.
  case scenario
  /// A time.
  case time
  /// The shape of an interval.
  case shape
  /// The way to decline a redirection.
  case decline
  /// The way to sample.
  case sampling
  /// What `advise` makes as large as it can.
  case statistic
  /// What follows `latin`.
  case hypercube
}

extension Parser {
  /// What the grammar allows at the end of `bytes`, and the tokens; what stands before may hold mistakes.
  package static func expectations(
    atEndOf bytes: [UInt8], units: UnitNames
  ) -> (expected: Set<Expectation>, tree: SyntaxTree) {
    let file = SourceFile(name: "completion", bytes: bytes)
    let parser = parsed(file, source: SourceID(rawValue: 0), units: units, collects: true)
    return (parser.expectations ?? [], parser.tree)
  }

  /// Notes that `expectation` is what the grammar allows here, if the text ends here.
  @inline(__always)
  mutating func note(_ expectation: Expectation) {
    if kind == .endOfText { expectations?.insert(expectation) }
  }

  /// Notes that any of `words` is allowed here, if the text ends here.
  @inline(__always)
  mutating func note(words: @autoclosure () -> [Word]) {
    if kind == .endOfText, expectations != nil {
      for word in words() { expectations?.insert(.word(word)) }
    }
  }
}
