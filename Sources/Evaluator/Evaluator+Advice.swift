import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What `advise` asks.
extension Evaluator {
  mutating func askAdvise(_ node: NodeID) throws(Failure) {
    var subject = first(node)
    var scenario = model.defaultScenario
    if syntax.kind(subject) == .inTarget, let target = syntax.child(1, of: subject),
      let id = scenarioNames[text(target)]
    {
      scenario = id
      subject = first(subject)
    }
    guard model.months > 0 else { throw report(.simulateMissing(span(node))) }
    let asked = text(subject)
    var figure = try self.figure(evaluate(subject), subject)
    figure.text = asked
    let isSeries = model.isOverMonths(figure.expression)
    if isSeries {
      figure.expression = model.graph.add(.at, figure.expression, model.graph.add(.horizon))
    }
    var question = AdviceQuestion(figure: figure, isAtEnd: isSeries, scenario: scenario)
    var seen: [String: SourceSpan] = [:]
    let known = diagnostics.count
    for clause in syntax.children(of: node).dropFirst() {
      do throws(Failure) { try adviseClause(clause, &question, &seen) } catch {}
    }
    if Array(diagnostics.dropFirst(known)).hasErrors { throw Failure() }
    let choices = question.splits.count + question.options.count + question.closings.count
    guard choices > 0 else {
      // A choice that couldn't be read has been told of.
      if syntax.children(of: node).contains(where: { syntax.kind($0) == .skipped }) {
        throw Failure()
      }
      throw report(
        .nothingToChoose(span(node), examples(in: scenario), model[scenario].name))
    }
    guard dependsOnPlan(figure.expression) else {
      throw report(.untouchedFigure(asked, span(subject), model[scenario].name))
    }
    if let unlimited = unlimitedTargets(question) {
      _ = report(.noLimit(unlimited.map { model[$0].name }, span(node), currencySign))
    }
    question.statements = statements(of: scenario)
    try ask(.advise(question), node)
  }

  private mutating func adviseClause(
    _ clause: NodeID, _ question: inout AdviceQuestion, _ seen: inout [String: SourceSpan]
  ) throws(Failure) {
    switch syntax.kind(clause) {
    case .maximiseClause:
      try once("maximise", clause, &seen)
      question.statistic = try statistic(clause)
    case .splitClause: question.splits.append(try split(clause, question.scenario, &seen))
    case .integrateClause:
      let parts = Array(syntax.children(of: clause))
      guard parts.count == 3 else { return }
      let feature = try referenceName(parts[0])
      let source = try productReference(parts[1])
      let target = try productReference(parts[2], otherThan: source)
      let identity = Action.Identity.integrate(feature, source, target)
      let name = "\(feature) into \(model[target].name)"
      try once("integrate \(name)", clause, &seen)
      _ = try declared(
        identity, in: question.scenario, clause,
        "an integration of \(feature) from \(model[source].name) into \(model[target].name)")
      question.options.append(AdviceQuestion.Option(identity: identity, name: name))
    case .closeClause: question.closings.append(try closing(clause, question.scenario, &seen))
    case .limitClause: question.limits.append(try limit(clause))
    default: return
    }
  }

  private mutating func once(_ word: String, _ node: NodeID, _ seen: inout [String: SourceSpan])
    throws(Failure)
  {
    if let first = seen[word] { throw report(.duplicateClause(word, span(node), first: first)) }
    seen[word] = span(node)
  }

  // MARK: What is maximised

  private mutating func statistic(_ clause: NodeID) throws(Failure) -> AdviceQuestion.Statistic {
    guard let word = syntax.child(0, of: clause) else { throw Failure() }
    let shareNode = syntax.child(1, of: clause)
    switch text(word) {
    case "mean":
      if let shareNode { throw report(.meanOfShare(text(shareNode), span(shareNode))) }
      return .mean
    case "percentile", "cvar":
      guard let shareNode else { throw report(.statisticShare(text(word), span(word))) }
      let share = try share(shareNode, text(word))
      guard share > 0, share < 1 else {
        throw report(
          .range(
            "`\(text(word))`", text(shareNode), "between 0% and 100%, as in `\(text(word)) 5%`",
            span(shareNode)))
      }
      return text(word) == "cvar" ? .tail(share) : .percentile(share)
    default:
      throw report(
        .unknown(
          "statistic", text(word), span(word), among: ["mean", "percentile", "cvar"],
          code: .unknownClause))
    }
  }

  private mutating func share(_ node: NodeID, _ what: String) throws(Failure) -> Double {
    try certain(try quantity(evaluate(node), at: node, place: .share(what)), at: node)
  }

  // MARK: Choices

  /// The action of an identity in a scenario, if it is declared and not committed in every one.
  private mutating func declared(
    _ identity: Action.Identity, in scenario: ScenarioID, _ node: NodeID, _ what: String
  ) throws(Failure) -> Action {
    if model.actions(in: .baseline).contains(where: { $0.identity == identity }) {
      throw report(.committedChoice(what, span(node)))
    }
    guard let action = model.actions(in: scenario).first(where: { $0.identity == identity }) else {
      throw report(
        .undeclaredChoice(what, model[scenario].name, span(node), examples(in: scenario)))
    }
    return action
  }

  private mutating func split(
    _ clause: NodeID, _ scenario: ScenarioID, _ seen: inout [String: SourceSpan]
  ) throws(Failure) -> AdviceQuestion.Split {
    let parts = Array(syntax.children(of: clause))
    guard let sourceNode = parts.first else { throw Failure() }
    let source = try productReference(sourceNode)
    try once("split \(model[source].name)", clause, &seen)
    var split = AdviceQuestion.Split(source: source, targets: [])
    for part in parts.dropFirst() where syntax.kind(part) == .splitTarget {
      guard let name = syntax.child(0, of: part) else { continue }
      let product = try productReference(name)
      _ = try declared(
        .redirect(source, product), in: scenario, part,
        "a redirection of \(model[source].name) to \(model[product].name)")
      guard !split.targets.contains(where: { $0.product == product }) else {
        throw report(.duplicate("the target", model[product].name, span(part), first: nil))
      }
      var target = AdviceQuestion.Split.Target(product)
      if let low = syntax.child(1, of: part), let high = syntax.child(2, of: part) {
        target.low = try share(low, "the least share")
        target.high = try share(high, "the largest share")
        guard target.low >= 0, target.high <= 1, target.low <= target.high else {
          throw report(
            .range(
              "the share", "\(text(low)) to \(text(high))",
              "a smaller and a larger share from 0% to 100%", span(low).union(span(high))))
        }
      }
      split.targets.append(target)
    }
    let outgoing = model.actions(in: scenario).compactMap { action -> Redirection? in
      if case .redirect(let r) = action, r.source == source { return r }
      return nil
    }
    guard split.targets.count > 1 else {
      let others = outgoing.map(\.target).filter { $0 != split.targets.first?.product }
      throw report(
        .splitOfOne(
          model[source].name, split.targets.first.map { model[$0.product].name } ?? "",
          others.map { model[$0].name }, model[scenario].name, span(clause)))
    }
    for other in outgoing where !split.targets.contains(where: { $0.product == other.target }) {
      guard let share = other.clauses[.share].flatMap({ model.graph.constant($0.expression) })
      else {
        throw report(
          .splitLeavesOut(model[source].name, model[other.target].name, span(clause)))
      }
      split.whole -= share
    }
    if let stepNode = parts.dropFirst().first(where: { syntax.kind($0) != .splitTarget }) {
      split.step = try share(stepNode, "the step")
      guard split.step >= 0.001, split.step <= 0.5 else {
        throw report(
          .range("the step", text(stepNode), "from 0.1% to 50%", span(stepNode)))
      }
    }
    let least = split.targets.reduce(0) {
      $0 + ($1.low / split.step - 1e-9).rounded(.up) * split.step
    }
    guard least <= split.whole + 1e-9 else {
      throw report(.splitTooLarge(model[source].name, least, of: split.whole, span(clause)))
    }
    return split
  }

  private mutating func closing(
    _ clause: NodeID, _ scenario: ScenarioID, _ seen: inout [String: SourceSpan]
  ) throws(Failure) -> AdviceQuestion.Closing {
    guard let name = syntax.child(0, of: clause), let from = syntax.child(1, of: clause),
      let to = syntax.child(2, of: clause)
    else { throw Failure() }
    let product = try productReference(name)
    try once("close \(model[product].name)", clause, &seen)
    _ = try declared(.close(product), in: scenario, clause, "a closing of \(model[product].name)")
    let first = try time(from, source: product)
    let last = try time(to, source: product)
    var months: [AdviceQuestion.Closing.Month] = []
    if case .failure(let failing, let k) = first, case .failure(failing, let end) = last {
      let owner = failing == product ? "failure" : "\(model[failing].name).failure"
      for after in max(1, k)...max(1, k, min(end, model.months)) {
        months.append(
          AdviceQuestion.Closing.Month(
            month: try startMonth(.failure(failing, after: after), at: clause),
            text: "\(after) \(after == 1 ? "month" : "months") after \(owner)"))
      }
      guard end >= k else {
        throw report(.noMonths(text(from), text(to), span(from).union(span(to))))
      }
    } else {
      let start =
        try first == .end
        ? model.graph.add(constant: Double(model.months)) : startMonth(first, at: from)
      let end =
        try last == .end
        ? model.graph.add(constant: Double(model.months)) : startMonth(last, at: to)
      guard let low = model.graph.constant(start), let high = model.graph.constant(end) else {
        throw report(.mixedMonths(text(from), text(to), span(from).union(span(to))))
      }
      guard low <= high else {
        throw report(.noMonths(text(from), text(to), span(from).union(span(to))))
      }
      for number in Int(low)...Int(high) {
        months.append(
          AdviceQuestion.Closing.Month(
            month: model.graph.add(constant: Double(number)),
            text: model.start == nil ? "month \(number)" : model.monthName(number)))
      }
    }
    return AdviceQuestion.Closing(product: product, months: months)
  }

  // MARK: Limits

  private mutating func limit(_ clause: NodeID) throws(Failure) -> AdviceQuestion.Limit {
    guard let node = syntax.children(of: clause).last else { throw Failure() }
    var certainty: Double?
    if let stated = syntax.child(.certainty, of: clause) { certainty = try self.certainty(stated) }
    let isComparison = syntax.kind(node) == .comparison
    guard isComparison, let left = syntax.child(0, of: node), let right = syntax.child(1, of: node),
      let sign = comparator(before: right),
      case let (x, y) = (try evaluate(left), try evaluate(right)),
      case .quantity(let a) = x, case .quantity(let b) = y
    else {
      var condition = try truth(node)
      if model.isOverMonths(condition) { condition = inEveryMonth(condition, else: 1) }
      return AdviceQuestion.Limit(
        text: text(node), condition: condition, slack: nil, certainty: certainty, bound: nil)
    }
    let (low, high) = try comparable(a, b, left, right)
    let isUpper = sign == .less || sign == .lessEqual
    var condition = compare(low, high, sign)
    var slack =
      isUpper ? model.graph.add(.subtract, high, low) : model.graph.add(.subtract, low, high)
    if model.isOverMonths(slack) {
      slack = inEveryMonth(slack, else: 1e300)
      condition = inEveryMonth(condition, else: 1)
    }
    var bound: AdviceQuestion.Limit.Bound?
    if let value = model.graph.constant(high) {
      bound = AdviceQuestion.Limit.Bound(value: value, isUpper: isUpper, figure: text(left))
    } else if let value = model.graph.constant(low) {
      bound = AdviceQuestion.Limit.Bound(value: value, isUpper: !isUpper, figure: text(right))
    }
    let like = a.isBare ? b : a
    let spare = Figure(
      text: text(node), expression: slack, dimension: like.dimension,
      presentation: like.presentation)
    return AdviceQuestion.Limit(
      text: text(node), condition: condition, slack: spare, certainty: certainty, bound: bound)
  }

  private func comparator(before right: NodeID) -> TokenKind? {
    let kind = syntax.tokens[Int(syntax[right].firstToken) - 1].kind
    return [.less, .lessEqual, .greater, .greaterEqual].contains(kind) ? kind : nil
  }

  /// The least over all months from 1 on.
  private mutating func inEveryMonth(_ series: ExpressionID, else opening: Double) -> ExpressionID {
    let isOpening = model.graph.add(
      .equal, model.graph.add(.month), model.graph.add(constant: 0))
    let held = model.graph.add(.select, isOpening, model.graph.add(constant: opening), series)
    return model.graph.add(.lowest, held)
  }

  // MARK: What is wrong with a question

  /// `true` iff an expression has a figure that is of no named scenario, so that a plan may change it.
  private func dependsOnPlan(_ id: ExpressionID) -> Bool {
    model.graph.contains(id) { expression in
      expression.operation == .metric && model.graph.metrics[Int(expression.a)].scenario == nil
    }
  }

  /// The targets of the question's choices where nothing bounds how much they are given; nil where something does.
  private func unlimitedTargets(_ question: AdviceQuestion) -> [ProductID]? {
    guard question.limits.isEmpty, !(question.splits.isEmpty && question.options.isEmpty) else {
      return nil
    }
    var targets = question.splits.flatMap { $0.targets.map(\.product) }
    for option in question.options {
      if case .integrate(_, _, let target) = option.identity { targets.append(target) }
    }
    let actions = model.actions(in: question.scenario)
    let costs = actions.contains { action in
      switch action {
      case .redirect(let r): targets.contains(r.target) && r.clauses[.cost] != nil
      case .integrate(let i): targets.contains(i.target) && i.clauses[.cost] != nil
      default: false
      }
    }
    let isCapped = targets.contains {
      model.clause(.capacity, of: $0, in: question.scenario) != nil
    }
    if costs || isCapped { return nil }
    var unique: [ProductID] = []
    for target in targets where !unique.contains(target) { unique.append(target) }
    return unique
  }

  /// Clauses that a scenario's actions would allow.
  private func examples(in scenario: ScenarioID) -> [String] {
    let committed = Set(model.actions(in: .baseline).map(\.identity))
    let actions = model.actions(in: scenario).filter { !committed.contains($0.identity) }
    var targets: [ProductID: [ProductID]] = [:]
    var found: [String] = []
    for action in actions {
      if case .redirect(let r) = action { targets[r.source, default: []].append(r.target) }
    }
    for (source, own) in targets.sorted(by: { $0.key < $1.key }) where own.count > 1 {
      found.append(
        "split \(model[source].name) -> \(own.map { model[$0].name }.joined(separator: ", "))")
    }
    for action in actions {
      switch action {
      case .integrate(let i):
        found.append(
          "integrate \(i.feature) from \(model[i.source].name) into \(model[i.target].name)")
      case .close(let c): found.append("close \(model[c.product].name) from month 1 to end")
      default: break
      }
    }
    return found
  }
}
