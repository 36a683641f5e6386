import Metrics
import Notation
import Portfolio
import Quantities

/// What is said below an explanation, and what other programs read of it.
extension ExplanationText {
  var notes: [String] {
    var notes: [String] = []
    let name = answer.scenario.map { builder.model[$0].name } ?? ""
    switch answer.method {
    case .none:
      if answer.scenario != nil { notes.append(contentsOf: nothingDone(name)) }
    case .exact(let subsets):
      notes.append(
        "In \(name). Shares are Shapley values: what each adds, on average over all orders of taking them, from \(count(subsets, "subset")), on the same draws."
      )
    case .sampled(let orders, let subsets):
      notes.append(
        "In \(name). Shares are Shapley values sampled from \(FigureText.grouped(orders / 2)) random orders of taking them and their reverses (\(count(subsets, "subset")), on the same draws); ± is the standard error that leaves."
      )
    }
    if answer.isUntouched { notes.append(contentsOf: untouched(name)) }
    if hasSides {
      notes.append(
        "moved: what the numerator did, at the mean of the denominators; denominator: what that did, at the mean of the numerators. A share can rise with nobody moving."
      )
    }
    switch answer.basis {
    case .measured:
      notes.append(
        "One measured series without a control: what changed with it is an association, and no cause of it is known."
      )
    case .claimed(let claim):
      notes.append(
        "A published claim, before and after without a control: an association. Redirecting the users there were before adds at most as many."
      )
      if let source = claim.provenance.source { notes.append("Source: \(source)") }
    case .months, .noAction:
      notes.append(contentsOf: residualNotes)
      if parts.count > 1 { notes.append("Rows are rounded so that they add up.") }
    }
    return notes
  }

  private func nothingDone(_ name: String) -> [String] {
    let others = builder.model.scenarioIDs.filter { !builder.model.players(in: $0).isEmpty }
    let help =
      others.isEmpty
      ? "Declare one, such as `redirect A -> B { … }`."
      : "Another scenario takes some: ask `in \(builder.model[others[0]].name)`."
    let found =
      answer.scenario == .baseline
      ? (others.isEmpty ? "No action is declared" : "baseline is what happens without the actions")
      : "\(name) does nothing that baseline doesn't"
    return ["\(found): nothing here explains the change. \(help)"]
  }

  private func untouched(_ name: String) -> [String] {
    let model = builder.model
    let actions = answer.shares.map { share -> String in
      let products: [ProductID] =
        switch share.player {
        case .action(let action, _): model.productIDs.filter { action.touches($0) }
        case .change(let target, _): [target.product]
        }
      let names = products.map { model[$0].name }.joined(separator: " and ")
      return "\(builder.name(share.player)) touches \(names)"
    }
    return [
      "No action of \(name) changes \(answer.figure.text): \(answer.drift == nil ? "it is the same without them" : "all of its change is drift"). "
        + actions.joined(separator: "; ") + "."
    ]
  }

  private var residualNotes: [String] {
    switch answer.residual {
    case .none(let last):
      let measured =
        last.map { " It was last measured in \($0.text): explain it at that month." } ?? ""
      return [
        "Residual: nothing was measured or claimed of it at the end, so what the model leaves out is unknown.\(measured)"
      ]
    case .observed: return ["Residual: what was measured, less the end; no action explains it."]
    case .claimed(let claim, _):
      return [
        "Residual: the change that \(claim.title) claims, less this one; no action explains it."
      ]
    }
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(FigureText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A row for every part, a number a cell.
  var data: TableData {
    var data = TableData(
      columns: [
        "figure", "unit", "part", "mean", "p5", "p95", "standard_error", "sampling_error", "moved",
        "denominator",
      ], rows: [])
    let unit = NumberText.unit(answer.figure.dimension)
    func add(_ part: String, _ amount: Attribution.Amount, _ sampling: Double? = nil) {
      let e = amount.total
      let isDefined = e.trials > 0
      func cell(_ value: Double?) -> Table.Cell {
        value.flatMap { isDefined && $0.isFinite ? Table.Cell("", $0) : nil } ?? Table.Cell("")
      }
      data.rows.append(
        [Table.Cell(answer.figure.text), Table.Cell(unit), Table.Cell(part)]
          + [e.mean, e.low, e.high, e.meanError, sampling].map { cell($0) }
          + [amount.moved?.mean, amount.denominator?.mean].map { cell($0) })
    }
    add("start", .init(answer.start))
    if let drift = answer.drift { add("drift", drift) }
    for share in answer.shares {
      add(builder.name(share.player), share.amount, share.samplingError)
    }
    add("change", answer.change)
    add("end", .init(answer.end))
    switch answer.residual {
    case .none:
      if case .claimed(let claim) = answer.basis,
        let most = Increase(before: claim.before, after: claim.after)?.redirectionCeiling
      {
        let change = claim.after - claim.before
        add("redirection at most", .init(Estimate(certain: most * change)))
        add("residual at least", .init(Estimate(certain: (1 - most) * change)))
      } else {
        add("residual", .init(Estimate([])))
      }
    case .observed(_, let left), .claimed(_, let left): add("residual", .init(left))
    }
    return data
  }
}
