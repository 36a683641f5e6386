import Portfolio
import Quantities
import SourceText
import Syntax

/// Times, `at` and `in`.
extension Evaluator {
  mutating func calendar(_ node: NodeID) throws(Failure) -> TimeValue {
    let spelling = text(node)
    guard let month = CalendarMonth(spelling) else {
      throw report(
        .range("the calendar", spelling, "a month from 01 to 12 and a day of it", span(node)))
    }
    return .point(.calendar(month))
  }

  /// The time a node of the `time` production stands for. `source` is the product whose failure a bare `failure` means.
  mutating func time(_ node: NodeID, source: ProductID?) throws(Failure) -> TimeValue {
    switch syntax.kind(node) {
    case .calendarTime: return try calendar(node)
    case .hole:
      guard case .hole(let pending) = hole(node) else { throw Failure() }
      return filledMonth(pending)
    case .endTime: return .end
    case .monthTime:
      if let inner = syntax.child(0, of: node) {
        let value = try evaluate(inner)
        if case .time = value { return try timeValue(value, at: inner) }
        if case .hole(let hole) = value { return filledMonth(hole) }
        let number = try quantity(value, at: inner, place: .number("the month"))
        guard let known = model.graph.constant(number) else { return .computed(number) }
        return .point(.number(try wholeMonth(known, inner)))
      }
      let token = syntax.tokens[Int(syntax[node].firstToken) + 1]
      let number = Self.number(syntax.file.text(token.range)) ?? .nan
      return .point(.number(try wholeMonth(number, node)))
    case .failureTime: return try failureTime(node, source: source)
    case .afterTime:
      guard let length = syntax.child(0, of: node), let start = syntax.child(1, of: node) else {
        throw Failure()
      }
      let months = try certain(
        try quantity(evaluate(length), at: length, place: .duration), at: length)
      guard months >= 1, months == months.rounded(), months < 1e6 else {
        throw report(
          .range("`after`", text(length), "a whole number of months, 1 or more", span(length)))
      }
      let base = try time(start, source: source)
      switch base {
      case .failure(let product, let after): return .failure(product, after: after + Int(months))
      case .point(.number(let n)): return .point(.number(n + Int(months)))
      case .point(.calendar(let m)): return .point(.calendar(m + Int(months)))
      case .day(let day): return .point(.calendar(day.month + Int(months)))
      case .end, .computed:
        throw report(
          .misplaced(
            "nothing is after `\(text(start))`", span(node), help: "name a month or a failure"))
      }
    case .computedTime:
      guard let inner = syntax.child(0, of: node), let expression = syntax.child(0, of: inner)
      else { throw Failure() }
      return try timeValue(evaluate(expression), at: expression)
    default: throw Failure()
    }
  }

  /// A time from a value: a time, a text such as 2023-07, or a month's number.
  mutating func timeValue(_ value: Value, at node: NodeID) throws(Failure) -> TimeValue {
    switch value {
    case .time(.day(let day)): return .point(.calendar(day.month))
    case .time(let time): return time
    case .text(let text):
      guard let month = CalendarMonth(text) else {
        throw report(.range("the calendar", "\"\(text)\"", "a month such as 2023-07", span(node)))
      }
      return .point(.calendar(month))
    case .quantity(let quantity)
    where quantity.isBare || quantity.presentation.kind == .monthNumber:
      guard let number = model.graph.constant(quantity.expression) else {
        return .computed(quantity.expression)
      }
      return .point(.number(try wholeMonth(number, node)))
    case .hole(let hole): return filledMonth(hole)
    case .broken: throw Failure()
    default: throw wrongKind("a time", "here", value, span(node))
    }
  }

  private mutating func wholeMonth(_ number: Double, _ node: NodeID) throws(Failure) -> Int {
    guard number == number.rounded(), abs(number) < 1e6 else {
      throw report(.range("the month", text(node), "a whole number", span(node)))
    }
    return Int(number)
  }

  private mutating func failureTime(_ node: NodeID, source: ProductID?) throws(Failure) -> TimeValue
  {
    let product: ProductID
    if let name = syntax.child(0, of: node) {
      product = try productReference(name)
    } else if let source {
      product = source
    } else {
      throw report(
        .misplaced(
          "whose `failure`?", span(node),
          help: "write the product's name before it: `Resso.failure`"))
    }
    guard mayFail(product) else {
      throw report(
        .failureNotDeclared(
          model[product].name, span(node), declared: span(of: model[product].declaration)))
    }
    return .failure(product, after: 0)
  }

  /// The month's number a time stands for, as an expression; a failure's is that of the month in which it fired.
  mutating func monthNumber(_ time: TimeValue, at node: NodeID) throws(Failure) -> ExpressionID {
    switch time {
    case .point(let point):
      guard let number = model.monthNumber(point) else {
        throw report(.noCalendar(point.text, span(node), simulate: firstDeclarations["simulate"]))
      }
      return model.graph.add(constant: Double(number))
    case .day(let day): return try monthNumber(.point(.calendar(day.month)), at: node)
    case .end: return model.graph.add(.horizon)
    case .failure(let product, let after):
      let fired = model.graph.add(MetricReference(.failureMonth, of: product))
      return model.graph.add(.add, fired, model.graph.add(constant: Double(after)))
    case .computed(let id): return id
    }
  }

  /// The first month of something that happens at a time: what a failure starts begins in the month after it.
  mutating func startMonth(_ time: TimeValue, at node: NodeID) throws(Failure) -> ExpressionID {
    if case .failure(let product, after: 0) = time {
      return try monthNumber(.failure(product, after: 1), at: node)
    }
    return try insideHorizon(try monthNumber(time, at: node), from: 1, at: node)
  }

  /// A month's number; an error if it is certain and outside the simulation.
  mutating func insideHorizon(_ month: ExpressionID, from first: Int, at node: NodeID)
    throws(Failure) -> ExpressionID
  {
    guard let number = model.graph.constant(month) else { return month }
    guard model.months > 0 else { throw report(.simulateMissing(span(node))) }
    guard number >= Double(first), number <= Double(model.months) else {
      throw report(
        .outsideHorizon(
          text(node), Int(number), first: first, model, span(node),
          simulate: firstDeclarations["simulate"]))
    }
    return month
  }

  mutating func atTime(_ node: NodeID) throws(Failure) -> Value {
    guard let timeNode = syntax.child(1, of: node) else { throw Failure() }
    let value = try evaluate(first(node))
    if case .clause = context {
      throw report(
        .misplaced(
          "a clause can't look at another month", span(node),
          help: "it sees last month's values; name the month with `if month >= 3 then … else …`"))
    }
    let month = try insideHorizon(
      try monthNumber(try time(timeNode, source: nil), at: timeNode), from: 0, at: timeNode)
    switch value {
    case .quantity(var quantity):
      if model.graph.isSeries(quantity.expression) || monthlyDraws(quantity.expression) {
        quantity.expression = model.graph.add(.at, quantity.expression, month)
      }
      return .quantity(quantity)
    case .truth(let expression):
      return .truth(
        model.graph.isSeries(expression) ? model.graph.add(.at, expression, month) : expression)
    case .broken: throw Failure()
    default:
      throw wrongKind("a series or a condition", "before `at`", value, span(first(node)))
    }
  }

  private func monthlyDraws(_ id: ExpressionID) -> Bool {
    model.graph.drawsMonthly(id)
  }

  // MARK: in

  mutating func inTarget(_ node: NodeID) throws(Failure) -> Value {
    guard let target = syntax.child(1, of: node) else { throw Failure() }
    let value = try evaluate(first(node))
    let spelling = text(target)
    if let scenario = scenarioNames[spelling], !units.contains(spelling) {
      switch value {
      case .quantity(var quantity):
        quantity.expression = model.graph.bind(quantity.expression, to: scenario)
        return .quantity(quantity)
      case .truth(let expression): return .truth(model.graph.bind(expression, to: scenario))
      case .time(.failure(let product, let after)):
        let fired = model.graph.add(MetricReference(.failureMonth, of: product, in: scenario))
        return .time(
          .computed(model.graph.add(.add, fired, model.graph.add(constant: Double(after)))))
      case .broken: throw Failure()
      default:
        throw wrongKind(
          "a quantity, a series or a condition", "before `in \(spelling)`", value,
          span(first(node)))
      }
    }
    guard case .quantity(let quantity) = value else {
      if case .broken = value { throw Failure() }
      throw wrongKind("a quantity", "before `in`", value, span(first(node)))
    }
    return .quantity(try converted(quantity, target, from: first(node)))
  }

  private mutating func converted(_ quantity: Quantity, _ target: NodeID, from node: NodeID)
    throws(Failure) -> Quantity
  {
    let wanted = try unitExpression(target)
    var result = quantity
    if quantity.dimension != wanted.dimension,
      let exchanged = try exchanged(quantity, to: wanted.dimension)
    {
      result = exchanged
    }
    guard result.dimension == wanted.dimension else {
      let (from, to) = (quantity.dimension.currencyCode, wanted.dimension.currencyCode)
      if let from, let to, from != to {
        throw report(.currencies(from, to, span(node), span(target)))
      }
      throw report(.cannotConvert(quantity, wanted, text(target), span(node), span(target)))
    }
    let isRateOfShares =
      quantity.presentation.kind == .share && quantity.dimension.exponent(of: .time) == -1
    if isRateOfShares, wanted.presentation.timeUnit != quantity.presentation.timeUnit {
      throw report(
        .conversion(
          "a share per \(quantity.presentation.timeUnit.rawValue) compounds, so it has no single value per \(wanted.presentation.timeUnit.rawValue)",
          span(node),
          help:
            "write `monthly_loss(\(text(node)))` for a share that is lost, `monthly_growth(\(text(node)))` for one that is gained"
        ))
    }
    result.presentation.timeUnit = wanted.presentation.timeUnit
    if wanted.presentation.kind != .plain || wanted.dimension == .none {
      result.presentation.kind = wanted.presentation.kind
    }
    return result
  }

  /// The unit of `in`: its dimension, how it is told.
  private mutating func unitExpression(_ node: NodeID) throws(Failure) -> Quantity {
    let factors = syntax.children(of: node)
    var dimension = Dimension.none
    var presentation = Presentation()
    func apply(_ word: String, _ exponent: Int, _ place: SourceSpan, _ e: inout Evaluator)
      throws(Failure)
    {
      if word == "%" {
        presentation.kind = .share
        return
      }
      if Double(word) != nil { return }
      let isSign = ["$", "€", "£", "¥"].contains(word)
      let one: (dimension: Dimension, presentation: Presentation, factor: Double) =
        isSign
        ? (Dimension(.currency(Self.currencyCode(sign: word))), Presentation(), 1)
        : try e.unit(word, at: place)
      dimension = dimension * one.dimension.raised(to: exponent)
      if one.dimension == .time { presentation.timeUnit = one.presentation.timeUnit }
      if one.presentation.kind == .points { presentation.kind = .points }
    }
    if factors.isEmpty {
      let word = text(node)
      guard units.contains(word) || ["%", "$", "€", "£", "¥"].contains(word) else {
        throw report(
          .unknown(
            "unit or scenario", word, span(node), among: Array(units.all) + scenarioNames.keys))
      }
      try apply(word, 1, span(node), &self)
    }
    for factor in factors {
      let start = Int(syntax[factor].firstToken)
      let before = syntax.tokens[start - 1]
      let divides = before.kind == .slash || before.word == .per
      let spelled = text(factor).split(separator: "^").map { $0.filter { $0 != " " } }
      let exponent = spelled.count > 1 ? Int(spelled[1]) ?? 1 : 1
      try apply(String(spelled[0]), divides ? -exponent : exponent, span(factor), &self)
    }
    return Quantity(model.graph.add(constant: 1), dimension, presentation)
  }
}
