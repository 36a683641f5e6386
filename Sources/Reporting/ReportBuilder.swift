package import Metrics
import Notation
package import Portfolio
import Quantities

/// Turns answers into blocks.
package struct ReportBuilder {
  let model: Model
  let options: ReportOptions
  let figures: FigureText
  /// Where declarations stand, as far as that is known.
  let places: [DeclarationID: DeclarationPlace]

  /// Creates a builder for answers about `model`.
  package init(
    model: Model, options: ReportOptions = ReportOptions(),
    places: [DeclarationID: DeclarationPlace] = [:]
  ) {
    (self.model, self.options, self.places) = (model, options, places)
    figures = FigureText(model: model, options: options)
  }

  /// The blocks of all answers and, where the run was stopped, how far it came.
  package func blocks(_ set: AnswerSet) -> [Block] {
    set.answers.filter(set.tells).flatMap { blocks($0) } + notes(set).map { .note($0) }
  }

  /// How the run went: which trials it is of, which error it reached, and how far it came.
  package func notes(_ set: AnswerSet) -> [String] {
    var notes = set.precision.map { [note($0, set)] } ?? []
    if set.firstTrial > 0, set.trials > 0 {
      let last = FigureText.grouped(set.firstTrial + set.trials - 1)
      notes.append(
        "these answers are of the trials \(FigureText.grouped(set.firstTrial)) to \(last); a whole run begins with trial 0"
      )
    }
    if set.isUnrefined {
      notes.append("stopped: the shares above are sampled, not yet exact")
    } else if set.wasStopped, set.trials >= set.requested {
      // All trials of the figures were run; what was stopped tells itself how far it came.
      notes.append("stopped before the end: what takes runs of its own is not complete")
    } else if set.hasNoTrials {
      notes.append("stopped before the first trial: there is nothing to answer from")
    } else if set.wasStopped {
      notes.append(
        "stopped: \(FigureText.grouped(set.trials)) of \(FigureText.grouped(set.requested)) trials are in these answers"
      )
    }
    return notes
  }

  /// How many trials `until error` took, and which error they reached.
  private func note(_ precision: AnswerSet.Precision, _ set: AnswerSet) -> String {
    let isRelative = precision.rule.isRelative
    func told(_ value: Double) -> String {
      isRelative
        ? NumberText.text(value, .none, Presentation(.share), digits: 3)
        : NumberText.magnitude(value, digits: 3)
    }
    let trials = FigureText.grouped(set.trials)
    let reached =
      precision.error.isFinite
      ? told(precision.error) + (isRelative ? " of the mean" : "") : "unknown"
    let bound = told(precision.rule.bound)
    return precision.isMet
      ? "\(trials) trials: the standard error is \(reached), below \(bound)"
      : "\(trials) trials don't do: the standard error is \(reached), not below \(bound)"
  }

  /// The blocks of one answer.
  package func blocks(_ answer: Answer) -> [Block] {
    blocks(answer.form, label: answer.question.text)
  }

  private func blocks(_ form: Answer.Form, label: String) -> [Block] {
    switch form {
    case .value(let value): return valueBlocks(value, label: label)
    case .table(let columns): return tableBlocks(columns)
    case .comparison(let scenarios, let rows): return [comparison(scenarios, rows)]
    case .claims(let claims): return self.claims(claims)
    case .failures(let failures, let scenario): return [self.failures(failures, scenario)]
    case .ledger(let ledgers): return self.ledgers(ledgers)
    case .verdict(
      let figure, let certainty, let probability, let low, let high, let trials, let verdict):
      return [self.verdict(label, figure, certainty, probability, low, high, trials, verdict)]
    case .detection(let asked, let points, let findings, let criteria):
      return detection(asked, points, findings, criteria)
    case .flow(let answer): return charts(of: .flow(answer)).map { .picture($0) }
    case .plot(let form, let file):
      if let file { return [.line(label: label, text: "drawn to \(file)")] }
      let charts = charts(of: form)
      // What has nothing to draw, such as a figure that hangs on nothing, is told.
      return charts.isEmpty
        ? blocks(form, label: label) : charts.map { .picture($0) }
    case .drivers(let drivers): return self.drivers(drivers, label: label)
    case .advice(let advice): return self.advice(advice)
    case .explanation(let explanation): return self.explanation(explanation, label: label)
    }
  }

  // MARK: Values

  private func valueBlocks(_ value: AnswerValue, label: String) -> [Block] {
    if case .list(let items) = value, let table = recordsTable(items, title: label) {
      return [.table(table)]
    }
    if options.givesRows, case .figure(let answer) = value { return [.table(rows([answer]))] }
    return [.line(label: label, text: text(value))]
  }

  /// A value in one line.
  package func text(_ value: AnswerValue) -> String {
    switch value {
    case .figure(let answer): figures.answer(answer)
    case .text(let text), .name(let text): text
    case .truth(let value): value ? "true" : "false"
    case .list(let items): "[" + items.map { text($0) }.joined(separator: ", ") + "]"
    case .record(let fields):
      "{ " + fields.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ") + " }"
    }
  }

  /// A list of records with the same fields as a table.
  private func recordsTable(_ items: [AnswerValue], title: String) -> Table? {
    var columns: [String]?
    var rows: [[Table.Cell]] = []
    for item in items {
      guard case .record(let fields) = item else { return nil }
      if columns == nil { columns = fields.map(\.name) }
      guard columns == fields.map(\.name) else { return nil }
      rows.append(fields.map { cell($0.value) })
    }
    guard let columns else { return nil }
    return Table(
      title: options.showsQuestion ? title : nil,
      columns: columns.enumerated().map { i, name in
        Table.Column(name, isNumeric: rows.allSatisfy { $0[i].value != nil })
      }, rows: rows)
  }

  private func cell(_ value: AnswerValue) -> Table.Cell {
    if case .figure(let answer) = value, let last = answer.estimates.last {
      return Table.Cell(text(value), last.isRefused ? nil : last.mean)
    }
    return Table.Cell(text(value))
  }

  // MARK: Tables

  private func tableBlocks(_ columns: [FigureAnswer]) -> [Block] {
    let months = columns.filter(\.isSeries).map(\.estimates.count).max()
    guard let months else {
      if options.givesRows { return [.table(rows(columns))] }
      return columns.map { .line(label: $0.figure.text, text: figures.answer($0)) }
    }
    let uncertain = columns.map { isUncertain($0) }
    var rows: [[Table.Cell]] = []
    for month in 0..<months {
      var row = [Table.Cell("\(month)", Double(month))]
      if model.start != nil { row.append(Table.Cell(model.monthName(month))) }
      for (column, isUncertain) in zip(columns, uncertain) {
        let estimate = column.estimates[column.isSeries ? month : 0]
        row += cells(estimate, column.figure, isUncertain: isUncertain)
      }
      rows.append(row)
    }
    var heads = [Table.Column("month")]
    if model.start != nil { heads.append(Table.Column("", isNumeric: false)) }
    for (column, isUncertain) in zip(columns, uncertain) {
      heads.append(Table.Column(column.figure.text))
      if isUncertain { heads += [Table.Column("5%"), Table.Column("95%")] }
    }
    return [.table(Table(columns: heads, rows: rows))]
  }

  private func isUncertain(_ column: FigureAnswer) -> Bool {
    !column.figure.isCondition && column.estimates.contains { !$0.isCertain && $0.trials > 0 }
  }

  private func cells(_ e: Estimate, _ figure: Figure, isUncertain: Bool) -> [Table.Cell] {
    if figure.isCondition, !e.isRefused {
      return [Table.Cell(figures.sentence(e, figure), e.mean)]
    }
    guard e.trials > 0, !e.isRefused else {
      return [Table.Cell("–")] + (isUncertain ? [Table.Cell("–"), Table.Cell("–")] : [])
    }
    let digits = e.isCertain ? 6 : FigureText.digits(e)
    func cell(_ value: Double) -> Table.Cell {
      Table.Cell(figures.short(value, figure, digits: digits), value)
    }
    return isUncertain ? [cell(e.mean), cell(e.low), cell(e.high)] : [cell(e.mean)]
  }

  // MARK: Claims

  private func claims(_ claims: [Claim]) -> [Block] {
    let heads = [
      Table.Column("claim", isNumeric: false), Table.Column("before"), Table.Column("after"),
      Table.Column("increase"), Table.Column("redirection explains at most"),
      Table.Column("unexplained at least"),
    ]
    let rows = claims.map { claim -> [Table.Cell] in
      func users(_ value: Double) -> Table.Cell {
        Table.Cell(NumberText.text(value, Dimension(.count(claim.unit)), digits: 4), value)
      }
      let increase = Increase(before: claim.before, after: claim.after)
      var relative = Table.Cell("undefined")
      switch increase?.relative {
      case .defined(let share, _):
        relative = Table.Cell(
          NumberText.text(share, .none, Presentation(.share), digits: 4, isSigned: true), share)
      case .new: relative = Table.Cell("new")
      case .nothing, nil: break
      }
      var ceiling = Table.Cell("nothing to explain")
      var rest = Table.Cell("–")
      if let share = increase?.redirectionCeiling {
        ceiling = Table.Cell(NumberText.text(share, .none, Presentation(.share), digits: 3), share)
        rest = users((1 - share) * (claim.after - claim.before))
      }
      return [
        Table.Cell(claim.title), users(claim.before), users(claim.after), relative, ceiling, rest,
      ]
    }
    var notes = [
      "Published claims, not facts. Sending the users there were before somewhere can add at most that many;",
      "the rest of each gain is not explained by redirection.",
    ]
    for source in Set(claims.compactMap(\.provenance.source)).sorted() {
      notes.append("Source: \(source)")
    }
    for claim in claims where !claim.reasons.isEmpty {
      notes.append("\(claim.title): \(claim.reasons.joined(separator: ", "))")
    }
    return [.table(Table(columns: heads, rows: rows, notes: notes))]
  }

  // MARK: Failures

  private func failures(_ failures: [FailureAnswer], _ scenario: ScenarioID) -> Block {
    if failures.isEmpty { return .note("no product has a failure declared") }
    let hasSalvage = failures.contains { $0.salvaged != nil }
    var heads = [
      Table.Column("product", isNumeric: false), Table.Column("criteria", isNumeric: false),
      Table.Column("met", isNumeric: false), Table.Column("because", isNumeric: false),
      Table.Column("invested"), Table.Column("cost since"), Table.Column("done", isNumeric: false),
    ]
    if hasSalvage { heads.append(Table.Column("salvaged")) }
    let money = Figure(
      text: "", expression: ExpressionID(rawValue: 0),
      dimension: Dimension(.currency(model.currency ?? "USD")),
      presentation: Presentation())
    let month = Figure(
      text: "", expression: ExpressionID(rawValue: 0), dimension: .none,
      presentation: Presentation(.monthNumber))
    let rows = failures.map { failure -> [Table.Cell] in
      func amount(_ e: Estimate?) -> Table.Cell {
        e.map { Table.Cell(figures.sentence($0, money), $0.mean) } ?? Table.Cell("–")
      }
      var cells = [
        Table.Cell(model[failure.product].name), Table.Cell(failure.criteria),
        Table.Cell(
          failure.month.trials == 0 ? "never" : figures.sentence(failure.month, month),
          failure.month.median),
        Table.Cell(failure.reasons.joined(separator: ", ")), amount(failure.invested),
        failure.month.trials == 0 ? Table.Cell("–") : amount(failure.costSince),
        Table.Cell(
          failure.actions.isEmpty
            ? "nothing" : failure.actions.map { phrase($0) }.joined(separator: "; ")),
      ]
      if hasSalvage { cells.append(amount(failure.salvaged)) }
      return cells
    }
    var notes = [
      "In \(model[scenario].name). Cost since: what the product cost after the month in which its criteria were met."
    ]
    if hasSalvage {
      notes.append(
        "Salvaged: the Shapley share of its features' integrations in the portfolio's value at the end."
      )
    }
    var table = Table(columns: heads, rows: rows, notes: notes)
    table.prefersRecords = true
    return .table(table)
  }

  /// An action in a few words.
  func phrase(_ action: Action) -> String {
    switch action {
    case .redirect(let r): "redirect to \(model[r.target].name)"
    case .integrate(let i): "\(i.feature) into \(model[i.target].name)"
    case .close: "close"
    case .reallocate(let r): "money to \(model[r.target].name)"
    }
  }

  // MARK: Expectations

  private func verdict(
    _ label: String, _ figure: Figure, _ certainty: Double?, _ probability: Double, _ low: Double,
    _ high: Double,
    _ trials: Int, _ verdict: Verdict
  ) -> Block {
    func share(_ value: Double) -> String {
      NumberText.text(value, .none, Presentation(.share), digits: 4)
    }
    let isGiven =
      model.graph.expressions.indices.contains(Int(figure.expression.rawValue))
      && model.graph.isGiven(figure.expression)
    let count = FigureText.grouped(trials)
    let all = isGiven ? "\(count) trials in which what it is given holds" : "\(count) trials"
    let text: String
    switch (verdict, certainty) {
    case (.holds, nil): text = trials == 1 ? "holds" : "holds in all \(all)"
    case (.fails, nil):
      text =
        trials == 1
        ? "FAILS: does not hold"
        : "FAILS: holds in \(share(probability)) of \(all), not in all"
    case (.holds, _?):
      text = trials == 1 ? "holds" : "holds in \(share(probability)) of \(all)"
    case (.fails, let asked?):
      text =
        trials == 1
        ? "FAILS: does not hold"
        : "FAILS: holds in \(share(probability)) of \(all), \(share(asked)) asked"
    case (.unsettled, _):
      text =
        trials == 0
        ? "UNSETTLED: the condition is defined in no trial"
        : "UNSETTLED: holds in \(share(probability)) of \(all), so the probability is between \(share(low)) and \(share(high)); run more trials"
    }
    return .line(label: label, text: text)
  }
}

extension String {
  /// A number without the count unit behind it.
  func withoutUnit(_ unit: String) -> String {
    for ending in [" " + unit, " " + Dimension.singular(unit)] where hasSuffix(ending) {
      return String(dropLast(ending.count))
    }
    return self
  }
}
