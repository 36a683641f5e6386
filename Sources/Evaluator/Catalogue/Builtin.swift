import Metrics
import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// A function the language knows: what help and completion show, and what a call does. A class, so that a name that means it is
/// one reference: copies of its six parts took a twentieth of the evaluation of a plan of 12 products.
package final class Builtin: Sendable {
  /// A call and its answer, run by a test.
  package struct Example: Hashable, Sendable {
    /// The script; its last line is the call.
    package let script: String
    /// What is answered.
    package let answer: String
    /// The files it reads, by name.
    package let files: [String: String]
    init(_ script: String, _ answer: String, files: [String: String] = [:]) {
      (self.script, self.answer, self.files) = (script, answer, files)
    }
  }

  /// The groups of functions, in the order of the reference.
  package enum Section: String, CaseIterable, Sendable {
    case distributions = "Distributions"
    case numbers = "Numbers"
    case series = "Series"
    case lists = "Lists and texts"
    case measurement = "Measurement"
    case decision = "Decision"
  }

  /// The name.
  package let name: String
  /// The names of its parameters; those in brackets may be left out.
  package let parameters: [String]
  /// The group it belongs to.
  package let section: Section
  /// What it gives, in one sentence.
  package let summary: String
  /// Calls and their answers; each is run by a test. Made when they are asked for: no run needs them.
  package var examples: [Example] { makeExamples() }
  private let makeExamples: @Sendable () -> [Example]
  /// The fewest and the most arguments.
  let arity: ClosedRange<Int>
  let body: @Sendable (inout Evaluator, Arguments) throws(Evaluator.Failure) -> Value

  /// The call as it is written: `pert(low, likely, high)`.
  package var signature: String { "\(name)(\(parameters.joined(separator: ", ")))" }

  init(
    _ name: String, _ parameters: [String], _ section: Section, _ summary: String,
    _ examples: @autoclosure @escaping @Sendable () -> [Example],
    _ body: @escaping @Sendable (inout Evaluator, Arguments) throws(Evaluator.Failure) -> Value
  ) {
    (self.name, self.parameters, self.section) = (name, parameters, section)
    (self.summary, makeExamples, self.body) = (summary, examples, body)
    let needed = parameters.count { $0.utf8.first != UInt8(ascii: "[") }
    arity = needed...max(needed, parameters.count)
  }
}

/// What a call gives to a function: the values, and where each was written.
struct Arguments {
  let values: [Value]
  let nodes: [NodeID]
  let call: NodeID

  var count: Int { values.count }
}

/// All functions, one table.
package enum Catalogue {
  /// The functions, in the order of the reference.
  package static let all: [Builtin] = [
    distributions, numbers, series, lists, data, activity, models, switchingBetweenBrands,
    detection,
    decision, redirection, ratios, allocation,
  ].flatMap { $0 }

  /// The places of the functions in ``all``, by their names: a dictionary of them takes a script of twelve products longer to
  /// make than all its look-ups.
  private static let places: PositionTable = {
    var table = PositionTable(capacity: 128)
    for (i, builtin) in all.enumerated() { table.add(i, hash(builtin.name)) }
    return table
  }()

  private static func hash(_ name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { PositionTable.hash(of: $0) }
  }

  /// The function called `name`.
  package static func named(_ name: String) -> Builtin? {
    places.position(hash(name)) { all[$0].name == name }.map { all[$0] }
  }

  /// The names of all functions.
  package static var names: [String] { all.map(\.name) }
}

extension Evaluator {
  mutating func apply(_ builtin: Builtin, _ nodes: [NodeID], at call: NodeID) throws(Failure)
    -> Value
  {
    guard builtin.arity.contains(nodes.count) else {
      throw report(.argumentCount(builtin.name, builtin.parameters, nodes.count, span(call)))
    }
    var values: [Value] = []
    for node in nodes {
      let value = try evaluate(node)
      if case .broken = value { throw Failure() }
      values.append(value)
    }
    return try builtin.body(&self, Arguments(values: values, nodes: nodes, call: call))
  }

  // MARK: Reading arguments

  mutating func quantity(_ arguments: Arguments, _ index: Int) throws(Failure) -> Quantity {
    if case .quantity(let quantity) = arguments.values[index] { return quantity }
    throw wrongKind("a quantity", "here", arguments.values[index], span(arguments.nodes[index]))
  }

  /// The value of a certain argument, in base units.
  mutating func number(_ arguments: Arguments, _ index: Int) throws(Failure) -> Double {
    try certain(quantity(arguments, index).expression, at: arguments.nodes[index])
  }

  mutating func whole(_ arguments: Arguments, _ index: Int, _ range: ClosedRange<Double>)
    throws(Failure) -> Int
  {
    let value = try number(arguments, index)
    guard value == value.rounded(), range.contains(value) else {
      throw report(
        .range(
          "this", text(arguments.nodes[index]),
          "a whole number from \(NumberText.grouped(range.lowerBound)) to \(NumberText.grouped(range.upperBound))",
          span(arguments.nodes[index])))
    }
    return Int(value)
  }

  mutating func items(_ arguments: Arguments, _ index: Int, _ wanted: String = "a list")
    throws(Failure) -> [Value]
  {
    if case .list(let items) = arguments.values[index] { return items }
    throw wrongKind(wanted, "here", arguments.values[index], span(arguments.nodes[index]))
  }

  /// The numbers of a list, all certain and in one dimension, and the quantity that tells their unit.
  mutating func numbers(_ arguments: Arguments, _ index: Int) throws(Failure) -> (
    values: [Double], like: Quantity
  ) {
    var values: [Double] = []
    var like: Quantity?
    for item in try items(arguments, index) {
      guard case .quantity(let quantity) = item else {
        throw wrongKind("a list of quantities", "here", item, span(arguments.nodes[index]))
      }
      if let like, like.dimension != quantity.dimension {
        throw report(.mixedList(like, quantity, span(arguments.nodes[index])))
      }
      like = like ?? quantity
      values.append(try certain(quantity.expression, at: arguments.nodes[index]))
    }
    return (values, like ?? Quantity(model.graph.add(constant: 0)))
  }

  mutating func string(_ arguments: Arguments, _ index: Int) throws(Failure) -> String {
    if case .text(let text) = arguments.values[index] { return text }
    throw wrongKind("a text", "here", arguments.values[index], span(arguments.nodes[index]))
  }

  // MARK: Making values

  mutating func plain(_ value: Double) -> Value {
    .quantity(Quantity(model.graph.add(constant: value)))
  }

  mutating func percent(_ value: Double) -> Value {
    .quantity(Quantity(model.graph.add(constant: value), .none, Presentation(.share)))
  }

  mutating func like(_ quantity: Quantity, _ value: Double) -> Value {
    .quantity(Quantity(model.graph.add(constant: value), quantity.dimension, quantity.presentation))
  }

  /// The distribution of an argument that is one draw.
  mutating func drawn(_ arguments: Arguments, _ index: Int) throws(Failure) -> (
    draw: Draw, quantity: Quantity
  ) {
    let quantity = try quantity(arguments, index)
    guard let draw = model.graph.draw(quantity.expression) else {
      throw report(
        .range(
          "this", text(arguments.nodes[index]),
          "one distribution or interval, not a computed quantity", span(arguments.nodes[index])))
    }
    return (draw, quantity)
  }
}
