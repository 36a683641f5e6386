import Portfolio
import Quantities
import SourceText
import Syntax

/// Products, overlaps and failures.
extension Evaluator {
  // MARK: References

  /// The name a reference stands for: as written, or the text of an expression in parentheses.
  mutating func referenceName(_ node: NodeID) throws(Failure) -> String {
    guard let expression = syntax.child(0, of: node), syntax.kind(node) == .reference else {
      return text(node)
    }
    let value = try evaluate(expression)
    switch value {
    case .text(let name):
      guard !name.isEmpty else { throw report(.emptyName(span(node))) }
      return name
    case .product(let id): return model[id].name
    case .broken: throw Failure()
    default: throw wrongKind("a name", "here", value, span(node))
    }
  }

  /// The product that a reference names; where it names none, all but `source` may have been meant.
  mutating func productReference(
    _ node: NodeID, otherThan source: ProductID? = nil
  ) throws(Failure) -> ProductID {
    let isPlain = syntax.kind(node) != .reference || syntax.children(of: node).isEmpty
    if isPlain, let binding = lookUp(text(node)) {
      if case .product(let id) = binding.value { return id }
      if case .broken = binding.value { throw Failure() }
    }
    let name = try referenceName(node)
    if let id = names[name] { return id }
    let others = names.keys.filter { names[$0] != source }
    throw report(.unknown("product", name, span(node), among: others, code: .unknownProduct))
  }

  // MARK: Products

  mutating func registerProduct(_ name: String, _ node: NodeID, at reference: NodeID) -> ProductID?
  {
    if let known = names[name] {
      _ = report(
        .duplicate("the product", name, span(reference), first: span(of: model[known].declaration)))
      return nil
    }
    if name == "portfolio" || (syntax.children(of: reference).isEmpty && units.contains(name)) {
      _ = report(.nameOfUnit(name, span(reference)))
      return nil
    }
    if model.products.count >= limits.elements {
      _ = report(.limit(.sizeLimit, "products", limits.elements, "elements", span(reference)))
      return nil
    }
    var unit = "users"
    for clause in syntax.children(of: node) where syntax.kind(clause) == .clause {
      let word = syntax.child(0, of: clause).map { text($0) } ?? ""
      if isCount(word), ProductClause(rawValue: word) == nil { unit = word }
    }
    let id = ProductID(rawValue: Int32(model.products.count))
    model.products.append(
      Product(name: name, title: name, unit: unit, declaration: declare(reference)))
    names[name] = id
    registered[DeclaredNode(tree: tree, node: node)] = id
    return id
  }

  /// A product declaration is reached: outside the top level it gets its name now; its clauses wait.
  mutating func runProduct(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "a product")
    guard let reference = syntax.child(.reference, of: node) else { return }
    let isPlain = syntax.children(of: reference).isEmpty
    if scopes.isTopLevel, path.isEmpty, isPlain {
      // Known by name already; if it isn't, its name was refused.
      guard registered[DeclaredNode(tree: tree, node: node)] != nil else { throw Failure() }
    } else {
      guard registerProduct(try referenceName(reference), node, at: reference) != nil else {
        throw Failure()
      }
    }
    later(.product, node)
  }

  mutating func fillProduct(_ node: NodeID) throws(Failure) {
    guard let reference = syntax.child(.reference, of: node) else { return }
    let id = try productReference(reference)
    let outer = context
    context = .clause(id)
    defer { context = outer }
    if let title = syntax.child(.title, of: node), let string = syntax.child(0, of: title) {
      model[id].title = try stringText(string)
    }
    model[id].provenance = try provenance(node)
    var seen: [(name: String, place: SourceSpan)] = []
    for clause in syntax.children(of: node) {
      do throws(Failure) {
        switch syntax.kind(clause) {
        case .clause: try fillClause(clause, of: id, &seen)
        case .featuresClause:
          for feature in syntax.children(of: clause) {
            let name = try referenceName(feature)
            if model[id].features.contains(name) {
              let first = syntax.children(of: clause).first { text($0) == name && $0 != feature }
              throw report(
                .duplicate("the feature", name, span(feature), first: first.map { span($0) }))
            }
            model[id].features.append(name)
          }
        case .goalClause: try fillGoal(clause, of: id)
        default: break
        }
      } catch {}
    }
    let isStated =
      model[id].clauses[.users] != nil
      || seen.contains { $0.name == model[id].unit || $0.name == "users" }
    // A misspelt `users` has been told of.
    let isMisspelt =
      !isStated
      && seen.contains {
        productClause($0.name, of: id) == nil
          && Spelling.suggestions(for: $0.name, among: [model[id].unit]) != []
      }
    if !isStated, !isMisspelt {
      throw report(
        .missingClause("users", "product \(model[id].name)", "users 1M", span(reference)))
    }
  }

  private mutating func fillClause(
    _ clause: NodeID, of id: ProductID, _ seen: inout [(name: String, place: SourceSpan)]
  ) throws(Failure) {
    guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause) else {
      return
    }
    let name = text(word)
    if let first = seen.first(where: { $0.name == name })?.place {
      throw report(.duplicateClause(name, span(word), first: first, mayChange: true))
    }
    seen.append((name, span(word)))
    guard let kind = productClause(name, of: id) else {
      let known = ProductClause.allCases.map(\.rawValue) + ["features", "goal", "source", "note"]
      throw report(
        .unknownClause(name, "a product", span(word), among: known + declaredUnits.sorted()))
    }
    model[id].clauses[kind] = try clauseValue(kind, of: id, value, in: clause, word: name)
  }

  func productClause(_ name: String, of id: ProductID) -> ProductClause? {
    if name == model[id].unit { return .users }
    guard let clause = ProductClause(rawValue: name) else { return nil }
    return clause == .users && model[id].unit != "users" ? nil : clause
  }

  /// The value of a product's clause, keyed by product and clause.
  mutating func clauseValue(
    _ kind: ProductClause, of id: ProductID, _ value: NodeID, in clause: NodeID, word: String
  ) throws(Failure) -> ClauseValue {
    let outer = (path, counters, context)
    defer { (path, counters, context) = outer }
    (path, counters) = (["\(model[id].name).\(kind.rawValue)"], [:])
    context = .clause(id)
    let place = Self.place(of: kind, unit: model[id].unit, word: word)
    let expression = try schedule(value, place: place, source: nil)
    if kind.isOpening, model.graph.variesByMonth(expression) {
      throw report(
        .uncertain(
          "`\(word)` is the state before month 1, so it can't depend on the months", span(value)))
    }
    if let known = model.graph.constant(expression), known < 0, kind != .arpu, kind != .invested {
      throw report(.negative(word, text(value), span(value)))
    }
    return ClauseValue(expression, declare(clause), try provenance(clause))
  }

  private static func place(of kind: ProductClause, unit: String, word: String) -> Place {
    switch kind {
    case .users, .dormant, .capacity: .count(word, of: unit)
    case .acquisition: .flow(word, of: unit)
    case .churn, .resurrection: .lossRate(word)
    case .arpu: .moneyPerUnitRate(word, of: unit)
    case .cost: .moneyRate(word)
    case .invested: .money(word)
    }
  }

  /// The expression of a value that may change at stated times: a until T then b.
  mutating func schedule(_ node: NodeID, place: Place, source: ProductID?) throws(Failure)
    -> ExpressionID
  {
    guard syntax.kind(node) == .schedule else {
      return try quantity(evaluate(node), at: node, place: place)
    }
    let parts = Array(syntax.children(of: node))
    var values: [ExpressionID] = []
    var times: [ExpressionID] = []
    for (i, part) in parts.enumerated() {
      if i % 2 == 0 {
        values.append(try quantity(evaluate(part), at: part, place: place))
      } else {
        times.append(try startMonth(try time(part, source: source), at: part))
      }
    }
    var result = values[values.count - 1]
    let month = model.graph.add(.month)
    for i in times.indices.reversed() {
      let before = model.graph.add(.less, month, times[i])
      result = model.graph.add(.select, before, values[i], result)
    }
    return result
  }

  private mutating func fillGoal(_ clause: NodeID, of id: ProductID) throws(Failure) {
    guard let target = syntax.child(0, of: clause), let by = syntax.child(1, of: clause) else {
      return
    }
    let value = try within("\(model[id].name).goal") { (e) throws(Failure) in
      try e.quantity(e.evaluate(target), at: target, place: .count("goal", of: e.model[id].unit))
    }
    let month = try monthNumber(try time(by, source: id), at: by)
    model[id].goal = Product.Goal(
      target: ClauseValue(value, declare(clause), try provenance(clause)), by: month)
  }

  /// Source, date and note among a node's children.
  mutating func provenance(_ node: NodeID) throws(Failure) -> Provenance {
    var result = Provenance()
    for child in syntax.children(of: node) {
      switch syntax.kind(child) {
      case .sourceNote: result.source = try stringText(first(child))
      case .noteNote: result.note = try stringText(first(child))
      case .asOfNote:
        let token = syntax.lastToken(of: child)
        guard let month = CalendarMonth(syntax.file.text(token.range)) else {
          throw report(
            .range(
              "the calendar", syntax.file.text(token.range), "a month from 01 to 12", span(child)))
        }
        result.asOf = month
      default: continue
      }
    }
    return result
  }

  // MARK: Overlaps

  mutating func runOverlap(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "an overlap")
    let parts = Array(syntax.children(of: node))
    guard parts.count >= 4 else { return }
    let a = try productReference(parts[0])
    let b = try productReference(parts[1], otherThan: a)
    let of = try productReference(parts[3])
    guard a != b else { throw report(.overlapWithItself(model[a].name, span(parts[1]))) }
    guard of == a || of == b else {
      throw report(.overlapOfOther(model[of].name, model[a].name, model[b].name, span(parts[3])))
    }
    let with = of == a ? b : a
    let key = "overlap \(model[of].name), \(model[with].name)"
    if let first = firstDeclarations[key] {
      throw report(
        .duplicate(
          "the overlap", "\(model[of].name), \(model[with].name)", span(node), first: first))
    }
    firstDeclarations[key] = span(node)
    let outer = (path, counters)
    defer { (path, counters) = outer }
    (path, counters) = ([key], [:])
    let share = try quantity(evaluate(parts[2]), at: parts[2], place: .share("an overlap"))
    model.overlaps.append(
      Overlap(of: of, with: with, share: ClauseValue(share, declare(node), try provenance(node))))
  }

  // MARK: Failures

  mutating func runFailure(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "a failure")
    guard let reference = syntax.child(.reference, of: node) else { return }
    let id = try productReference(reference)
    if let known = model.failures[id] {
      throw report(
        .duplicate(
          "the failure of", model[id].name, span(reference), first: span(of: known.declaration)))
    }
    var condition: ExpressionID?
    var month: ExpressionID?
    var texts: [String] = []
    var reasons: [String] = []
    for clause in syntax.children(of: node) {
      switch syntax.kind(clause) {
      case .whenClause:
        guard let expression = syntax.child(0, of: clause) else { continue }
        context = .condition(id)
        defer { context = .script }
        let outer = (path, counters)
        (path, counters) = (["\(model[id].name).failure"], [:])
        defer { (path, counters) = outer }
        let next = try truth(expression)
        condition = condition.map { model.graph.add(.or, $0, next) } ?? next
        texts.append(text(expression))
      case .atClause:
        guard let timeNode = syntax.child(0, of: clause) else { continue }
        if month != nil {
          throw report(.duplicateClause("at", span(clause), first: span(timeNode)))
        }
        month = try insideHorizon(
          try monthNumber(try time(timeNode, source: nil), at: timeNode), from: 1, at: timeNode)
        texts.append("at " + text(timeNode))
      case .becauseClause: reasons += try reasonTexts(clause)
      default: continue
      }
    }
    guard condition != nil || month != nil else {
      throw report(
        .missingClause(
          "when", "failure \(model[id].name)", "when users < 2M for 3 months", span(reference)))
    }
    if condition != nil, month != nil {
      throw report(
        .misplaced(
          "a failure has criteria or a date, not both", span(node), help: "keep `when` or `at`"))
    }
    model.failures[id] = Failure_(
      condition: condition, month: month, reasons: reasons, declaration: declare(reference),
      text: texts.joined(separator: " or "), provenance: try provenance(node))
  }

  mutating func reasonTexts(_ clause: NodeID) throws(Failure) -> [String] {
    var reasons: [String] = []
    for child in syntax.children(of: clause) {
      reasons.append(syntax.kind(child) == .string ? try stringText(child) : text(child))
    }
    return reasons
  }
}

/// The portfolio's failure, apart from the evaluator's own ``Evaluator/Failure``.
private typealias Failure_ = Portfolio.Failure
