import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What a script asks.
extension Evaluator {
  /// What keys the draws of a question.
  static let questionKey = "answer"

  mutating func runQuestion(_ node: NodeID) throws(Failure) {
    let outer = (context, path, counters)
    defer { (context, path, counters) = outer }
    context = .question
    path += [Self.questionKey]
    switch syntax.kind(node) {
    case .expressionStatement:
      let expression = first(node)
      let value = try evaluate(expression)
      if case .broken = value { return }
      if case .hole(let hole) = value {
        throw missing(hole, Hole.Use(wanted: "any value: it is only asked for"))
      }
      // Apart, or the evaluator would be copied for the one call while the other changes it.
      let known = try resolved(value, at: expression)
      try ask(.value(datum(known, text: text(expression))), node)
    case .tableQuestion:
      let figures = syntax.children(of: node)
      if figures.count == 1, let only = figures.first, let scenario = failuresScenario(only) {
        return try ask(.failures(scenario), node)
      }
      var asked: [Figure] = []
      for child in figures {
        let value = try evaluate(child)
        if case .list(let items) = value {
          // A list of records is a table already.
          return try ask(.value(datum(.list(items), text: text(child))), node)
        }
        asked.append(try figure(value, child))
      }
      try ask(.table(asked), node)
    case .claimsQuestion:
      guard !model.claims.isEmpty else { throw report(.noClaims(span(node))) }
      try ask(.claims, node)
    case .whyQuestion: try askWhy(node)
    case .compareQuestion:
      let scenarios = try namedScenarios(node)
      var figures: [Figure] = []
      for child in syntax.children(of: node) where syntax.kind(child) != .scenarioName {
        figures.append(try figure(evaluate(child), child))
      }
      try ask(.compare(scenarios, figures), node)
    case .expectQuestion: try askExpect(node)
    case .detectQuestion: try askDetect(node)
    case .plotQuestion: try askPlot(node)
    case .drivesQuestion: try askDrives(node)
    case .adviseQuestion: try askAdvise(node)
    case .explainQuestion: try askExplain(node)
    default: return
    }
  }

  mutating func ask(_ form: Question.Form, _ node: NodeID) throws(Failure) {
    if model.months == 0, needsSimulation(form) {
      throw report(.simulateMissing(span(node)))
    }
    let question = Question(form, declaration: declare(node), text: text(node))
    if !scopes.isTopLevel { localQuestions.insert(question.declaration) }
    questions.append(question)
  }

  private func needsSimulation(_ form: Question.Form) -> Bool {
    func isSeries(_ datum: Datum) -> Bool {
      switch datum {
      case .figure(let figure): model.graph.isSeries(figure.expression)
      case .list(let items): items.contains { isSeries($0) }
      case .record(let fields): fields.contains { isSeries($0.value) }
      default: false
      }
    }
    switch form {
    case .value(let datum): return isSeries(datum)
    case .table(let figures): return figures.contains { model.graph.isSeries($0.expression) }
    case .claims: return false
    case .expect(let figure, _): return model.graph.isSeries(figure.expression)
    case .detect: return false
    case .plot(let form, _): return needsSimulation(form)
    case .drives(let figure, _): return model.graph.isSeries(figure.expression)
    case .explain(let asked): return asked.isSimulated
    default: return true
    }
  }

  /// The scenario that `failures` or `failures in Scenario` asks about; nil for anything else.
  private func failuresScenario(_ node: NodeID) -> ScenarioID? {
    if syntax.kind(node) == .nameExpression, text(node) == "failures" {
      return model.defaultScenario
    }
    guard syntax.kind(node) == .inTarget, let base = syntax.child(0, of: node),
      syntax.kind(base) == .nameExpression, text(base) == "failures",
      let target = syntax.child(1, of: node)
    else { return nil }
    return scenarioNames[text(target)]
  }

  /// A failure's time as a figure of its own: the month in which it fired.
  private mutating func resolved(_ value: Value, at node: NodeID) throws(Failure) -> Value {
    guard case .time(let time) = value else { return value }
    switch time {
    case .failure, .computed:
      let month = try monthNumber(time, at: node)
      return .quantity(Quantity(month, .none, Presentation(.monthNumber)))
    default: return value
    }
  }

  mutating func figure(_ value: Value, _ node: NodeID) throws(Failure) -> Figure {
    if case .hole(let hole) = value {
      throw missing(hole, Hole.Use(wanted: "a quantity or a condition"))
    }
    switch datum(try resolved(value, at: node), text: text(node)) {
    case .figure(let figure): return figure
    default:
      if case .broken = value { throw Failure() }
      throw wrongKind("a quantity or a condition", "here", value, span(node))
    }
  }

  private mutating func askExpect(_ node: NodeID) throws(Failure) {
    guard let conditionNode = syntax.children(of: node).last else { return }
    var certainty: Double?
    if let stated = syntax.child(.certainty, of: node) {
      certainty = try self.certainty(stated)
    }
    let condition = try truth(conditionNode)
    let figure = Figure(
      text: text(conditionNode), expression: condition, dimension: .none,
      presentation: Presentation(),
      isCondition: true)
    try ask(.expect(figure, certainty: certainty), node)
  }

  /// `80% sure` as a share.
  mutating func certainty(_ stated: NodeID) throws(Failure) -> Double {
    let number = Self.number(syntax.file.text(syntax.firstToken(of: stated).range)) ?? .nan
    guard number > 0, number < 100 else {
      throw report(
        .range(
          "the certainty", text(stated),
          "between 0% and 100%; leave it out for what must hold in every trial",
          span(stated)))
    }
    return number / 100
  }

  private mutating func askDetect(_ node: NodeID) throws(Failure) {
    let subject = first(node)
    guard syntax.kind(subject) == .memberAccess, let base = syntax.child(0, of: subject),
      let word = syntax.child(1, of: subject),
      case .product(let product) = try evaluate(base),
      productMetric(text(word), of: product) == .users
    else {
      throw report(.detectSubject(text(subject), span(subject)))
    }
    guard model.observations.contains(where: { $0.product == product }) else {
      // What was wrong with its observations has been told.
      if observedProducts.contains(product) { throw Failure() }
      throw report(.noObservations(model[product].name, span(subject)))
    }
    var question = DetectionQuestion(product: product, metric: .users)
    for clause in syntax.children(of: node).dropFirst() {
      guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause) else {
        continue
      }
      switch text(word) {
      case "below":
        var threshold = value
        if syntax.kind(value) == .sustained, let length = syntax.child(1, of: value) {
          threshold = first(value)
          let months = try certain(
            try quantity(evaluate(length), at: length, place: .duration), at: length)
          guard months >= 1, months == months.rounded(), months < 1e6 else {
            throw report(
              .range("`for`", text(length), "a whole number of months, 1 or more", span(length)))
          }
          question.periods = Int(months)
        }
        question.below = try certain(
          try quantity(
            evaluate(threshold), at: threshold, place: .count("below", of: model[product].unit)),
          at: threshold)
      case "periods":
        let count = try certain(
          try quantity(evaluate(value), at: value, place: .number("periods")), at: value)
        guard count >= 1, count == count.rounded(), count < 1e6 else {
          throw report(.range("`periods`", text(value), "a whole number, 1 or more", span(value)))
        }
        question.periods = Int(count)
      case "drawdown":
        question.drawdown = try certain(
          try quantity(evaluate(value), at: value, place: .share("drawdown")), at: value)
      case "tolerated":
        question.tolerated = try certain(
          try quantity(evaluate(value), at: value, place: .share("tolerated")), at: value)
      default:
        throw report(
          .unknownClause(
            text(word), "`detect`", span(word),
            among: ["below", "periods", "drawdown", "tolerated"]))
      }
    }
    try ask(.detect(question), node)
  }
}
