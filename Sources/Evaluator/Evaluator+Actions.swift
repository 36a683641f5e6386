import Portfolio
import Quantities
import SourceText
import Syntax

/// Redirections, integrations, closings, reallocations and changed clauses.
extension Evaluator {
  /// The scenario that an action belongs to.
  private var home: ScenarioID { scenario ?? .plan }

  private mutating func add(_ action: Action, at node: NodeID) throws(Failure) {
    if let twin = ownActions[home, default: [:]].updateValue(
      action.declaration, forKey: action.identity)
    {
      ownActions[home, default: [:]][action.identity] = twin
      throw report(.duplicateAction(model[home].name, headSpan(node), first: span(of: twin)))
    }
    model[home].actions.append(action)
    remember(node, as: action.declaration)
  }

  /// Remembers which statement an action or a changed clause was declared by.
  private mutating func remember(_ node: NodeID, as declaration: DeclarationID) {
    actionNodes[declaration] = DeclaredStatement(
      place: DeclaredNode(tree: tree, node: node),
      isSelfContained: scopes.surroundings.allSatisfy(\.isEmpty))
  }

  /// Evaluates with draws keyed by the action's name, the same in every scenario.
  private mutating func keyed<T>(
    _ key: String, source: ProductID, _ body: (inout Evaluator) throws(Failure) -> T
  ) throws(Failure) -> T {
    let outer = (path, counters, context)
    defer { (path, counters, context) = outer }
    (path, counters, context) = ([key], [:], .clause(source))
    return try body(&self)
  }

  mutating func runRedirect(_ node: NodeID) throws(Failure) {
    let ends = syntax.children(of: node).filter { syntax.kind($0) == .reference }
    guard ends.count == 2 else { return }
    let source = try productReference(ends[0])
    let target = try productReference(ends[1], otherThan: source)
    guard source != target else {
      throw report(.redirectToItself(model[source].name, span(ends[1]), from: span(ends[0])))
    }
    guard model[source].unit == model[target].unit else {
      throw report(
        .redirectUnits(
          model[source], model[target], headSpan(node),
          declared: [source, target].map { span(of: model[$0].declaration) }))
    }
    var redirection = Redirection(source: source, target: target, declaration: declare(head: node))
    let name = "redirect \(model[source].name) -> \(model[target].name)"
    var seen: [String: SourceSpan] = [:]
    var misspelt: Set<String> = []
    for clause in syntax.children(of: node) {
      do throws(Failure) {
        switch syntax.kind(clause) {
        case .timingClause, .overClause:
          try timing(clause, &redirection.timing, source: source, name, &seen)
        case .declineClause:
          guard let word = syntax.child(0, of: clause) else { continue }
          try once("decline", clause, &seen)
          switch text(word) {
          case "stays": redirection.declinersLeave = false
          case "leaves": redirection.declinersLeave = true
          default:
            throw report(
              .unknown(
                "way to decline", text(word), span(word), among: ["stays", "leaves"],
                code: .unknownClause))
          }
        case .clause:
          guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause)
          else { continue }
          guard let kind = Redirection.Clause(rawValue: text(word)) else {
            let known =
              Redirection.Clause.allCases.map(\.rawValue) + [
                "from", "until", "over", "decline", "source", "note",
              ]
            // A clause that is misspelt is not missing as well.
            misspelt.formUnion(Spelling.suggestions(for: text(word), among: known))
            throw report(.unknownClause(text(word), "a redirection", span(word), among: known))
          }
          try once(kind.rawValue, word, &seen)
          let unit = model[source].unit
          let place: Place =
            switch kind {
            case .churn: .lossRate("churn")
            case .cost: .moneyPerUnit("cost", of: unit)
            default: .share(kind.rawValue)
            }
          let stated = try actionValue(
            clause, value, place, key: "\(name).\(kind.rawValue)", source: source,
            isCost: kind == .cost)
          if kind == .share, model.graph.variesByMonth(stated.expression) {
            throw report(
              .uncertain(
                "`share` divides the users there are before month 1, so it can't depend on the months",
                span(value)))
          }
          redirection.clauses[kind] = stated
        default: break
        }
      } catch {}
    }
    for required in [Redirection.Clause.reach, .accept]
    where redirection.clauses[required] == nil && seen[required.rawValue] == nil
      && !misspelt.contains(required.rawValue)
    {
      throw report(
        .missingClause(
          required.rawValue, name, required == .reach ? "reach 60% to 90%" : "accept 30% to 50%",
          headSpan(node)))
    }
    try add(.redirect(redirection), at: node)
  }

  /// The value of an action's clause, in the unit of its place; a cost isn't negative.
  private mutating func actionValue(
    _ clause: NodeID, _ value: NodeID, _ place: Place, key: String, source: ProductID, isCost: Bool
  ) throws(Failure) -> ClauseValue {
    try keyed(key, source: source) { (e) throws(Failure) in
      let expression = try e.quantity(e.evaluate(value), at: value, place: place)
      if isCost, let known = e.model.graph.constant(expression), known < 0 {
        throw e.report(.negative("cost", e.text(value), e.span(value)))
      }
      return ClauseValue(expression, e.declare(clause), try e.provenance(clause))
    }
  }

  private mutating func once(_ word: String, _ node: NodeID, _ seen: inout [String: SourceSpan])
    throws(Failure)
  {
    if let first = seen[word] { throw report(.duplicateClause(word, span(node), first: first)) }
    seen[word] = span(node)
  }

  /// from, until, over.
  private mutating func timing(
    _ clause: NodeID, _ timing: inout Timing, source: ProductID, _ name: String,
    _ seen: inout [String: SourceSpan]
  ) throws(Failure) {
    let word = syntax.firstToken(of: clause).word
    try once(word.text, clause, &seen)
    guard let value = syntax.child(0, of: clause) else { return }
    switch word {
    case .from: timing.from = try startMonth(try time(value, source: source), at: value)
    case .until: timing.until = try startMonth(try time(value, source: source), at: value)
    default:
      if syntax.kind(value) == .ramp {
        timing.ramp = Ramp(.instant)
        return
      }
      timing.over = try keyed("\(name).over", source: source) { (e) throws(Failure) in
        let months = try e.quantity(e.evaluate(value), at: value, place: .duration)
        if let known = e.model.graph.constant(months), known <= 0 {
          throw e.report(
            .range(
              "`over`", e.text(value), "longer than nothing; `over instant` for at once",
              e.span(value)))
        }
        return months
      }
      guard let ramp = syntax.child(.ramp, of: clause) else { return }
      guard let shape = Ramp.Shape(rawValue: syntax.file.text(syntax.firstToken(of: ramp).range))
      else { return }
      timing.ramp = Ramp(shape)
      if let steepness = syntax.child(0, of: ramp) {
        timing.ramp.steepness = try keyed("\(name).steepness", source: source) {
          (e) throws(Failure) in
          let k = try e.quantity(
            e.evaluate(steepness), at: steepness, place: .number("the steepness"))
          if let known = e.model.graph.constant(k), known <= 0 {
            throw e.report(
              .range("the steepness", e.text(steepness), "more than 0", e.span(steepness)))
          }
          return k
        }
      }
    }
  }

  mutating func runIntegrate(_ node: NodeID) throws(Failure) {
    let parts = syntax.children(of: node).filter { syntax.kind($0) == .reference }
    guard parts.count == 3 else { return }
    let source = try productReference(parts[1])
    let target = try productReference(parts[2], otherThan: source)
    guard source != target else {
      throw report(
        .redirectToItself(model[source].name, span(parts[2]), from: span(parts[1])))
    }
    let feature = try referenceName(parts[0])
    guard model[source].features.contains(feature) else {
      throw report(
        .unknownFeature(
          feature, model[source].name, model[source].features, span(parts[0]),
          declared: span(of: model[source].declaration)))
    }
    var integration = Integration(
      feature: feature, source: source, target: target, declaration: declare(head: node))
    let name = "integrate \(feature) from \(model[source].name) into \(model[target].name)"
    var seen: [String: SourceSpan] = [:]
    for clause in syntax.children(of: node) {
      do throws(Failure) {
        switch syntax.kind(clause) {
        case .timingClause, .overClause:
          try timing(clause, &integration.timing, source: source, name, &seen)
        case .clause:
          guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause)
          else { continue }
          guard let kind = Integration.Clause(rawValue: text(word)) else {
            let known =
              Integration.Clause.allCases.map(\.rawValue) + [
                "from", "until", "over", "source", "note",
              ]
            throw report(.unknownClause(text(word), "an integration", span(word), among: known))
          }
          try once(kind.rawValue, word, &seen)
          let place: Place =
            switch kind {
            case .adoption: .share("adoption")
            case .cost: .money("cost")
            default: .relative(kind.rawValue)
            }
          integration.clauses[kind] = try actionValue(
            clause, value, place, key: "\(name).\(kind.rawValue)", source: source,
            isCost: kind == .cost)
        default: break
        }
      } catch {}
    }
    try add(.integrate(integration), at: node)
  }

  mutating func runClose(_ node: NodeID) throws(Failure) {
    guard let reference = syntax.child(0, of: node), let timeNode = syntax.child(1, of: node) else {
      return
    }
    let product = try productReference(reference)
    let month = try startMonth(try time(timeNode, source: product), at: timeNode)
    try add(.close(Closing(product: product, month: month, declaration: declare(node))), at: node)
  }

  mutating func runReallocate(_ node: NodeID) throws(Failure) {
    let members = syntax.children(of: node).filter { syntax.kind($0) == .member }
    guard let shareNode = syntax.child(0, of: node), members.count == 2 else { return }
    let (source, cost) = try member(members[0])
    let (target, into) = try member(members[1], otherThan: source)
    guard cost == "cost" else {
      throw report(
        .moneyOf("from", model[source].name, cost, wanted: "cost", wordSpan(members[0])))
    }
    guard into == "acquisition" else {
      throw report(
        .moneyOf("into", model[target].name, into, wanted: "acquisition", wordSpan(members[1])))
    }
    guard source != target else {
      throw report(
        .redirectToItself(model[source].name, span(members[1]), from: span(members[0])))
    }
    let name = "reallocate \(model[source].name) into \(model[target].name)"
    let share = try keyed("\(name).share", source: source) { (e) throws(Failure) in
      ClauseValue(
        try e.quantity(e.evaluate(shareNode), at: shareNode, place: .share("a reallocation")),
        e.declare(shareNode))
    }
    var reallocation = Reallocation(
      share: share, source: source, target: target, declaration: declare(head: node))
    var seen: [String: SourceSpan] = [:]
    for clause in syntax.children(of: node) {
      switch syntax.kind(clause) {
      case .timingClause: try timing(clause, &reallocation.timing, source: source, name, &seen)
      case .overClause:
        throw report(
          .unknownClause("over", "a reallocation", span(clause), among: ["from", "until", "cac"]))
      case .clause:
        guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause) else {
          continue
        }
        guard text(word) == "cac" else {
          throw report(
            .unknownClause(
              text(word), "a reallocation", span(word),
              among: ["from", "until", "cac", "source", "note"]))
        }
        try once("cac", word, &seen)
        let unit = model[target].unit
        reallocation.cac = try keyed("\(name).cac", source: source) { (e) throws(Failure) in
          let cac = try e.quantity(
            e.evaluate(value), at: value, place: .moneyPerUnit("cac", of: unit))
          if let known = e.model.graph.constant(cac), known <= 0 {
            throw e.report(.range("`cac`", e.text(value), "more than 0", e.span(value)))
          }
          return ClauseValue(cac, e.declare(clause), try e.provenance(clause))
        }
      default: continue
      }
    }
    guard reallocation.cac != nil else {
      throw report(
        .missingClause(
          "cac", name, "cac \(currencySign)5/\(Dimension.singular(model[target].unit))",
          headSpan(node)))
    }
    try add(.reallocate(reallocation), at: node)
  }

  private func wordSpan(_ member: NodeID) -> SourceSpan {
    syntax.child(1, of: member).map { span($0) } ?? span(member)
  }

  /// The place of a declaration without its block: what a message about the whole of it marks.
  func headSpan(_ node: NodeID) -> SourceSpan {
    var span = span(node)
    for i in Int(syntax[node].firstToken)..<Int(syntax[node].endToken)
    where syntax.tokens[i].kind == .leftBrace {
      if i > Int(syntax[node].firstToken) { span.end = Int(syntax.tokens[i - 1].end) }
      break
    }
    return span
  }

  private mutating func declare(head node: NodeID) -> DeclarationID {
    declarations.append(headSpan(node))
    return DeclarationID(rawValue: Int32(declarations.count - 1))
  }

  private mutating func member(
    _ node: NodeID, otherThan source: ProductID? = nil
  ) throws(Failure) -> (ProductID, String) {
    guard let reference = syntax.child(0, of: node), let name = syntax.child(1, of: node) else {
      throw Failure()
    }
    return (try productReference(reference, otherThan: source), text(name))
  }

  /// A change of a clause: in a scenario its own, outside any the clause itself.
  mutating func runAssignment(_ node: NodeID) throws(Failure) {
    guard let target = syntax.child(0, of: node), let value = syntax.child(1, of: node),
      let base = syntax.child(0, of: target), let word = syntax.child(1, of: target)
    else { return }
    let product: ProductID
    if case .product(let id) = try evaluate(base) {
      product = id
    } else {
      throw wrongKind("a product", "before `.\(text(word))`", try evaluate(base), span(base))
    }
    guard let clause = productClause(text(word), of: product) else {
      throw report(
        .unknownClause(
          text(word), "a product", span(word), among: ProductClause.allCases.map(\.rawValue)))
    }
    let changed = try clauseValue(clause, of: product, value, in: node, word: text(word))
    remember(node, as: changed.declaration)
    guard let scenario else {
      model[product].clauses[clause] = changed
      return
    }
    let key = Scenario.Target(product, clause)
    if let first = model[scenario].changes[key] {
      throw report(
        .duplicateClause(
          "\(model[product].name).\(clause.rawValue)", span(target),
          first: span(of: first.declaration)))
    }
    model[scenario].changes[key] = changed
  }
}
