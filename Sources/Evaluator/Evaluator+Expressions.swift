import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Expressions, a method for each kind of node.
extension Evaluator {
  /// The value of an expression; counts against the limits of steps and depth.
  mutating func evaluate(_ node: NodeID) throws(Failure) -> Value {
    try enter(node)
    defer { depth -= 1 }
    return try value(of: node)
  }

  /// Counts a step and a level, which the caller gives back.
  mutating func enter(_ node: NodeID) throws(Failure) {
    try countStep(at: node)
    guard depth < limits.depth else {
      throw report(
        .limit(.depthLimit, "levels of calls and expressions", limits.depth, "depth", span(node)))
    }
    depth += 1
  }

  /// Counts a step against the limit, and asks now and then whether to stop.
  mutating func countStep(at node: NodeID) throws(Failure) {
    steps += 1
    if steps > limits.steps {
      throw report(.limit(.stepLimit, "steps", limits.steps, "steps", span(node)))
    }
    if steps & 0xFFF == 0, host.shouldStop() {
      wasStopped = true
      throw report(.stopped(span(node)))
    }
  }

  private mutating func value(of node: NodeID) throws(Failure) -> Value {
    switch syntax.kind(node) {
    case .literal: return .quantity(try literal(node).quantity)
    case .hole: return hole(node)
    case .interval:
      if let whole = try openInterval(node) { return whole }
      return .quantity(try interval(node))
    case .string: return .text(try stringText(node))
    case .calendar:
      if let day = CalendarDay(text(node)) { return .time(.day(day)) }
      return .time(try calendar(node))
    case .parenthesized: return try evaluate(first(node))
    case .nameExpression: return try name(node)
    case .memberAccess: return try member(node)
    case .call: return try call(node)
    case .index: return try index(node)
    case .atTime: return try atTime(node)
    case .inTarget: return try inTarget(node)
    case .sum, .term: return try chain(node)
    case .power: return try power(node)
    case .signed: return try signed(node)
    case .comparison: return try comparison(node)
    case .sustained: return try sustained(node)
    case .conjunction, .disjunction: return try logic(node)
    case .negation:
      let operand = try truth(first(node))
      return .truth(model.graph.add(.not, operand))
    case .given: return try given(node)
    case .conditional: return try conditional(node)
    case .list: return .list(try elements(node))
    case .record: return try record(node)
    case .tableLiteral: return try tableLiteral(node)
    case .choose: return try choose(node)
    default: throw Failure()
    }
  }

  func first(_ node: NodeID) -> NodeID { syntax.child(0, of: node) ?? node }

  // MARK: Names

  mutating func name(_ node: NodeID) throws(Failure) -> Value {
    let spelling = text(node)
    if case .condition(let product) = context, let metric = ownMetric(spelling, of: product) {
      return metricValue(metric, of: product)
    }
    if let binding = lookUp(spelling) {
      if case .broken = binding.value { throw giveUp() }
      if case .hole(let hole) = binding.value { touchedHoles.insert(hole.place) }
      return binding.value
    }
    if spelling == "month" {
      let month = model.graph.add(.month)
      return .quantity(Quantity(month, .none, Presentation(.monthNumber)))
    }
    if let product = names[spelling] { return .product(product) }
    if let scenario = scenarioNames[spelling] { return .scenario(scenario) }
    if let builtin = Catalogue.named(spelling) { return .builtin(builtin) }
    switch spelling {
    case "portfolio": return .portfolio
    case "true": return .truth(model.graph.add(constant: 1))
    case "false": return .truth(model.graph.add(constant: 0))
    case "end": return .time(.end)
    default: break
    }
    if units.contains(spelling) {
      throw report(.unitAlone(spelling, span(node)))
    }
    throw unknownName(node)
  }

  func lookUp(_ spelling: String) -> Binding? {
    // By position: to hold each scope while it is looked at took 5 % of the evaluation of a plan of 12 products.
    for i in scopes.indices.reversed() {
      if let binding = scopes[i].names[spelling] { return binding }
    }
    return nil
  }

  /// The metric a bare word of a failure's criteria means.
  func ownMetric(_ spelling: String, of product: ProductID) -> Metric? {
    if spelling == model[product].unit { return .users }
    guard let metric = Metric.byName[spelling], metric.isOfProduct, metric != .observed else {
      return nil
    }
    return metric == .users && model[product].unit != "users" ? nil : metric
  }

  // MARK: Members

  private mutating func member(_ node: NodeID) throws(Failure) -> Value {
    guard let nameNode = syntax.child(1, of: node) else { throw Failure() }
    let base = try evaluate(first(node))
    let spelling = text(nameNode)
    switch base {
    case .broken: throw Failure()
    case .record(let fields):
      if let field = fields.first(where: { $0.name == spelling }) { return field.value }
      throw report(
        .unknown("field", spelling, span(nameNode), among: fields.map(\.name), code: .unknownMember)
      )
    case .product(let product):
      if let metric = productMetric(spelling, of: product) {
        if metric == .failureMonth, !mayFail(product) {
          throw report(
            .failureNotDeclared(
              model[product].name, span(node), declared: span(of: model[product].declaration)))
        }
        return metricValue(metric, of: product)
      }
      throw report(
        .unknownMetric(spelling, of: model[product].name, unit: model[product].unit, span(nameNode))
      )
    case .portfolio:
      if let metric = Metric.byName[spelling], metric.isOfPortfolio {
        return try portfolioMetric(metric, at: node)
      }
      let known = Metric.allCases.filter(\.isOfPortfolio).map(\.name)
      throw report(
        .unknown(
          "metric of the portfolio", spelling, span(nameNode), among: known, code: .unknownMember))
    default:
      throw wrongKind(
        "a product, a record or the portfolio", "before `.\(spelling)`", base, span(first(node)))
    }
  }

  /// `true` iff a failure of the product is declared, or may be further on.
  func mayFail(_ product: ProductID) -> Bool {
    model.failures[product] != nil || failureNames.contains(model[product].name)
      || hasHiddenFailures
  }

  func productMetric(_ spelling: String, of product: ProductID) -> Metric? {
    if spelling == model[product].unit { return .users }
    guard let metric = Metric.byName[spelling], metric.isOfProduct else { return nil }
    return metric == .users && model[product].unit != "users" ? nil : metric
  }

  /// The value of a metric of a product: a series, or a condition.
  mutating func metricValue(_ metric: Metric, of product: ProductID) -> Value {
    let expression = model.graph.add(MetricReference(metric, of: product))
    let count = Dimension(.count(model[product].unit))
    switch metric.measure {
    case .truth: return .truth(expression)
    case .month: return .time(.failure(product, after: 0))
    case .stock: return .quantity(Quantity(expression, count))
    case .flow: return .quantity(Quantity(expression, count / .time))
    case .money: return .quantity(Quantity(expression, money / .time))
    case .moneyStock: return .quantity(Quantity(expression, money))
    case .share: return .quantity(Quantity(expression, .none / .time, Presentation(.share)))
    case .perUser: return .quantity(Quantity(expression, money / count / .time))
    }
  }

  /// The dimension of the portfolio's money.
  var money: Dimension { Dimension(.currency(model.currency ?? "USD")) }

  private mutating func portfolioMetric(_ metric: Metric, at node: NodeID) throws(Failure) -> Value
  {
    let expression = model.graph.add(MetricReference(metric, of: nil))
    switch metric.measure {
    case .money: return .quantity(Quantity(expression, money / .time))
    case .moneyStock: return .quantity(Quantity(expression, money))
    default:
      let counted = Set(model.products.map(\.unit))
      guard counted.count <= 1 else {
        throw report(.mixedUnits(counted.sorted(), metric.name, span(node)))
      }
      let count = Dimension(.count(counted.first ?? "users"))
      let isStock = metric.measure == .stock
      return .quantity(Quantity(expression, isStock ? count : count / .time))
    }
  }

  // MARK: Lists and records

  private mutating func index(_ node: NodeID) throws(Failure) -> Value {
    guard let position = syntax.child(1, of: node) else { throw Failure() }
    let base = try evaluate(first(node))
    guard case .list(let items) = base else {
      throw wrongKind("a list", "before `[`", base, span(first(node)))
    }
    return items[
      try self.position(
        evaluate(position), among: items.count, at: position, of: first(node))]
  }

  /// The place, from 0, that an index names among `count` elements.
  mutating func position(
    _ value: Value, among count: Int, at node: NodeID, of list: NodeID? = nil
  ) throws(Failure) -> Int {
    let number = try certain(
      try quantity(value, at: node, place: .number("the index")), at: node)
    guard number == number.rounded(), number >= 1, number <= Double(count) else {
      let place = list.map { span($0) }.flatMap { isInFunction($0) ? nil : $0 }
      throw report(.indexOutside(text(node), count, span(node), list: place))
    }
    return Int(number) - 1
  }

  mutating func elements(_ node: NodeID) throws(Failure) -> [Value] {
    var values: [Value] = []
    for (i, child) in syntax.children(of: node).enumerated() {
      values.append(try within("\(i)") { (e) throws(Failure) in try e.evaluate(child) })
      try checkSize(values.count, at: node)
    }
    return values
  }

  mutating func checkSize(_ count: Int, at node: NodeID) throws(Failure) {
    if count > limits.elements {
      throw report(.limit(.sizeLimit, "elements", limits.elements, "elements", span(node)))
    }
  }

  mutating func checkLength(_ bytes: Int, at node: NodeID) throws(Failure) {
    if bytes > limits.elements {
      throw report(.limit(.sizeLimit, "bytes of text", limits.elements, "elements", span(node)))
    }
  }

  private mutating func record(_ node: NodeID) throws(Failure) -> Value {
    var fields: [(name: String, value: Value)] = []
    for field in syntax.children(of: node) {
      guard let nameNode = syntax.child(0, of: field), let expression = syntax.child(1, of: field)
      else { continue }
      let key = fieldName(nameNode)
      if fields.contains(where: { $0.name == key }) {
        let first = syntax.children(of: node).first { field in
          syntax.child(0, of: field).map { fieldName($0) } == key
        }
        throw report(
          .duplicate(
            "the field", key, span(nameNode),
            first: first.flatMap { syntax.child(0, of: $0) }.map { span($0) }))
      }
      let value = try within(key) { (e) throws(Failure) in try e.evaluate(expression) }
      fields.append((key, value))
    }
    return .record(fields)
  }

  private func fieldName(_ node: NodeID) -> String {
    let spelling = text(node)
    return spelling.hasPrefix("\"") ? unescaped(String(spelling.dropFirst().dropLast())) : spelling
  }

  private mutating func tableLiteral(_ node: NodeID) throws(Failure) -> Value {
    guard let heading = syntax.child(.heading, of: node) else { throw Failure() }
    let columns = syntax.children(of: heading).map { text($0) }
    if let twice = columns.enumerated().first(where: { columns.firstIndex(of: $1) != $0 }) {
      let place = syntax.children(of: heading)
      throw report(
        .duplicate(
          "the column", twice.element, span(place[place.startIndex + twice.offset]),
          first: span(place[place.startIndex + (columns.firstIndex(of: twice.element) ?? 0)])))
    }
    var rows: [Value] = []
    var seen: [String: Int] = [:]
    for row in syntax.children(of: node) where syntax.kind(row) == .row {
      let cells = Array(syntax.children(of: row))
      guard cells.count == columns.count else {
        throw report(.rowLength(columns, cells.count, span(row), span(heading)))
      }
      var fields: [(name: String, value: Value)] = []
      for (i, cell) in cells.enumerated() {
        // A row's draws are keyed by its first cell, so that rows can be added and moved.
        let label = fields.first.map { elementName($0.value) } ?? "row"
        let times = seen[label, default: 0]
        let component = label + (times > 0 ? "~\(times + 1)" : "")
        path.append("\(component).\(columns[i])")
        defer { path.removeLast() }
        fields.append((columns[i], try evaluate(cell)))
      }
      if let label = fields.first.map({ elementName($0.value) }) { seen[label, default: 0] += 1 }
      rows.append(.record(fields))
      try checkSize(rows.count, at: node)
    }
    return .list(rows)
  }

  // MARK: Texts

  /// The text of a string, with what is put into it.
  mutating func stringText(_ node: NodeID) throws(Failure) -> String {
    var out = ""
    var children = syntax.children(of: node)
    for i in Int(syntax[node].firstToken)..<Int(syntax[node].endToken) {
      let token = syntax.tokens[i]
      switch token.kind {
      case .string, .stringHead, .stringMiddle, .stringTail:
        // Pieces of interpolated expressions are tokens of their nodes, not of this one.
        let isInside = syntax.children(of: node).contains {
          Int(syntax[$0].firstToken) <= i && i < Int(syntax[$0].endToken)
        }
        if isInside { continue }
        let piece = String(syntax.file.text(token.range).dropFirst().dropLast())
        if let escape = Self.invalidEscape(in: piece) {
          throw report(
            .range(
              "an escape", escape, "a character's number, as in `\\u{1F600}`",
              syntax.span(ofToken: i)))
        }
        out += unescaped(piece)
        if token.kind == .stringHead || token.kind == .stringMiddle,
          let expression = children.popFirst()
        {
          let value = try evaluate(expression)
          if case .hole(let hole) = value {
            throw missing(hole, Hole.Use(wanted: "what is put into the text"))
          }
          try refuseUncertainText(value, at: expression)
          out += DatumText.text(datum(value, text: ""), graph: model.graph)
          try checkLength(out.utf8.count, at: expression)
        }
      default: continue
      }
    }
    return out
  }

  /// An error for what is known only once it is simulated: texts are put together before.
  private mutating func refuseUncertainText(_ value: Value, at node: NodeID) throws(Failure) {
    let expression: ExpressionID
    switch value {
    case .quantity(let quantity): expression = quantity.expression
    case .truth(let condition): expression = condition
    default: return
    }
    if isOpen(expression) { throw giveUp() }
    guard model.graph.constant(expression) == nil, model.graph.draw(expression) == nil else {
      return
    }
    throw report(
      .uncertain(
        "a text is put together before anything is simulated, and `\(text(node))` is not known then",
        span(node)))
  }

  /// The first `\\u{…}` of a string that is no character.
  private static func invalidEscape(in text: String) -> String? {
    var rest = Substring(text)
    while let slash = rest.firstIndex(of: "\\") {
      rest = rest[slash...].dropFirst()
      guard rest.first == "u", rest.dropFirst().first == "{" else {
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.dropFirst(2).prefix { $0 != "}" }
      guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else {
        return "\\u{\(digits)}"
      }
    }
    return nil
  }

  func unescaped(_ text: String) -> String {
    guard text.contains("\\") else { return text }
    var out = ""
    var rest = Substring(text)
    while let c = rest.popFirst() {
      guard c == "\\", let next = rest.popFirst() else {
        out.append(c)
        continue
      }
      switch next {
      case "n": out.append("\n")
      case "t": out.append("\t")
      case "u" where rest.first == "{":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(digits.count + 2)
        if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
          out.unicodeScalars.append(scalar)
        }
      default: out.append(next)
      }
    }
    return out
  }

  // MARK: Branches

  private mutating func conditional(_ node: NodeID) throws(Failure) -> Value {
    let parts = Array(syntax.children(of: node))
    guard parts.count == 3 else { throw Failure() }
    let condition = try truth(parts[0])
    if let known = model.graph.constant(condition) {
      return try evaluate(known != 0 ? parts[1] : parts[2])
    }
    return try choice(parts, by: condition)
  }

  /// One of two values by an uncertain condition: the parts of a conditional.
  mutating func choice(_ parts: [NodeID], by condition: ExpressionID) throws(Failure) -> Value {
    let yes = try evaluate(parts[1])
    let no = try evaluate(parts[2])
    switch (yes, no) {
    case (.hole(let hole), .quantity(let b)):
      let a = filled(hole, like: b, "as `\(text(parts[2]))` is")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, a.expression, b.expression), b.dimension,
          b.presentation))
    case (.quantity(let a), .hole(let hole)):
      let b = filled(hole, like: a, "as `\(text(parts[1]))` is")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, a.expression, b.expression), a.dimension,
          a.presentation))
    case (.hole(let hole), let other), (let other, .hole(let hole)):
      throw missing(hole, Hole.Use(wanted: "\(other.kindName), as the other branch is"))
    case (.truth(let a), .truth(let b)): return .truth(model.graph.add(.select, condition, a, b))
    case (.quantity(let a), .quantity(let b)):
      let (x, y) = try aligned(a, b, parts[1], parts[2], "the two branches of an `if`")
      return .quantity(
        Quantity(
          model.graph.add(.select, condition, x.expression, y.expression), x.dimension,
          x.presentation))
    default:
      throw report(.uncertainBranch(span(parts[0]), yes, no))
    }
  }

  /// A condition whose truth is known before anything is simulated.
  mutating func certainTruth(_ node: NodeID) throws(Failure) -> Bool {
    let condition = try truth(node)
    guard let value = model.graph.constant(condition) else {
      if isOpen(condition) { throw giveUp() }
      throw report(.uncertainCondition(span(node)))
    }
    return value != 0
  }

  mutating func truth(_ node: NodeID) throws(Failure) -> ExpressionID {
    let value = try evaluate(node)
    switch value {
    case .truth(let expression): return expression
    case .hole(let hole): return filledTruth(hole)
    case .broken: throw Failure()
    default: throw wrongKind("a condition", "here", value, span(node))
    }
  }

  private mutating func logic(_ node: NodeID) throws(Failure) -> Value {
    let operation: Operation = syntax.kind(node) == .conjunction ? .and : .or
    var result: ExpressionID?
    for child in syntax.children(of: node) {
      // A certain answer needs no further operand.
      if let known = result.flatMap({ model.graph.constant($0) }),
        (known != 0) == (operation == .or)
      {
        break
      }
      let next = try truth(child)
      result = result.map { model.graph.add(operation, $0, next) } ?? next
    }
    return .truth(result ?? model.graph.add(constant: 0))
  }

  private mutating func given(_ node: NodeID) throws(Failure) -> Value {
    guard let conditionNode = syntax.child(1, of: node) else { throw Failure() }
    let value = try evaluate(first(node))
    let condition = try truth(conditionNode)
    switch value {
    case .quantity(var quantity):
      quantity.expression = model.graph.add(.given, quantity.expression, condition)
      return .quantity(quantity)
    case .truth(let expression): return .truth(model.graph.add(.given, expression, condition))
    case .broken: throw Failure()
    default:
      throw wrongKind("a quantity or a condition", "before `given`", value, span(first(node)))
    }
  }

  private mutating func sustained(_ node: NodeID) throws(Failure) -> Value {
    guard let length = syntax.child(1, of: node) else { throw Failure() }
    let condition = try truth(first(node))
    let months = try quantity(evaluate(length), at: length, place: .duration)
    let count = try certain(months, at: length)
    guard count >= 1, count == count.rounded() else {
      throw report(
        .range("`for`", text(length), "a whole number of months, 1 or more", span(length)))
    }
    return .truth(model.graph.add(.sustained, condition, months))
  }

  private mutating func choose(_ node: NodeID) throws(Failure) -> Value {
    var total = 0.0
    var parts: [(probability: Double, quantity: Quantity, node: NodeID)] = []
    for choice in syntax.children(of: node) {
      guard let share = syntax.child(0, of: choice), let expression = syntax.child(1, of: choice)
      else { continue }
      let probability = try certain(
        try quantity(evaluate(share), at: share, place: .share("a probability")), at: share)
      let value = try evaluate(expression)
      guard case .quantity(let quantity) = value else {
        throw wrongKind("a quantity", "to choose", value, span(expression))
      }
      total += probability
      parts.append((probability, quantity, expression))
    }
    guard abs(total - 1) < 1e-9, var result = parts.last else {
      throw report(.probabilitiesSum(total, span(node)))
    }
    let draw = addDraw(.uniform(low: 0, high: 1), at: node, .none, nil)
    // Up to each cumulative probability the choice before it, from the last to the first.
    var above = 1.0
    for i in parts.indices.dropLast().reversed() {
      above -= parts[i + 1].probability
      let isHere = model.graph.add(.less, draw, model.graph.add(constant: above))
      let (x, y) = try aligned(
        parts[i].quantity, result.quantity, parts[i].node, result.node, "the values of `choose`")
      result.quantity = Quantity(
        model.graph.add(.select, isHere, x.expression, y.expression), x.dimension, x.presentation)
    }
    return .quantity(result.quantity)
  }
}
