import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

extension Catalogue {
  /// What `advise` decides by, for tables of one's own.
  static let allocation: [Builtin] = [
    Builtin(
      "transport", ["values", "supply", "caps"], .decision,
      "the best way to send what each source supplies to targets of limited capacity, for a list of values per unit by target for each source: { total, flows, supply_price, cap_price }, the worth of it all, what goes from each source to each target, and what one more unit of each supply and each capacity would be worth; a linear program, solved exactly",
      [
        .init(
          "transport([[$4, $3, $1], [$2, $2.5, $2.2]], [1000, 500], [700, 600, 400]).total", "$4890"
        ),
        .init(
          "transport([[4, 3, 1], [2, 2.5, 2.2]], [1000, 500], [700, 600, 400]).flows",
          "[[700, 300, 0], [0, 300, 200]]"),
        .init("transport([[10, 9], [8, 1]], [100, 100], [100, 100]).total", "1700"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (allocation, units) = try e.allocation(a, Allocation.transport)
      return .record(
        e.flows(allocation, units) + [
          ("supply_price", e.list(allocation.supplyPrices, like: units.value)),
          ("cap_price", e.list(allocation.capPrices, like: units.value)),
        ])
    },
    Builtin(
      "greedy_transport", ["values", "supply", "caps"], .decision,
      "what comes of filling the most valuable pair of source and target first, then the next: { total, flows }; as good as `transport` for one source, and often not for several",
      [
        .init("greedy_transport([[10, 9], [8, 1]], [100, 100], [100, 100]).total", "1100")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (allocation, units) = try e.allocation(a, Allocation.greedy)
      return .record(e.flows(allocation, units))
    },
    Builtin(
      "water_fill", ["a", "b", "budget"], .decision,
      "a budget divided among uses of falling returns, a·ln(1 + x/b) for an amount x each, so that the last unit returns the same in every use that gets some: { amounts, level, total }, what each gets, that return, and the returns of it all; b is a list, or one number for all",
      [
        .init(
          "water_fill([3, 2, 1], 1, 4)",
          "{ amounts: [2.5, 1.33333, 0.166667], level: 0.857143, total: 5.60704 }"),
        .init("water_fill([$3, $2, $1], 1, 1).amounts", "[0.8, 0.2, 0]"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (returns, worth) = try e.numbers(a, 0)
      let budget = try e.quantity(a, 2)
      let available = try e.number(a, 2)
      var widths: [Double]
      if case .list = a.values[1] {
        let (values, like) = try e.numbers(a, 1)
        guard like.dimension == budget.dimension else {
          throw e.report(
            .unitMismatch(
              like, budget, e.span(a.nodes[1]), e.span(a.nodes[2]), e.text(a.nodes[1]),
              e.text(a.nodes[2]), "amounts"))
        }
        widths = values
      } else {
        widths = [Double](
          repeating: try e.number(a, 1, like: budget, at: 2), count: returns.count)
      }
      guard let filling = WaterFilling(a: returns, b: widths, budget: available) else {
        throw e.report(
          .dataInvalid(
            "nothing can be divided by these numbers", e.span(a.call),
            help: [
              "give one a, 0 or more, and one b, above 0, for each use, and a budget of 0 or more"
            ]))
      }
      return .record([
        ("amounts", e.list(filling.amounts, like: budget)),
        ("level", e.value(filling.level, worth.dimension / budget.dimension)),
        ("total", e.like(worth, filling.total)),
      ])
    },
  ]
}

extension Evaluator {
  /// The units of an allocation: of what a unit is worth, of an amount, and of the whole.
  fileprivate typealias AllocationUnits = (value: Quantity, amount: Quantity, total: Dimension)

  /// What an allocation of the values, the supply and the capacities comes to.
  fileprivate mutating func allocation(
    _ a: Arguments, _ allocate: ([[Double]], [Double], [Double]) -> Allocation?
  ) throws(Failure) -> (Allocation, AllocationUnits) {
    var values: [[Double]] = []
    var worth: Quantity?
    for (i, row) in try items(a, 0).enumerated() {
      let node = elementNode(a, 0, i)
      let (numbers, like) = try numbers(Arguments(values: [row], nodes: [node], call: a.call), 0)
      if let worth, worth.dimension != like.dimension {
        throw report(
          .unitMismatch(
            worth, like, span(elementNode(a, 0, 0)), span(node), text(elementNode(a, 0, 0)),
            text(node), "values"))
      }
      worth = worth ?? like
      values.append(numbers)
    }
    let (supply, amount) = try numbers(a, 1)
    let (caps, room) = try numbers(a, 2)
    guard amount.dimension == room.dimension else {
      throw report(
        .unitMismatch(
          amount, room, span(a.nodes[1]), span(a.nodes[2]), text(a.nodes[1]), text(a.nodes[2]),
          "amounts"))
    }
    if let row = values.firstIndex(where: { $0.count != caps.count }) {
      throw report(
        .dataInvalid(
          "source \(row + 1) has \(values[row].count) values, and there are \(caps.count) capacities",
          span(elementNode(a, 0, row)), help: ["give one value for each target"]))
    }
    // A step of the simplex method takes all pairs times all rows, and there are about as many steps as rows.
    let rows = Double(supply.count + caps.count)
    try spend(Double(supply.count) * Double(caps.count) * rows * rows / 16, at: a.call)
    guard let worth, values.count == supply.count, let found = allocate(values, supply, caps) else {
      throw report(
        .dataInvalid(
          values.count == supply.count
            ? "amounts can't be negative"
            : "there are values for \(values.count) sources, and \(supply.count) supplies",
          span(a.nodes[1]),
          help: ["give one row of values and one supply, 0 or more, for each source"]))
    }
    return (found, (worth, amount, worth.dimension * amount.dimension))
  }

  fileprivate mutating func flows(_ allocation: Allocation, _ units: AllocationUnits)
    -> [(name: String, value: Value)]
  {
    [
      ("total", value(allocation.total, units.total)),
      ("flows", .list(allocation.flows.map { list($0, like: units.amount) })),
    ]
  }
}
