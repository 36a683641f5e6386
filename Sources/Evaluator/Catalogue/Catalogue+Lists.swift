import Metrics
import Portfolio
import Quantities
import SourceText

extension Catalogue {
  static let lists: [Builtin] = [
    Builtin(
      "length", ["list"], .lists, "how many elements a list has, or characters a text",
      [.init("length([4, 5])", "2")]
    ) {
      (e, a) throws(Evaluator.Failure) in
      if case .text(let text) = a.values[0] { return e.plain(Double(text.count)) }
      return e.plain(Double(try e.items(a, 0).count))
    },
    Builtin(
      "range", ["first", "last"], .lists, "the whole numbers from first to last",
      [.init("range(1, 4)", "[1, 2, 3, 4]")]
    ) {
      (e, a) throws(Evaluator.Failure) in
      let first = try e.whole(a, 0, -1e9...1e9)
      let last = try e.whole(a, 1, -1e9...1e9)
      guard last >= first else { return .list([]) }
      try e.checkSize(last - first + 1, at: a.call)
      var numbers: [Value] = []
      numbers.reserveCapacity(last - first + 1)
      for number in first...last {
        try e.countStep(at: a.call)
        numbers.append(e.plain(Double(number)))
      }
      return .list(numbers)
    },
    Builtin(
      "sum", ["list"], .lists, "the sum of a list", [.init("sum([1 users, 2 users])", "3 users")]
    ) {
      (e, a) throws(Evaluator.Failure) in
      var total: Quantity?
      for item in try e.items(a, 0) {
        try e.countStep(at: a.call)
        guard case .quantity(let next) = item else {
          throw e.wrongKind("a list of quantities", "here", item, e.span(a.nodes[0]))
        }
        guard let sum = total else {
          total = next
          continue
        }
        let (x, y) = try e.aligned(sum, next, a.nodes[0], a.nodes[0], "the elements of a sum")
        total = Quantity(
          e.model.graph.add(.add, x.expression, y.expression), x.dimension, x.presentation)
      }
      return .quantity(total ?? Quantity(e.model.graph.add(constant: 0)))
    },
    Builtin(
      "map", ["list", "function"], .lists, "the function's value for each element",
      [.init("fn twice(x) = 2 * x\nmap([1, 2], twice)", "[2, 4]")]
    ) { (e, a) throws(Evaluator.Failure) in
      var values: [Value] = []
      for item in try e.items(a, 0) {
        try e.countStep(at: a.call)
        values.append(try e.callValue(a, 1, [item]))
      }
      return .list(values)
    },
    Builtin(
      "filter", ["list", "function"], .lists,
      "the elements for which the function's condition holds",
      [.init("fn large(x) = x > 1\nfilter([1, 2, 3], large)", "[2, 3]")]
    ) { (e, a) throws(Evaluator.Failure) in
      var values: [Value] = []
      for item in try e.items(a, 0) {
        guard case .truth(let condition) = try e.callValue(a, 1, [item]),
          let holds = e.model.graph.constant(condition)
        else {
          throw e.report(.uncertainCondition(e.span(a.nodes[1])))
        }
        if holds != 0 { values.append(item) }
      }
      return .list(values)
    },
    Builtin(
      "fold", ["list", "start", "function"], .lists,
      "what becomes of the start when the function puts each element to it, in turn",
      [.init("fn larger(a, b) = max(a, b)\nfold([3, 5, 4], 0, larger)", "5")]
    ) { (e, a) throws(Evaluator.Failure) in
      var value = a.values[1]
      for item in try e.items(a, 0) {
        try e.countStep(at: a.call)
        value = try e.callValue(a, 2, [value, item])
      }
      return value
    },
    Builtin(
      "any", ["list", "function"], .lists, "whether the function's condition holds for an element",
      [.init("fn large(x) = x > 2\nany([1, 2, 3], large)", "true")]
    ) { (e, a) throws(Evaluator.Failure) in try e.settled(a, by: true) },
    Builtin(
      "all", ["list", "function"], .lists,
      "whether the function's condition holds for every element",
      [.init("fn large(x) = x > 2\nall([1, 2, 3], large)", "false")]
    ) { (e, a) throws(Evaluator.Failure) in try e.settled(a, by: false) },
    Builtin(
      "with", ["list", "n", "value"], .lists, "the list with another value for its nth element",
      [.init("with([10, 20, 30], 2, 25)", "[10, 25, 30]")]
    ) { (e, a) throws(Evaluator.Failure) in
      var values = try e.items(a, 0)
      values[try e.position(a.values[1], among: values.count, at: a.nodes[1])] = a.values[2]
      return .list(values)
    },
    Builtin(
      "reverse", ["list"], .lists, "the list from its end to its beginning",
      [.init("reverse([1, 2, 3])", "[3, 2, 1]")]
    ) { (e, a) throws(Evaluator.Failure) in
      let values = try e.items(a, 0)
      for _ in values { try e.countStep(at: a.call) }
      return .list(values.reversed())
    },
    Builtin(
      "sort", ["list"], .lists, "a list of certain quantities from the smallest to the largest",
      [.init("sort([3 users, 1 user, 2 users])", "[1 user, 2 users, 3 users]")]
    ) { (e, a) throws(Evaluator.Failure) in
      let numbers = try e.numbers(a, 0).values
      for _ in numbers { try e.countStep(at: a.call) }
      let values = try e.items(a, 0)
      return .list(
        zip(numbers, values).enumerated().sorted {
          ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
        }.map(\.element.1))
    },
    Builtin(
      "column", ["table", "name"], .lists, "the values of one column of a table",
      [.init("column(table { a, b\n1, 2\n3, 4 }, \"b\")", "[2, 4]")]
    ) { (e, a) throws(Evaluator.Failure) in
      let name = try e.string(a, 1)
      var values: [Value] = []
      for row in try e.items(a, 0) {
        guard case .record(let fields) = row, let field = fields.first(where: { $0.name == name })
        else {
          throw e.report(
            .unknown(
              "column", name, e.span(a.nodes[1]), among: row.fieldNames, code: .unknownMember))
        }
        values.append(field.value)
      }
      return .list(values)
    },
    Builtin(
      "named", ["name"], .lists, "the product of that name, for products a loop declared",
      [.init("simulate 2 months\nproduct A { users 5 }\nnamed(\"A\").users at end", "5 users")]
    ) { (e, a) throws(Evaluator.Failure) in
      let name = try e.string(a, 0)
      guard let id = e.names[name] else {
        throw e.report(
          .unknown(
            "product", name, e.span(a.nodes[0]), among: Array(e.names.keys), code: .unknownProduct))
      }
      return .product(id)
    },
    Builtin(
      "month_of", ["text"], .lists, "the calendar month a text names",
      [.init("month_of(\"2023-07\")", "2023-07")]
    ) { (e, a) throws(Evaluator.Failure) in
      .time(try e.timeValue(.text(try e.string(a, 0)), at: a.nodes[0]))
    },
  ]
}

extension Catalogue {
  /// The functions that call the function they are given last.
  static let calling = ["map", "filter", "fold", "any", "all"]
}

extension Evaluator {
  /// `any`, which an element that holds settles, and `all`, which one that doesn't.
  fileprivate mutating func settled(_ a: Arguments, by settling: Bool) throws(Failure) -> Value {
    for item in try items(a, 0) {
      try countStep(at: a.call)
      guard case .truth(let condition) = try callValue(a, 1, [item]),
        let holds = model.graph.constant(condition)
      else {
        throw report(.uncertainCondition(span(a.nodes[1])))
      }
      if (holds != 0) == settling { return .truth(model.graph.add(constant: settling ? 1 : 0)) }
    }
    return .truth(model.graph.add(constant: settling ? 0 : 1))
  }

  /// The value of a function argument for some values.
  mutating func callValue(_ a: Arguments, _ index: Int, _ values: [Value]) throws(Failure) -> Value
  {
    switch a.values[index] {
    case .function(let function):
      guard function.parameters.count == values.count else {
        throw report(
          .argumentCount(function.name, function.parameters, values.count, span(a.nodes[index])))
      }
      return try apply(function, values)
    case .builtin(let builtin):
      guard builtin.arity.contains(values.count) else {
        throw report(
          .argumentCount(builtin.name, builtin.parameters, values.count, span(a.nodes[index])))
      }
      let nodes = values.map { _ in a.nodes[0] }
      return try builtin.body(&self, Arguments(values: values, nodes: nodes, call: a.call))
    default: throw wrongKind("a function", "here", a.values[index], span(a.nodes[index]))
    }
  }
}
