import Metrics
import Notation
import Portfolio
import Quantities

/// What a figure hangs on.
extension ReportBuilder {
  func drivers(_ answer: DriversAnswer, label: String) -> [Block] {
    let asked = answer.figure.text + (answer.isAtEnd ? " at end" : "")
    switch answer.outcome {
    case .found(let drivers):
      let choice = drivers.choice.map { [self.choice($0, answer)] } ?? []
      return choice + [shares(drivers, answer, asked)]
    case .certain(let value):
      return [
        .line(label: label, text: "certain: \(figures.number(value, answer.figure, digits: 6))")
      ]
    case .undefined(let points, let all):
      return [
        .line(
          label: label,
          text:
            "undefined on \(FigureText.grouped(points)) of \(FigureText.grouped(all)) points")
      ]
    case .stopped: return [.line(label: label, text: "stopped before there was an answer")]
    }
  }

  // MARK: Shares

  private func shares(_ drivers: Drivers, _ answer: DriversAnswer, _ asked: String) -> Block {
    let figure = told(answer, drivers)
    let hasWorth = drivers.choice != nil
    var heads = [
      Table.Column("input", isNumeric: false), Table.Column("alone"), Table.Column("in all"),
      Table.Column("rank"), Table.Column("at its 5%"), Table.Column(""),
      Table.Column("at its 95%"), Table.Column(""),
    ]
    if hasWorth { heads.insert(Table.Column("worth knowing"), at: 1) }
    var rows: [[Table.Cell]] = []
    for group in drivers.groups {
      for (i, member) in group.members.enumerated() {
        let isFirst = i == 0
        var row = [
          Table.Cell(name(member, drivers)), isFirst ? share(group.alone) : Table.Cell("as above"),
          isFirst ? share(group.total) : Table.Cell("as above"),
        ]
        row += effect(member, figure)
        if hasWorth { row.insert(worth(member, answer.figure), at: 1) }
        rows.append(row)
      }
    }
    if let rest = drivers.rest {
      var row = [
        Table.Cell("\(rest.count) more"), share(rest.alone), share(rest.total),
      ]
      if hasWorth { row.insert(Table.Cell(""), at: 1) }
      rows.append(row + [Table.Cell](repeating: Table.Cell(""), count: heads.count - row.count))
    }
    var sum = [Table.Cell("each by itself"), share(drivers.alone)]
    if hasWorth { sum.insert(Table.Cell(""), at: 1) }
    rows.append(sum + [Table.Cell](repeating: Table.Cell(""), count: heads.count - sum.count))
    var together = [Table.Cell("only together"), share(drivers.interactions)]
    if hasWorth { together.insert(Table.Cell(""), at: 1) }
    rows.append(
      together + [Table.Cell](repeating: Table.Cell(""), count: heads.count - together.count))
    var table = Table(columns: heads, rows: rows, notes: notes(drivers, answer, asked, figure))
    table.data = data(drivers)
    return .table(table)
  }

  /// The figure as the shares' numbers are told: differences with their sign.
  func told(_ answer: DriversAnswer, _ drivers: Drivers) -> Figure {
    var figure = answer.figure
    if figure.isCondition {
      figure.presentation = Presentation(.share)
      figure.dimension = .none
    }
    guard !drivers.difference.isEmpty else { return figure }
    figure.presentation.isSigned = true
    if figure.presentation.kind == .share { figure.presentation.kind = .points }
    if figure.presentation.kind == .monthNumber { figure.presentation.kind = .plain }
    return figure
  }

  /// A mean of the figure; months' numbers as numbers, for means lie between them.
  func number(_ value: Double, _ figure: Figure, digits: Int = 4) -> String {
    var figure = figure
    if figure.presentation.kind == .monthNumber {
      return "month " + NumberText.decimal(value, digits: digits)
    }
    figure.isCondition = false
    return figures.short(value, figure, digits: digits)
  }

  /// An input's name, with what was written where the name has several.
  func name(_ member: DriverInput, _ drivers: Drivers) -> String {
    let input = member.input
    let twins = model.inputs.count { $0.name == input.name && $0.key != input.key }
    var name = input.name
    if twins > 0 || input.isAsked {
      let text = input.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      name += ": " + (text.count > 30 ? text.prefix(29) + "…" : text)
    }
    return name
  }

  /// A share with its error; one that can't be told from 0 says so.
  private func share(_ measured: Measured) -> Table.Cell {
    guard measured.isDistinct else {
      return Table.Cell("0% ± \(percent(measured.error))", measured.value)
    }
    return Table.Cell("\(percent(measured.value)) ± \(percent(measured.error))", measured.value)
  }

  private func percent(_ value: Double) -> String {
    let tenths = (value * 1000).rounded() / 1000
    if tenths == 0, value > 0 { return "<0.1%" }
    return NumberText.text(
      tenths, .none, Presentation(.share), digits: abs(tenths) < 0.0995 ? 2 : 3)
  }

  /// No expression: of a figure that is told by its number alone.
  private var answerless: ExpressionID { ExpressionID(rawValue: 0) }

  private func effect(_ member: DriverInput, _ figure: Figure) -> [Table.Cell] {
    guard let effect = member.effect else {
      return ["–", "", "–", "", "–"].map { Table.Cell($0) }
    }
    func value(_ share: Double) -> String {
      guard let presentation = member.input.presentation else { return "" }
      let told = Figure(
        text: "", expression: answerless, dimension: member.input.dimension,
        presentation: presentation)
      return figures.short(member.value(at: share), told, digits: 3)
    }
    let rank =
      effect.rank.isDistinct
      ? NumberText.decimal((effect.rank.value * 100).rounded() / 100, digits: 2) : "0"
    return [
      Table.Cell(rank, effect.rank.value), Table.Cell(value(0.05)),
      Table.Cell("→ " + number(effect.low.value, figure), effect.low.value),
      Table.Cell(value(0.95)),
      Table.Cell("→ " + number(effect.high.value, figure), effect.high.value),
    ]
  }

  private func notes(
    _ drivers: Drivers, _ answer: DriversAnswer, _ asked: String, _ figure: Figure
  ) -> [String] {
    var notes: [String] = []
    let of =
      drivers.difference.isEmpty
      ? asked
      : "\(asked), \(model[drivers.difference[0]].name) less \(model[drivers.difference[1]].name)"
    notes.append(
      "Of \(of): mean \(number(drivers.mean, figure)), deviation \(number(drivers.deviation, figure).replacingPlus), over 2 × \(FigureText.grouped(drivers.points)) Sobol points."
    )
    if drivers.points < drivers.requested {
      notes.append("Stopped: 2 × \(FigureText.grouped(drivers.requested)) points were asked for.")
    }
    notes += [
      "Alone: the share of the variance that knowing the input would remove; in all: with what it does together with others.",
      "± one standard error; 0 where it can't be told from 0. At its 5% and 95%: the mean with the input held there, all others drawn.",
    ]
    for group in drivers.groups where group.members.count > 1 {
      let names = group.members.map { name($0, drivers) }
      notes.append(
        "\(names.joined(separator: ", ")): correlated, so one group; where one is held, the others follow it."
      )
    }
    if drivers.groups.contains(where: { $0.members.contains(where: \.isMonthly) }) {
      notes.append("An input drawn by the month is one input over all months.")
    }
    if drivers.withoutEffect > 0 {
      let one = drivers.withoutEffect == 1
      notes.append(
        "\(drivers.withoutEffect) other \(one ? "input has" : "inputs have") no effect on it.")
    }
    return notes
  }

  /// The same as one number a cell.
  private func data(_ drivers: Drivers) -> TableData {
    var data = TableData(
      columns: [
        "input", "group", "alone", "alone_error", "total", "total_error", "rank", "rank_error",
        "value_p5", "value_p95", "mean_at_p5", "mean_at_p95", "swing", "swing_error", "worth",
        "worth_error",
      ], rows: [])
    func cell(_ value: Double?) -> Table.Cell {
      value.flatMap { $0.isFinite ? Table.Cell("", $0) : nil } ?? Table.Cell("")
    }
    for (i, group) in drivers.groups.enumerated() {
      for member in group.members {
        let effect = member.effect
        data.rows.append(
          [Table.Cell(name(member, drivers)), Table.Cell("", Double(i + 1))]
            + [
              group.alone.value, group.alone.error, group.total.value, group.total.error,
              effect?.rank.value, effect?.rank.error, member.value(at: 0.05),
              member.value(at: 0.95), effect?.low.value, effect?.high.value, effect?.swing.value,
              effect?.swing.error, member.worth?.value, member.worth?.error,
            ].map(cell))
      }
    }
    for (name, shares) in [
      ("each by itself", drivers.alone), ("only together", drivers.interactions),
    ] {
      data.rows.append(
        [Table.Cell(name), Table.Cell("")] + [shares.value, shares.error].map(cell)
          + [Table.Cell](repeating: Table.Cell(""), count: data.columns.count - 4))
    }
    return data
  }

  // MARK: The choice

  private func choice(_ choice: ChoiceValue, _ answer: DriversAnswer) -> Block {
    let heads = [
      Table.Column("", isNumeric: false), Table.Column("mean"), Table.Column("best in"),
    ]
    let figure = answer.figure
    let rows = answer.scenarios.indices.map { i in
      [
        Table.Cell(model[answer.scenarios[i]].name),
        Table.Cell(
          number(choice.means[i].value, figure) + uncertain(choice.means[i], figure),
          choice.means[i].value),
        Table.Cell(figures.percent(choice.best[i], error: 0), choice.best[i]),
      ]
    }
    let better = choice.lessIsBetter ? "less is taken to be better" : "more is taken to be better"
    let all =
      figures.number(choice.evpi.value, unsigned(figure), digits: 4)
      + uncertain(choice.evpi, figure)
    let notes = [
      "\(model[answer.scenarios[choice.choice]].name) is best on average; \(better). To know everything before choosing would be worth \(all) (EVPI).",
      "Worth knowing: the same for one input alone (EVPPI), from \(choice.values) values of it, all others on 256 points at each."
        + bias(answer),
    ]
    var table = Table(columns: heads, rows: rows, notes: notes)
    table.data = TableData(
      columns: ["scenario", "mean", "mean_error", "best", "evpi", "evpi_error"],
      rows: answer.scenarios.indices.map { i in
        [Table.Cell(model[answer.scenarios[i]].name)]
          + [
            choice.means[i].value, choice.means[i].error, choice.best[i], choice.evpi.value,
            choice.evpi.error,
          ].map { Table.Cell("", $0) }
      })
    return .table(table)
  }

  /// How far too high what is worth knowing may be, where that is more than its error.
  private func bias(_ answer: DriversAnswer) -> String {
    guard case .found(let drivers) = answer.outcome else { return "" }
    let members = drivers.groups.flatMap(\.members)
    let most = members.filter { ($0.worthBias ?? 0) > ($0.worth?.error ?? 0) }
      .compactMap(\.worthBias).max()
    return most.map {
      " It may be too high by up to \(number($0, answer.figure, digits: 2))."
    } ?? ""
  }

  /// The standard error behind a number; nothing where it is only what rounding leaves.
  private func uncertain(_ measured: Measured, _ figure: Figure) -> String {
    guard measured.error > 1e-9 * abs(measured.value) else { return "" }
    return " ± " + number(measured.error, unsigned(figure), digits: 3)
  }

  private func unsigned(_ figure: Figure) -> Figure {
    var figure = figure
    figure.presentation.isSigned = false
    if figure.presentation.kind == .monthNumber { figure.presentation.kind = .plain }
    return figure
  }

  private func worth(_ member: DriverInput, _ figure: Figure) -> Table.Cell {
    guard let worth = member.worth else { return Table.Cell("–") }
    let figure = unsigned(figure)
    guard worth.isDistinct else { return Table.Cell("0", worth.value) }
    return Table.Cell(
      number(worth.value, figure, digits: 3) + " ± " + number(worth.error, figure, digits: 2),
      worth.value)
  }
}
