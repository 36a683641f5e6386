import Metrics
import Notation
import Portfolio
import Quantities

/// An entry of a learner's held against the checks of a step, with the reference answer beside it.
struct CheckRun {
  let learner: Ran
  let reference: Ran
  /// Whether it is to tell mistakes apart, so that nothing is left to chance.
  var isStrict = false

  /// Why each check does not pass, in order; nil where it does.
  func findings(_ checks: [LessonCheck]) -> [Finding?] {
    let mine = learner.measure(checks.flatMap(learnersExpressions))
    let theirs = reference.measure(checks.flatMap(referenceExpressions))
    return checks.map { finding($0, mine, theirs) }
  }

  private func learnersExpressions(_ check: LessonCheck) -> [String] {
    switch check.claim {
    case .near(.expression(let text), _, _, _), .same(.expression(let text), _),
      .isA(.expression(let text), _), .inUnit(.expression(let text), _), .holds(let text):
      [text]
    case .balances(let product, let scenario):
      [Self.balance(product, scenario), Self.gross(product, scenario)]
    default: []
    }
  }

  private func referenceExpressions(_ check: LessonCheck) -> [String] {
    switch check.claim {
    case .near(_, _, let expected, .amount(let amount)): [expected, amount]
    case .near(_, _, let expected, _): [expected]
    case .same(.expression(let text), .amount(let amount)): [text, amount]
    case .same(.expression(let text), _): [text]
    case .same(.answer, .amount(let amount)): [amount]
    case .inUnit(_, let unit): [Self.one(unit)]
    default: []
    }
  }

  private func finding(
    _ check: LessonCheck, _ mine: [String: Measured], _ theirs: [String: Measured]
  ) -> Finding? {
    func measured(_ operand: LessonCheck.Operand) -> Measured? {
      switch operand {
      case .expression(let text): mine[text]
      case .answer(let field): learner.answer(field: field)
      }
    }
    func nothing(_ operand: LessonCheck.Operand) -> Finding {
      guard case .answer = operand else { return Finding(.missing) }
      return Finding(learner.answers.isEmpty ? .unasked : .question)
    }
    func amount(_ tolerance: LessonCheck.Tolerance) -> (Double, Double) {
      switch tolerance {
      case .relative(let share): (share, 0)
      case .amount(let text): (0, theirs[text]?.figure?.estimates.last?.mean ?? 0)
      }
    }
    switch check.claim {
    case .near(let operand, let part, let expected, let tolerance):
      guard let have = measured(operand) else { return nothing(operand) }
      let bounds = amount(tolerance)
      return compare(have, theirs[expected], part, bounds, isWhole: false, [expected])
    case .same(let operand, let tolerance):
      guard let have = measured(operand) else { return nothing(operand) }
      let bounds = amount(tolerance)
      guard case .expression(let text) = operand else {
        let asked = reference.answers.last?.question.text
        let field: String? = if case .answer(let name) = operand { name } else { nil }
        return compare(
          have, reference.answer(field: field), .mean, bounds, isWhole: true,
          asked.map { [$0] } ?? [])
      }
      return compare(have, theirs[text], .mean, bounds, isWhole: true, [text])
    case .holds(let text):
      switch mine[text] {
      case nil: return Finding(.missing)
      case .truth(true): return nil
      case .figure(let figure, _) where holds(figure): return nil
      default: return Finding(.value)
      }
    case .isA(let operand, let nature):
      guard let have = measured(operand) else { return nothing(operand) }
      return finding(have, is: nature)
    case .inUnit(let operand, let unit):
      guard let have = measured(operand) else { return nothing(operand) }
      return finding(have, inUnit: theirs[Self.one(unit)], unit)
    case .exists(let thing, let scenario, let isWanted):
      return finding(thing, scenario, isWanted)
    case .has(let thing, let clause, let scenario):
      switch learner.view.hasClause(clause, of: thing, in: scenario) {
      case true: return nil
      case false: return Finding(.clause, wanted: "`\(clause)`")
      case nil: return finding(thing, scenario, true)
      }
    case .balances(let product, let scenario):
      let gap = mine[Self.balance(product, scenario)]?.figure?.estimates.last
      guard let gap, let gross = mine[Self.gross(product, scenario)]?.figure?.estimates.last else {
        return Finding(.missing)
      }
      return max(abs(gap.minimum), abs(gap.maximum)) <= 1e-9 * gross.maximum ? nil : Finding(.value)
    case .asks(let form, let words): return asked(form, words)
    case .verdict(let wanted):
      for answer in learner.answers.reversed() {
        guard case .verdict(_, _, _, _, _, _, let verdict) = answer.form else { continue }
        return (verdict == .holds) == wanted
          ? nil : Finding(.verdict, found: "it \(verdict.rawValue)")
      }
      return Finding(learner.answers.isEmpty ? .unasked : .question)
    }
  }

  // MARK: Figures

  private func compare(
    _ have: Measured, _ want: Measured?, _ part: LessonCheck.Part, _ bounds: (Double, Double),
    isWhole: Bool, _ texts: [String]
  ) -> Finding? {
    if case .truth(let a) = have, case .truth(let b)? = want {
      return a == b ? nil : Finding(.value)
    }
    guard let found = have.figure, let expected = want?.figure else { return Finding(.question) }
    let comparison = FigureComparison(
      found: found, expected: expected, relative: bounds.0, amount: bounds.1, part: part,
      isWhole: isWhole, isStrict: isStrict)
    if comparison.agrees { return nil }
    var kind = comparison.kind
    if ![.unit, .series, .percent].contains(kind),
      let other = otherFigure(like: found, texts, comparison)
    {
      kind = other
    }
    return Finding(
      kind, found: have.shortText,
      wanted: kind == .unit || kind == .perMonth ? unit(of: expected) : nil)
  }

  private func unit(of figure: FigureAnswer) -> String {
    NumberText.unit(figure.figure.dimension, figure.figure.presentation)
  }

  /// What the figure is instead: that of another product, month or scenario.
  private func otherFigure(like found: FigureAnswer, _ texts: [String], _ asked: FigureComparison)
    -> MistakeKind?
  {
    let model = reference.view.model
    let variants = texts.flatMap { Variants(of: $0, model).all }
    let figures = reference.measure(variants.map(\.text))
    return variants.first { variant in
      guard let other = figures[variant.text]?.figure else { return false }
      return FigureComparison(
        found: found, expected: other, relative: min(asked.relative, 0.001), amount: 0,
        part: asked.part, isWhole: asked.isWhole, isStrict: true
      ).agrees
    }?.kind
  }

  private func holds(_ figure: FigureAnswer) -> Bool {
    guard figure.figure.isCondition else { return false }
    let months = figure.isSeries ? figure.estimates.dropFirst() : figure.estimates[...]
    return !months.isEmpty && months.allSatisfy { $0.trials > 0 && $0.minimum == 1 }
  }

  private func finding(_ have: Measured, is nature: LessonCheck.Nature) -> Finding? {
    guard let figure = have.figure, let last = figure.estimates.last else {
      if case .truth = have, nature == .condition { return nil }
      return Finding(.question)
    }
    let text = have.shortText
    return switch nature {
    case .certain: last.isCertain ? nil : Finding(.uncertain, found: text)
    case .uncertain: last.isCertain ? Finding(.certain, found: text) : nil
    case .series: figure.isSeries ? nil : Finding(.series, found: text)
    case .figure: figure.isSeries ? Finding(.series, found: text) : nil
    case .condition: figure.figure.isCondition ? nil : Finding(.question, found: text)
    case .share:
      figure.figure.presentation.kind == .share ? nil : Finding(.percent, found: text)
    }
  }

  private func finding(_ have: Measured, inUnit one: Measured?, _ unit: String) -> Finding? {
    guard let found = have.figure, let one = one?.figure else { return Finding(.question) }
    let isShare = one.figure.presentation.kind == .share
    if found.figure.dimension == one.figure.dimension {
      let isFine = !isShare || found.figure.presentation.kind == .share
      return isFine ? nil : Finding(.percent, found: have.shortText, wanted: unit)
    }
    let kind = FigureComparison(
      found: found, expected: one, relative: 0, amount: 0, part: .mean, isWhole: false
    ).kind
    return Finding(kind, found: have.shortText, wanted: unit)
  }

  // MARK: The model and the questions

  private func finding(_ thing: ModelThing, _ scenario: String?, _ isWanted: Bool) -> Finding? {
    let view = learner.view
    let isThere = view.has(thing, in: scenario)
    if isThere == isWanted { return nil }
    if isThere { return Finding(.extra, wanted: thing.text) }
    if scenario != nil, view.hasElsewhere(thing) {
      return Finding(.scenario, wanted: thing.text)
    }
    // One of its sort that the reference doesn't have is the learner's slip: the wrong product, not a thing forgotten.
    let known = reference.view.likes(of: thing, in: scenario)
    let isOther = !view.likes(of: thing, in: scenario).isSubset(of: known)
    return Finding(isOther ? .product : .missing, wanted: thing.text)
  }

  private func asked(_ form: String, _ words: [String]) -> Finding? {
    if learner.answers.isEmpty { return Finding(.unasked) }
    let head = NormalForm.pieces(of: form)
    let items = words.split(separator: ",").map { " " + $0.joined(separator: " ") + " " }
    let isAsked = learner.answers.contains { answer in
      let pieces = NormalForm.pieces(of: answer.question.text)
      guard pieces.starts(with: head) else { return false }
      let text = " " + pieces.dropFirst(head.count).joined(separator: " ") + " "
      return items.allSatisfy { text.contains($0) }
    }
    return isAsked ? nil : Finding(.question, wanted: "`\(form)`")
  }

  // MARK: Texts

  /// The expression that is 0 where a product's ledger balances.
  private static func balance(_ product: String, _ scenario: String?) -> String {
    let place = scenario.map { " in \($0)" } ?? ""
    let flows = Metric.ledger.filter { $0.sign != 0 }.map {
      "\($0.sign > 0 ? "-" : "+") total(\(product).\($0.metric.name)\(place))"
    }
    return
      "\(product).users\(place) at end - (\(product).users\(place) at month 0) \(flows.joined(separator: " "))"
  }

  /// What the gap of a ledger is measured by.
  private static func gross(_ product: String, _ scenario: String?) -> String {
    let place = scenario.map { " in \($0)" } ?? ""
    return "(\(product).users\(place) at month 0) + total(\(product).acquired\(place))"
  }

  /// One of a unit: `1 users/month`, `$1/month`, `1%`.
  private static func one(_ unit: String) -> String {
    if let first = unit.first, "$€£¥".contains(first) { return "\(first)1" + unit.dropFirst() }
    return unit.hasPrefix("%") ? "1" + unit : "1 " + unit
  }
}
