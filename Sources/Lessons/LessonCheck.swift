package import SourceText

/// Something that must hold of an answer: of the model, of a figure of it, or of what was asked.
package struct LessonCheck: Hashable, Sendable {
  /// A figure that is looked at.
  package enum Operand: Hashable, Sendable {
    /// An expression, evaluated in the learner's session.
    case expression(String)
    /// What the learner's last question was answered; a field of it where it is a record.
    case answer(field: String?)
  }

  /// What of a figure is compared.
  package enum Part: String, Hashable, Sendable { case mean, low, high }

  /// How far a figure may be off: a fraction of what is expected, or an amount.
  package enum Tolerance: Hashable, Sendable {
    case relative(Double)
    case amount(String)
  }

  /// What a figure may be said to be.
  package enum Nature: String, Hashable, Sendable, CaseIterable {
    case certain, uncertain, series, figure, condition, share
  }

  /// What is claimed.
  package enum Claim: Hashable, Sendable {
    /// A figure is near what an expression gives in the reference answer's session.
    case near(Operand, Part, String, Tolerance)
    /// A figure is what it is in the reference answer's session, with its interval, in each month.
    case same(Operand, Tolerance)
    /// A condition holds in every trial.
    case holds(String)
    /// A figure is of a kind.
    case isA(Operand, Nature)
    /// A figure is in a unit, given as an amount of it.
    case inUnit(Operand, String)
    /// The model has something, or hasn't.
    case exists(ModelThing, scenario: String?, Bool)
    /// Something of the model has a clause.
    case has(ModelThing, clause: String, scenario: String?)
    /// A product's users are what the flows of its ledger make of them.
    case balances(product: String, scenario: String?)
    /// A question of that form was asked, and these words stand in it.
    case asks(String, [String])
    /// The last expectation holds, or doesn't.
    case verdict(Bool)
  }

  /// What is claimed.
  package var claim: Claim
  /// As it was written.
  package var text: String
  /// Where it stands.
  package var span: SourceSpan

  /// `true` iff it looks at what was asked rather than at the model.
  package var isOfAnswer: Bool {
    switch claim {
    case .near(.answer, _, _, _), .same(.answer, _), .isA(.answer, _), .inUnit(.answer, _), .asks,
      .verdict:
      true
    default: false
    }
  }

  /// `true` iff it compares a figure with what it should be.
  var isOfValue: Bool {
    switch claim {
    case .near, .same, .holds: true
    default: false
    }
  }

  /// The forms of questions that `asks` knows.
  package static let forms = [
    "table", "table failures", "claims", "why", "compare", "expect", "detect", "explain", "drives",
    "advise", "plot",
  ]
}

/// Reading a check.
extension LessonCheck {
  /// Why a check can't be read.
  struct Unreadable: Error {
    let message: String
    let help: String
  }

  /// The check that `text` writes.
  init(_ text: String, _ span: SourceSpan) throws(Unreadable) {
    var body = text
    if body.hasPrefix("`"), body.hasSuffix("`"), body.count > 2 {
      body = String(body.dropFirst().dropLast())
    }
    (claim, self.text, self.span) = (try Self.claim(body), body, span)
  }

  private static func claim(_ text: String) throws(Unreadable) -> Claim {
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case nil:
      throw Unreadable(
        message: "a check says what must hold",
        help: "for example `Check: A.users at end ~ 2M users within 1%`")
    case "asks": return try asks(Array(words.dropFirst()))
    case "verdict" where words.count == 2 && ["holds", "fails"].contains(words[1]):
      return .verdict(words[1] == "holds")
    case "same":
      let (operand, tolerance) = try tolerated(String(text.dropFirst("same ".count)))
      return .same(Self.operand(operand), tolerance)
    case "ledger" where words.count >= 4 && words[1] == "of" && words[3] == "balances":
      let scenario = words.count == 6 && words[4] == "in" ? words[5] : nil
      return .balances(product: words[2], scenario: scenario)
    default: break
    }
    if let thing = try things(text, words) { return thing }
    if let tilde = place(of: " ~ ", in: text) {
      var left = String(text[..<tilde.lowerBound])
      var part = Part.mean
      for candidate in [Part.low, .high] where left.hasPrefix("\(candidate) of ") {
        part = candidate
        left = String(left.dropFirst("\(candidate) of ".count))
      }
      let (right, tolerance) = try tolerated(String(text[tilde.upperBound...]))
      return .near(operand(left), part, right, tolerance)
    }
    if let verb = place(of: " is ", in: text) {
      return try nature(operand(String(text[..<verb.lowerBound])), String(text[verb.upperBound...]))
    }
    return .holds(text)
  }

  private static func asks(_ words: [String]) throws(Unreadable) -> Claim {
    let form = words.prefix(2) == ["table", "failures"] ? "table failures" : words.first ?? ""
    guard forms.contains(form) else {
      throw Unreadable(
        message: "`asks` wants the form of a question",
        help: "the forms are \(forms.joined(separator: ", "))")
    }
    let rest = words.dropFirst(form.split(separator: " ").count).joined(separator: " ")
    return .asks(form, NormalForm.pieces(of: rest))
  }

  private static func things(_ text: String, _ words: [String]) throws(Unreadable) -> Claim? {
    var words = words
    let isAbsent = words.first == "no"
    if isAbsent { words.removeFirst() }
    var scenario: String?
    if words.count > 3, words[words.count - 2] == "in" {
      scenario = words[words.count - 1]
      words.removeLast(2)
    }
    if words.last == "exists" || isAbsent {
      if words.last == "exists" { words.removeLast() }
      guard let thing = ModelThing(words) else {
        if isAbsent { throw unknownThing(text) }
        return nil
      }
      return .exists(thing, scenario: scenario, !isAbsent)
    }
    if let has = words.lastIndex(of: "has"), has == words.count - 2 {
      guard let thing = ModelThing(Array(words[..<has])) else { throw unknownThing(text) }
      return .has(thing, clause: words[words.count - 1], scenario: scenario)
    }
    return nil
  }

  private static func unknownThing(_ text: String) -> Unreadable {
    Unreadable(
      message: "`\(text)` names nothing that a model has",
      help: "a model has \(ModelThing.examples.joined(separator: ", "))")
  }

  private static func nature(_ operand: Operand, _ text: String) throws(Unreadable) -> Claim {
    if text.hasPrefix("in ") { return .inUnit(operand, String(text.dropFirst(3))) }
    let word = text.hasPrefix("a ") ? String(text.dropFirst(2)) : text
    guard let nature = Nature(rawValue: word) else {
      throw Unreadable(
        message: "a figure can't be `\(text)`",
        help:
          "it is \(Nature.allCases.map(\.rawValue).joined(separator: ", ")), or `in users/month`")
    }
    return .isA(operand, nature)
  }

  private static func operand(_ text: String) -> Operand {
    if text == "answer" { return .answer(field: nil) }
    if text.hasPrefix("answer.") { return .answer(field: String(text.dropFirst(7))) }
    return .expression(text)
  }

  /// A text and the tolerance behind it, 1% unless said.
  private static func tolerated(_ text: String) throws(Unreadable) -> (String, Tolerance) {
    guard let within = place(of: " within ", in: text) else { return (text, .relative(0.01)) }
    let bound = String(text[within.upperBound...])
    let left = String(text[..<within.lowerBound])
    guard bound.hasSuffix("%") else { return (left, .amount(bound)) }
    guard let percent = Double(bound.dropLast()), percent >= 0 else {
      throw Unreadable(message: "`\(bound)` is no tolerance", help: "write `within 1%`")
    }
    return (left, .relative(percent / 100))
  }

  /// The first place of `mark` outside strings.
  private static func place(of mark: String, in text: String) -> Range<String.Index>? {
    var isString = false
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == "\"" { isString.toggle() }
      if !isString, text[at...].hasPrefix(mark) {
        return at..<text.index(at, offsetBy: mark.count)
      }
      at = text.index(after: at)
    }
    return nil
  }
}
