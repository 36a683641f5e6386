import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

extension Catalogue {
  private static let model = """
    simulate 6 months
    product A { users 1_000; arpu $1/user/month; cost $100/month }
    product B { users 2_000; arpu $1/user/month }
    overlap A, B 20% of A
    redirect A -> B { reach 80%; accept 50% }
    close A month 4

    """

  private static let basis =
    "their share of the source's users when its first offer was made; undefined in trials in which none is"

  /// What redirections do, in the simulated model.
  static let redirection: [Builtin] = [
    Builtin(
      "migration_rate", ["source", "[target]"], .decision,
      "of the users of a product that is redirected, those who took an offer by the end, on the target already (merged) or new to it (moved), to every target or to one: \(basis); newcomers who are asked later count too, so that it may exceed 100%",
      [.init(model + "migration_rate(A)", "40%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let ends = try e.redirectionEnds(a, target: 1)
      let merged = e.total(.mergedOut, of: ends)
      let taken = e.model.graph.add(.add, merged, e.total(.movedOut, of: ends))
      return e.share(taken, ofUsersBefore: ends)
    },
    Builtin(
      "net_new_rate", ["source", "[target]"], .decision,
      "of the users of a product that is redirected, those who moved to a target by the end and are new to it: \(basis)",
      [.init(model + "net_new_rate(A)", "32%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let ends = try e.redirectionEnds(a, target: 1)
      return e.share(e.total(.movedOut, of: ends), ofUsersBefore: ends)
    },
    Builtin(
      "leakage", ["source"], .decision,
      "of the users of a product that is redirected, those whom the plan set in motion and lost by the end: who declined and left, who were there at its closing, and who moved and lapsed within a month: \(basis); ordinary churn is no leakage",
      [.init(model + "leakage(A)", "60%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let ends = try e.redirectionEnds(a, target: nil)
      let left = e.total(.left, of: ends)
      let lost = e.model.graph.add(
        .total, e.model.graph.add(MetricReference(.lostAtClosing, of: ends.source)))
      let lapsed = e.model.graph.add(
        .total,
        e.model.graph.add(MetricReference(.lapsed, of: nil).part(.source(ends.source))))
      let gone = e.model.graph.add(.add, e.model.graph.add(.add, left, lost), lapsed)
      return e.share(gone, ofUsersBefore: ends)
    },
    Builtin(
      "salvage_rate", ["source", "months", "[target]"], .decision,
      "so many months after the first offer: the people (`portfolio.people`, each once as far as overlaps are declared) who are active anywhere and would not be, had nobody been redirected from the product (or to that target) and all else been done: \(basis), or in which that month lies beyond the simulation",
      [.init(model + "salvage_rate(A, 6 months)", "32%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let ends = try e.redirectionEnds(a, target: 2)
      try e.needOneUnit(a)
      let months = try e.certain(
        try e.quantity(a.values[1], at: a.nodes[1], place: .duration), at: a.nodes[1])
      guard months >= 0, months == months.rounded(), months <= 12_000 else {
        throw e.report(
          .range(
            "the time", e.text(a.nodes[1]), "a whole number of months, 0 or more",
            e.span(a.nodes[1])))
      }
      let without = e.model.number(of: .withoutRedirections(from: ends.source, to: ends.target))
      let difference = e.difference(MetricReference(.people, of: nil), without)
      let when = e.model.graph.add(
        .add, e.monthBefore(ends), e.model.graph.add(constant: months))
      return e.share(
        e.model.graph.add(.at, difference, when), ofUsersBefore: ends,
        or: ", or that month lies beyond the simulation")
    },
    Builtin(
      "cannibalisation", ["source", "target"], .decision,
      "what a redirection takes from its source for each user its target gains, month by month, each beside its own counterfactual, the same scenario without that redirection: (source without − source with)/(target with − target without); above 100% where users are lost on the way, undefined where the target gains nobody",
      [.init(model + "cannibalisation(A, B) at month 3", "125%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let ends = try e.redirectionEnds(a, target: 1)
      let without = e.model.number(of: .withoutRedirections(from: ends.source, to: ends.target))
      let lost = e.model.graph.add(
        .subtract, e.model.graph.add(constant: 0),
        e.difference(MetricReference(.users, of: ends.source), without))
      let gained = e.difference(
        MetricReference(.users, of: ends.target ?? ends.source), without)
      return e.ratio(
        lost, gained, .none, Presentation(.share),
        why: "the target gains nobody by the redirection")
    },
    Builtin(
      "cost_of_delay", ["[months]"], .decision,
      "what it costs to act later: the present value of the portfolio's margin at the end, less what it is if every action that `baseline` doesn't have begins and ends so many months later (1 unless given): NPV(act at t) − NPV(act at t + 1); changed clauses of a scenario stay as they are",
      [.init(model + "cost_of_delay()", "-$580")]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.needQuestion(a)
      var months = 1.0
      if a.count > 0 {
        months = try e.certain(
          try e.quantity(a.values[0], at: a.nodes[0], place: .duration), at: a.nodes[0])
      }
      guard months >= 1, months == months.rounded(), months <= 12_000 else {
        throw e.report(
          .range(
            "the delay", e.text(a.nodes[0]), "a whole number of months, 1 or more",
            e.span(a.nodes[0])))
      }
      let later = e.model.number(of: .delayed(months: Int(months)))
      let difference = e.difference(MetricReference(.value, of: nil), later)
      let end = e.model.graph.add(.horizon)
      return .quantity(Quantity(e.model.graph.add(.at, difference, end), e.money))
    },
  ]
}

/// The two ends of a redirection; no target for all redirections of the source.
struct RedirectionEnds {
  let source: ProductID
  let target: ProductID?
}

extension Evaluator {
  /// An error where the whole simulation can't be looked at: in a clause or in criteria.
  mutating func needQuestion(_ a: Arguments) throws(Failure) {
    switch context {
    case .script, .question: return
    case .clause, .condition:
      throw report(
        .misplaced(
          "`\(text(a.call))` looks at the whole simulation, and a month of it can't wait for that",
          span(a.call), help: "ask it on a line of its own, or bind it with `let` and ask that"))
    }
  }

  /// An error unless all products count one unit, so that they can be added.
  mutating func needOneUnit(_ a: Arguments) throws(Failure) {
    let counted = Set(model.products.map(\.unit))
    if counted.count > 1 { throw report(.mixedUnits(counted.sorted(), "people", span(a.call))) }
  }

  /// The product of an argument.
  mutating func productArgument(_ a: Arguments, _ index: Int) throws(Failure) -> ProductID {
    if case .product(let id) = a.values[index] { return id }
    throw report(.wrongKind("a product", "here", a.values[index], span(a.nodes[index])))
  }

  fileprivate mutating func redirectionEnds(_ a: Arguments, target index: Int?) throws(Failure)
    -> RedirectionEnds
  {
    let source = try productArgument(a, 0)
    var target: ProductID?
    if let index, a.count > index {
      let other = try productArgument(a, index)
      guard other != source else {
        throw report(.redirectToItself(model[source].name, span(a.nodes[index])))
      }
      target = other
    }
    try needQuestion(a)
    return RedirectionEnds(source: source, target: target)
  }

  /// A metric less what it is under a supposition; what differs by no more than rounding differs by nothing.
  fileprivate mutating func difference(_ metric: MetricReference, _ supposition: Int32)
    -> ExpressionID
  {
    var supposed = metric
    supposed.supposition = supposition
    let (with, without) = (model.graph.add(metric), model.graph.add(supposed))
    let difference = model.graph.add(.subtract, with, without)
    let size = model.graph.add(
      .maximum, model.graph.add(.absolute, with), model.graph.add(.absolute, without))
    let rounding = model.graph.add(.multiply, size, model.graph.add(constant: 1e-12))
    let isNothing = model.graph.add(
      .lessOrEqual, model.graph.add(.absolute, difference), rounding)
    return model.graph.add(.select, isNothing, model.graph.add(constant: 0), difference)
  }

  private mutating func flow(_ metric: Metric, of ends: RedirectionEnds) -> ExpressionID {
    let whole = MetricReference(metric, of: ends.source)
    return model.graph.add(ends.target.map { whole.part(.target($0)) } ?? whole)
  }

  fileprivate mutating func total(_ metric: Metric, of ends: RedirectionEnds) -> ExpressionID {
    model.graph.add(.total, flow(metric, of: ends))
  }

  /// The month before the first in which anybody is offered anything; undefined where nobody is.
  fileprivate mutating func monthBefore(_ ends: RedirectionEnds) -> ExpressionID {
    let isOffered = model.graph.add(
      .less, model.graph.add(constant: 0), flow(.offered, of: ends))
    return model.graph.add(
      .subtract, model.graph.add(.first, isOffered), model.graph.add(constant: 1))
  }

  /// A number of users as a share of those the source had when the first offer was made.
  fileprivate mutating func share(
    _ users: ExpressionID, ofUsersBefore ends: RedirectionEnds, or otherwise: String = ""
  ) -> Value {
    let stock = model.graph.add(MetricReference(.users, of: ends.source))
    let before = model.graph.add(.at, stock, monthBefore(ends))
    let name = model[ends.source].name
    let to = ends.target.map { " to \(model[$0].name)" } ?? ""
    return ratio(
      users, before, .none, Presentation(.share),
      why: "no user of \(name) is offered a redirection\(to)\(otherwise)")
  }

  /// A quotient, with a reason where it has no value.
  mutating func ratio(
    _ above: ExpressionID, _ below: ExpressionID, _ dimension: Dimension,
    _ presentation: Presentation = Presentation(), why: String
  ) -> Value {
    let quotient = model.graph.add(.divide, above, below)
    model.graph.note(quotient, undefinedWhere: why)
    return .quantity(Quantity(quotient, dimension, presentation))
  }
}
