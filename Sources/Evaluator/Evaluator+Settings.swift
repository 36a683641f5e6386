import Portfolio
import Quantities
import SourceText
import Syntax

/// Settings: what is simulated, in how many trials, with which seed and discount.
extension Evaluator {
  mutating func runSimulate(_ node: NodeID) throws(Failure) {
    guard let length = syntax.child(0, of: node) else { return }
    if let first = firstDeclarations["simulate"] {
      throw report(.duplicate("the statement", "simulate", span(node), first: first))
    }
    firstDeclarations["simulate"] = span(node)
    let value = try evaluate(length)
    if case .hole(let hole) = value, fillings[hole.place] == nil {
      // Until it is filled any month is inside.
      model.months = 12_000
      throw missing(
        hole,
        Hole.Use(
          wanted: "how many months to simulate", example: "24 months", fits: names("a quantity")))
    }
    let months = try certain(try quantity(value, at: length, place: .duration), at: length)
    guard months.isFinite, months >= 1, months == months.rounded(), months <= 12_000 else {
      throw report(.horizon(text(length), months, span(length)))
    }
    model.months = Int(months)
    guard let from = syntax.child(1, of: node) else { return }
    let start = try evaluate(from)
    if case .time(.point(.calendar(let month))) = start {
      model.start = month
    } else {
      throw wrongKind("a month such as 2023-07", "to start from", start, span(from))
    }
  }

  mutating func runSetting(_ node: NodeID) throws(Failure) {
    guard let expression = syntax.child(0, of: node) else { return }
    let value = try evaluate(expression)
    switch syntax.kind(node) {
    case .discount:
      let rate = try quantity(value, at: expression, place: .growthRate("discount"))
      guard !model.graph.isSeries(rate) else {
        throw report(
          .uncertain("the discount rate must not change over the months", span(expression)))
      }
      model.discount = rate
    case .trials:
      let count = try certain(
        try quantity(value, at: expression, place: .number("trials")), at: expression)
      guard count >= 1, count == count.rounded(), count <= 1e9 else {
        throw report(
          .range("trials", text(expression), "a whole number from 1 to 1B", span(expression)))
      }
      model.trials = Int(count)
      noteErrorBound(node)
    default:
      let seed = try certain(
        try quantity(value, at: expression, place: .number("seed")), at: expression)
      guard seed >= 0, seed == seed.rounded(), seed < 9e15 else {
        throw report(
          .range("the seed", text(expression), "a whole number from 0 on", span(expression)))
      }
      model.seed = UInt64(seed)
    }
  }
}
