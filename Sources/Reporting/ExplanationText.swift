import Metrics
import Notation
import Portfolio
import Quantities

/// The words and numbers of one explanation, rounded so that they add up.
struct ExplanationText {
  let builder: ReportBuilder
  let answer: Attribution
  /// What the amounts are rounded to: a power of ten.
  private let unit: Double
  private let amountFigure: Figure
  private let isUncertain: Bool
  let hasSides: Bool
  private let hasSampling: Bool

  init(builder: ReportBuilder, _ answer: Attribution) {
    (self.builder, self.answer) = (builder, answer)
    let all =
      [answer.start, answer.change.total, answer.end]
      + answer.shares.map(\.amount.total) + [answer.drift?.total].compactMap { $0 }
    isUncertain = all.contains { !$0.isCertain && $0.trials > 0 }
    hasSides = answer.change.moved != nil
    hasSampling = answer.shares.contains { $0.samplingError != nil }
    unit = Self.unit(answer, isUncertain: isUncertain)
    var figure = answer.figure
    figure.presentation.isSigned = true
    if figure.presentation.kind == .share { figure.presentation.kind = .points }
    amountFigure = figure
  }

  /// The resolution: four digits of the largest part, more of what is certain or well known.
  private static func unit(_ answer: Attribution, isUncertain: Bool) -> Double {
    var parts = answer.shares.map(\.amount.total)
    if let drift = answer.drift { parts.append(drift.total) }
    parts.append(answer.change.total)
    let known = parts.filter { $0.trials > 0 && $0.mean.isFinite }
    let ends = [answer.start, answer.end].filter { $0.trials > 0 && $0.mean.isFinite }
    guard
      let largest = (known.contains { $0.mean != 0 } ? known : ends).max(by: {
        abs($0.mean) < abs($1.mean)
      }), abs(largest.mean) > 1e-290
    else { return 1 }
    let digits = isUncertain ? max(4, FigureText.digits(largest)) : 6
    var power = 1.0
    while power > abs(largest.mean) { power /= 10 }
    while power <= abs(largest.mean) / 10 { power *= 10 }
    for _ in 1..<digits { power /= 10 }
    return power
  }

  // MARK: Rows

  var columns: [Table.Column] {
    var columns = [Table.Column("", isNumeric: false), Table.Column("amount")]
    if isUncertain { columns.append(Table.Column("90%", isNumeric: false)) }
    if hasSampling { columns.append(Table.Column("sampling")) }
    if hasSides { columns += [Table.Column("moved"), Table.Column("denominator")] }
    return columns
  }

  /// The parts of the change, in order, with their names.
  var parts: [(name: String, amount: Attribution.Amount, sampling: Double?)] {
    var parts: [(name: String, amount: Attribution.Amount, sampling: Double?)] = []
    if let drift = answer.drift { parts.append(("drift, without the actions", drift, nil)) }
    for share in answer.shares {
      parts.append((builder.name(share.player), share.amount, share.samplingError))
    }
    return parts
  }

  var rows: [[Table.Cell]] {
    let end = rounded(answer.end.mean)
    // What is told of the parts is what takes the rounded start to the rounded end.
    let change =
      parts.isEmpty ? rounded(answer.change.total.mean) : end - rounded(answer.start.mean)
    var rows = [level(startName, answer.start)]
    let means = parts.map(\.amount.total.mean)
    let told = Self.rounded(means, to: unit, sum: change)
    for (part, mean) in zip(parts, told) {
      rows.append(row(part.name, part.amount, mean, part.sampling))
    }
    if parts.count != 1 {
      rows.append(row(changeName, answer.change, change, nil))
    }
    rows.append(level(endName, answer.end))
    rows.append(contentsOf: residualRows)
    return rows
  }

  /// Numbers rounded to `unit` so that they sum to `sum`: those are moved that are nearest to the next step.
  private static func rounded(_ values: [Double], to unit: Double, sum: Double) -> [Double] {
    guard values.allSatisfy(\.isFinite), sum.isFinite else { return values }
    var steps = values.map { ($0 / unit).rounded() }
    var missing = ((sum / unit).rounded() - steps.reduce(0, +)).rounded()
    // Only what rounding left, at most half a step each: nothing is forced to fit.
    guard abs(missing) <= Double(values.count + 1) / 2 + 1 else { return values }
    while missing != 0 {
      let sign = missing > 0 ? 1.0 : -1.0
      let next = steps.indices.filter { values[$0] != 0 }.max { a, b in
        sign * (values[a] / unit - steps[a]) < sign * (values[b] / unit - steps[b])
      }
      guard let next else { break }
      steps[next] += sign
      missing -= sign
    }
    return steps.map { $0 * unit }
  }

  private func rounded(_ value: Double) -> Double { (value / unit).rounded() * unit }

  private var startName: String {
    switch answer.basis {
    case .months(let from, _): "start, \(month(from))"
    case .noAction: "without the actions"
    case .measured(let from, _): "measured, \(from.text)"
    case .claimed: "claimed before"
    }
  }

  private var endName: String {
    switch answer.basis {
    case .months(_, let to): "end" + (to.map { ", \(month($0))" } ?? "")
    case .noAction: "with them"
    case .measured(_, let to): "measured, \(to.text)"
    case .claimed: "claimed after"
    }
  }

  private var changeName: String {
    switch answer.basis {
    case .claimed: "claimed change"
    default: "change"
    }
  }

  private func month(_ number: Int) -> String {
    number == 0 ? "month 0" : builder.figures.month(Double(number))
  }

  /// The residual, always a row.
  private var residualRows: [[Table.Cell]] {
    switch answer.residual {
    case .none:
      if case .claimed(let claim) = answer.basis { return ceiling(claim) }
      let text = if case .measured = answer.basis { "all of it" } else { "unknown" }
      return [padded([Table.Cell("residual, unexplained"), Table.Cell(text)])]
    case .observed(let point, let left):
      return [
        padded([
          Table.Cell("measured, \(point.month.text)"),
          Table.Cell(number(point.value, answer.figure), point.value),
        ]),
        row("residual, unexplained", .init(left), rounded(left.mean), nil),
      ]
    case .claimed(let claim, let left):
      let change = claim.after - claim.before
      return [
        padded([Table.Cell("claimed change"), Table.Cell(number(change, amountFigure), change)]),
        row("residual, unexplained", .init(left), rounded(left.mean), nil),
      ]
    }
  }

  private func ceiling(_ claim: Claim) -> [[Table.Cell]] {
    let change = claim.after - claim.before
    guard
      let share = Increase(before: claim.before, after: claim.after)?.redirectionCeiling
    else {
      return [padded([Table.Cell("residual, unexplained"), Table.Cell("no gain to explain")])]
    }
    func cell(_ part: Double) -> Table.Cell {
      let share = NumberText.text(part / change, .none, Presentation(.share), digits: 3)
      return Table.Cell("\(number(part, amountFigure)) (\(share))", part)
    }
    return [
      padded([Table.Cell("redirection, at most"), cell(share * change)]),
      padded([Table.Cell("residual, unexplained, at least"), cell((1 - share) * change)]),
    ]
  }

  private func padded(_ cells: [Table.Cell]) -> [Table.Cell] {
    cells + [Table.Cell](repeating: Table.Cell(""), count: columns.count - cells.count)
  }

  private func level(_ name: String, _ e: Estimate) -> [Table.Cell] {
    var cells = [Table.Cell(name)]
    guard e.trials > 0 else { return padded(cells + [Table.Cell("undefined")]) }
    cells.append(
      Table.Cell(number(rounded(e.mean), answer.figure) + error(e, answer.figure), e.mean))
    if isUncertain { cells.append(interval(e, answer.figure)) }
    return padded(cells)
  }

  private func row(
    _ name: String, _ amount: Attribution.Amount, _ told: Double, _ sampling: Double?
  ) -> [Table.Cell] {
    var cells = [Table.Cell(name)]
    let e = amount.total
    guard e.trials > 0 else { return padded(cells + [Table.Cell("undefined")]) }
    cells.append(Table.Cell(number(told, amountFigure) + error(e, amountFigure), e.mean))
    if isUncertain { cells.append(interval(e, amountFigure)) }
    if hasSampling {
      cells.append(
        sampling.map { Table.Cell("± " + short($0, digits: 2).replacingPlus, $0) }
          ?? Table.Cell(""))
    }
    if let moved = amount.moved, let denominator = amount.denominator {
      let parts = Self.rounded([moved.mean, denominator.mean], to: unit, sum: told)
      cells += [
        Table.Cell(short(parts[0], digits: nil), moved.mean),
        Table.Cell(short(parts[1], digits: nil), denominator.mean),
      ]
    }
    return padded(cells)
  }

  // MARK: Numbers

  /// The digits that tell a number to the unit.
  private func digits(_ value: Double) -> Int {
    var digits = 1
    var step = unit
    while step * 10 <= abs(value) * (1 + 1e-12), digits < 15 {
      step *= 10
      digits += 1
    }
    return digits
  }

  private func number(_ value: Double, _ figure: Figure) -> String {
    builder.figures.number(value, figure, digits: digits(value))
  }

  private func short(_ value: Double, digits: Int?) -> String {
    builder.figures.short(value, amountFigure, digits: digits ?? self.digits(value))
  }

  private func error(_ e: Estimate, _ figure: Figure) -> String {
    guard builder.options.showsError, !e.isCertain else { return "" }
    return " ± " + builder.figures.short(e.meanError, figure, digits: 2).replacingPlus
  }

  private func interval(_ e: Estimate, _ figure: Figure) -> Table.Cell {
    if e.isCertain { return Table.Cell("") }
    let (low, high) = (rounded(e.low), rounded(e.high))
    func end(_ value: Double) -> String {
      builder.figures.short(value, figure, digits: digits(value))
    }
    return Table.Cell("\(end(low)) to \(end(high))")
  }
}
