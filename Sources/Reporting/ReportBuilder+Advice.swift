import Metrics
import Notation
import Portfolio
import Quantities

/// Recommendations.
extension ReportBuilder {
  func advice(_ advice: AdviceAnswer) -> [Block] {
    let text = AdviceText(model: model, question: advice.question)
    guard case .advised = advice.outcome, let plan = advice.plan, let value = advice.value else {
      return [.line(label: text.label, text: outcome(advice))]
    }
    var table = plans(advice, text, plan, value)
    table.notes = regret(advice) + limits(advice) + method(advice, text)
    return [
      .line(label: text.label, text: text.summary(plan)), .table(table),
      .script(text.script(plan)),
    ]
  }

  private func outcome(_ advice: AdviceAnswer) -> String {
    switch advice.outcome {
    case .advised, .stopped: "stopped before a plan within the limits was found"
    case .untouched: "the same whatever is chosen"
    case .undefined: "without a value in some trials of every plan"
    case .infeasible: "no plan that was looked at meets the limits"
    }
  }

  // MARK: Plans

  private func plans(
    _ advice: AdviceAnswer, _ text: AdviceText, _ plan: AdvisedPlan, _ value: Estimate
  ) -> Table {
    let figure = advice.question.figure
    let isSame = advice.runnerUp.map { $0.plan == advice.declared?.plan } ?? false
    let rivals = [
      (isSame ? "runner-up, as declared" : "runner-up", advice.runnerUp),
      ("as declared", isSame ? nil : advice.declared),
    ].compactMap { name, rival in rival.map { (name, $0) } }
    let isUncertain = !value.isCertain || rivals.contains { !$0.1.value.isCertain }
    var heads = [Table.Column("", isNumeric: false)] + text.choices.map { Table.Column($0) }
    heads.append(Table.Column(text.statistic))
    if isUncertain { heads.append(Table.Column("90%", isNumeric: false)) }
    heads.append(Table.Column("recommended less it"))
    if isUncertain { heads.append(Table.Column("90%", isNumeric: false)) }
    let apart = digits(toTell: [advice.score] + rivals.map(\.1.score))
    func score(_ score: Double, _ e: Estimate) -> [Table.Cell] {
      let digits = e.isCertain ? 6 : max(apart, FigureText.digits(e))
      let told =
        figure.isCondition
        ? figures.percent(score, error: 0) : figures.number(score, figure, digits: digits)
      var cells = [Table.Cell(told, score)]
      if isUncertain {
        let interval =
          e.isCertain || figure.isCondition ? "" : figures.interval(e, figure, digits: digits)
        cells.append(Table.Cell(interval))
      }
      return cells
    }
    func choices(_ plan: AdvisedPlan) -> [Table.Cell] {
      text.cells(plan).map { Table.Cell($0.text, $0.value) }
    }
    var rows = [
      [Table.Cell("recommended")] + choices(plan) + score(advice.score, value)
        + [Table.Cell](repeating: Table.Cell(""), count: isUncertain ? 2 : 1)
    ]
    var signed = figure
    signed.isCondition = false
    signed.presentation.isSigned = true
    if signed.presentation.kind == .share || figure.isCondition {
      signed.presentation.kind = .points
    }
    for (name, rival) in rivals {
      let label = rival.isFeasible ? name : "\(name) (beyond the limits)"
      rows.append(
        [Table.Cell(label)] + choices(rival.plan) + score(rival.score, rival.value)
          + comparedCells(rival.difference, signed, isUncertain: isUncertain))
    }
    var table = Table(columns: heads, rows: rows)
    // Side by side while a line of a terminal holds them.
    table.prefersRecords = text.choices.count > 3
    table.data = data(advice, text, plan, value, rivals)
    return table
  }

  /// The digits in which scores that differ are told apart, 6 at most.
  private func digits(toTell scores: [Double]) -> Int {
    guard let first = scores.first, first != 0 else { return 3 }
    let differences = scores.dropFirst().map { abs($0 - first) }.filter { $0 > 0 }
    guard var rest = differences.min() else { return 3 }
    var digits = 2
    while rest < abs(first), digits < 6 {
      rest *= 10
      digits += 1
    }
    return digits
  }

  /// The plans as one number a cell.
  private func data(
    _ advice: AdviceAnswer, _ text: AdviceText, _ plan: AdvisedPlan, _ value: Estimate,
    _ rivals: [(String, RivalPlan)]
  ) -> TableData {
    func cells(_ e: Estimate?) -> [Table.Cell] {
      [e?.mean, e?.low, e?.high].map { number in
        number.flatMap { $0.isFinite ? Table.Cell("", $0) : nil } ?? Table.Cell("")
      }
    }
    func row(_ name: String, _ plan: AdvisedPlan, _ score: Double, _ e: Estimate, _ less: Estimate?)
      -> [Table.Cell]
    {
      [Table.Cell(name)] + text.cells(plan).map { Table.Cell($0.text, $0.value) }
        + [Table.Cell("", score)] + cells(e) + cells(less)
    }
    var data = TableData(
      columns: ["plan"] + text.choices + [
        "score", "mean", "p5", "p95", "difference", "difference_p5", "difference_p95",
      ], rows: [row("recommended", plan, advice.score, value, nil)])
    for (name, rival) in rivals {
      data.rows.append(row(name, rival.plan, rival.score, rival.value, rival.difference))
    }
    return data
  }

  // MARK: Notes

  private func regret(_ advice: AdviceAnswer) -> [String] {
    guard let regret = advice.regret, advice.feasible > 1 else { return [] }
    let figure = advice.question.figure
    let count = FigureText.grouped(advice.feasible)
    if figure.isCondition { return [] }
    if regret.of == 1 { return [] }
    func told(_ value: Double) -> String { figures.number(value, figure, digits: 3).replacingPlus }
    return [
      "Regret: \(told(regret.mean)) a trial on average, below \(told(regret.high)) in 95% of trials, at most \(told(regret.maximum)): what knowing the trial beforehand and taking the best of the \(count) plans simulated within the limits would add."
    ]
  }

  private func limits(_ advice: AdviceAnswer) -> [String] {
    let figure = advice.question.figure
    var notes = zip(advice.question.limits, advice.limits).map { limit, found -> String in
      var text = "Limit \(limit.text): "
      text += found.held == 1 ? "met" : "met in \(figures.percent(found.held, error: 0)) of trials"
      if let slack = limit.slack, let spare = found.spare {
        let scale = abs(limit.bound?.value ?? spare.mean)
        let isTight = abs(spare.minimum) <= 1e-6 * scale && limit.certainty == nil
        if isTight {
          text +=
            spare.isCertain
            ? ", with nothing to spare" : ", with nothing to spare in the tightest trial"
        } else {
          var plain = slack
          plain.presentation.isSigned = false
          text += ", with \(figures.sentence(spare, plain)) to spare"
        }
        if let price = found.price, price > 0 {
          let unit = NumberText.text(1, slack.dimension, slack.presentation, digits: 3)
          text += "; loosening it by \(unit) is worth \(figures.number(price, figure, digits: 3))"
        }
      }
      if let gain = found.gain {
        text +=
          "; the best plan simulated that only it keeps out is better by \(figures.number(gain, figure, digits: 3))"
      }
      return text + "."
    }
    for capacity in advice.capacities {
      let unit = Dimension.singular(model[capacity.product].unit)
      notes.append(
        "The capacity of \(model[capacity.product].name) binds: room for 1 \(unit) more is worth \(figures.number(capacity.price, figure, digits: 3))."
      )
    }
    return notes
  }

  private func method(_ advice: AdviceAnswer, _ text: AdviceText) -> [String] {
    func deviation(_ value: Double) -> String {
      value == 0 ? "to the last digits" : "within \(text.percent(value, digits: 2)) of the spread"
    }
    func each(_ combinations: Int) -> String {
      combinations > 1 ? ", for each of \(combinations) combinations of the other choices" : ""
    }
    let steps = Set(advice.question.splits.map(\.step)).sorted().map { text.percent($0) }
      .joined(separator: " and ")
    let inSteps = advice.question.splits.isEmpty ? "" : " with shares in steps of \(steps)"
    let simulated = FigureText.grouped(advice.simulated)
    var notes: [String] = []
    switch advice.method {
    case _ where advice.wasStopped:
      notes.append(
        "Stopped: the best of the \(simulated) plans simulated so far; another may be better.")
      return notes
    case .linear(let checks, let off, let combinations, let lifts):
      let rows = lifts ? ", with the capacities as rows" : ""
      notes.append(
        "Method: a linear program over the shares\(rows)\(each(combinations)); the figure is linear in them, checked at \(checks) other splits in every trial (\(deviation(off))), and no plan one step of \(steps) away does better. \(simulated) plans simulated."
      )
    case .waterFilling(let checks, let off, let combinations):
      notes.append(
        "Method: water-filling, marginal returns levelled in steps of \(steps)\(each(combinations)); the figure is a sum of functions of single shares whose returns fall, checked at \(checks) divisions in every trial (\(deviation(off))). \(simulated) plans simulated."
      )
    case .exhaustive:
      notes.append(
        "Method: every one of the \(NumberText.magnitude(advice.all, digits: 6)) plans\(inSteps), on the same draws."
      )
    case .search(let starts):
      notes.append(
        "Method: search on the same draws, \(simulated) of \(NumberText.magnitude(advice.all, digits: 3)) plans\(inSteps), from \(starts) \(starts == 1 ? "start" : "starts"): the best found, and another may be better."
      )
    }
    if let obstacle = advice.obstacle, let why = self.why(obstacle, text) { notes.append(why) }
    return notes
  }

  private func why(_ obstacle: AdviceObstacle, _ text: AdviceText) -> String? {
    switch obstacle {
    case .noSplit: nil
    case .statistic:
      "No linear program: the \(text.statistic) is not linear even where the mean is."
    case .limit(let limit):
      "No linear program: `\(limit)` needn't hold in every trial, or is no comparison."
    case .combinations(let count):
      "No linear program: there are \(FigureText.grouped(count)) combinations of the other choices."
    case .notLinear(let deviation):
      "No linear program: the figure, or what a limit bounds, is not linear in the shares (off by \(deviation.isFinite ? text.percent(deviation, digits: 2) : "more than can be told") of the spread in some trial)."
    case .notConfirmed: "No linear program: its plan was not the best when it was simulated."
    }
  }
}
