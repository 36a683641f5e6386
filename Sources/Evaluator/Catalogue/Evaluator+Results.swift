import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What the functions of measurement and decision read and give.
extension Evaluator {
  // MARK: Reading

  /// The node an element of a list argument was written in, else that of the argument.
  func elementNode(_ a: Arguments, _ index: Int, _ element: Int) -> NodeID {
    let node = a.nodes[index]
    guard syntax.kind(node) == .list else { return node }
    return syntax.child(element, of: node) ?? node
  }

  /// A certain number without a unit.
  mutating func pure(_ a: Arguments, _ index: Int, _ what: String) throws(Failure) -> Double {
    try certain(
      try quantity(a.values[index], at: a.nodes[index], place: .number(what)), at: a.nodes[index])
  }

  /// A certain share of a whole, 0...1.
  mutating func share(_ a: Arguments, _ index: Int, _ what: String) throws(Failure) -> Double {
    try certain(
      try quantity(a.values[index], at: a.nodes[index], place: .share(what)), at: a.nodes[index])
  }

  /// The certain shares of a list.
  mutating func shares(_ a: Arguments, _ index: Int, _ what: String) throws(Failure) -> [Double] {
    var shares: [Double] = []
    for (i, item) in try items(a, index).enumerated() {
      let node = elementNode(a, index, i)
      shares.append(try certain(try quantity(item, at: node, place: .share(what)), at: node))
    }
    return shares
  }

  /// A certain value in the unit of `like`.
  mutating func number(_ a: Arguments, _ index: Int, like: Quantity, at likeIndex: Int = 0)
    throws(Failure) -> Double
  {
    let other = try quantity(a, index)
    let aligned = try aligned(
      like, other, a.nodes[likeIndex], a.nodes[index], "`\(text(a.call))`"
    ).1
    return try certain(aligned.expression, at: a.nodes[index])
  }

  /// A text that must be one of a few.
  mutating func word(_ a: Arguments, _ index: Int, _ kind: String, _ known: [String])
    throws(Failure) -> String
  {
    let word = try string(a, index)
    guard known.contains(word) else {
      throw report(
        .unknown(kind, word, span(a.nodes[index]), among: known, code: .unknownMember))
    }
    return word
  }

  /// A field of a record argument.
  mutating func field(_ a: Arguments, _ index: Int, _ name: String, _ what: String)
    throws(Failure) -> Value
  {
    guard case .record(let fields) = a.values[index] else {
      throw wrongKind(what, "here", a.values[index], span(a.nodes[index]))
    }
    guard let field = fields.first(where: { $0.name == name }) else {
      throw report(
        .unknown(
          "field", name, span(a.nodes[index]), among: fields.map(\.name), code: .unknownMember))
    }
    return field.value
  }

  /// Counts the steps of work that grows faster than what it is given; an error beyond the limit of steps.
  mutating func spend(_ work: Double, at node: NodeID) throws(Failure) {
    guard Double(steps) + work <= Double(limits.steps) else {
      throw report(.limit(.stepLimit, "steps", limits.steps, "steps", span(node)))
    }
    steps += Int(work)
  }

  // MARK: Giving

  /// A value in a dimension; undefined for nil.
  mutating func value(
    _ number: Double?, _ dimension: Dimension = .none, _ presentation: Presentation = Presentation()
  ) -> Value {
    .quantity(Quantity(model.graph.add(constant: number ?? .nan), dimension, presentation))
  }

  mutating func users(_ count: Int?) -> Value { value(count.map { Double($0) }, .users) }

  mutating func optionalPercent(_ share: Double?) -> Value { percent(share ?? .nan) }

  /// A list of values in the unit of `like`.
  mutating func list(_ values: [Double], like: Quantity) -> Value {
    .list(values.map { self.like(like, $0) })
  }

  /// Why a model could not be fitted, in the words of the call.
  func fitProblem(
    _ error: FitError, _ a: Arguments, values: String, domain: String, unbounded: String
  ) -> Diagnostic {
    switch error {
    case .tooFew(let have, let need):
      .fitFailed(
        "\(need) \(values) are needed, \(have) given", span(a.nodes[0]),
        help: ["give a longer list"])
    case .invalid(let index, _):
      .fitFailed(
        "number \(index + 1) of them is not \(domain)", span(elementNode(a, 0, index)),
        help: ["correct that one, or leave out what comes from it on"])
    case .unbounded:
      .fitFailed(unbounded, span(a.nodes[0]), help: ["wait for more of them, or assume a model"])
    case .notConverged(let starts, _):
      .fitFailed(
        "the search found no best model from \(starts) \(starts == 1 ? "start" : "starts")",
        span(a.nodes[0]), help: ["look for a value among them that is out of line"])
    }
  }
}
