import Metrics
import Notation
import Portfolio
import Quantities

/// What caused a change, as a picture.
extension ReportBuilder {
  /// A change as a waterfall: where it starts, what drift and each action add, where it ends, and what is left unexplained.
  func waterfall(_ answer: Attribution) -> [Chart] {
    var amount = answer.figure
    amount.presentation.isSigned = true
    if amount.presentation.kind == .share { amount.presentation.kind = .points }
    func level(_ name: String, _ e: Estimate) -> WaterfallChart.Step {
      .init(name, spread(e, answer.figure), isLevel: true, text: figures.told(e, answer.figure))
    }
    func change(_ name: String, _ e: Estimate) -> WaterfallChart.Step {
      .init(name, spread(e, amount), isLevel: false, text: figures.told(e, amount))
    }
    let names = waterfallNames(answer)
    var steps = [level(names.start, answer.start)]
    if let drift = answer.drift { steps.append(change("drift", drift.total)) }
    for share in answer.shares { steps.append(change(name(share.player), share.amount.total)) }
    if answer.drift == nil, answer.shares.isEmpty {
      steps.append(change("change", answer.change.total))
    }
    steps.append(level(names.end, answer.end))
    var notes: [String] = []
    switch answer.residual {
    case .none:
      notes.append("Unexplained: unknown; nothing was measured or claimed at the end.")
    case .observed(let point, let left):
      steps.append(change("unexplained", left))
      steps.append(
        .init(
          "measured, \(point.month.text)", Spread(point.value), isLevel: true,
          text: figures.number(point.value, answer.figure, digits: 6)))
    case .claimed(let claim, let left):
      steps.append(change("unexplained", left))
      notes.append("Unexplained: the change that \(claim.title) claims, less this one.")
    }
    if answer.scenario == nil {
      notes = ["An association: there is no model and no control, so no cause is known."]
    }
    if let moved = answer.change.moved, let denominator = answer.change.denominator {
      let parts = [moved, denominator].map { figures.number($0.mean, amount, digits: 3) }
      notes.insert(
        "Of the change, \(parts[0]) is what moved and \(parts[1]) what the denominator did.", at: 0)
    }
    guard steps.contains(where: { $0.value.isDefined }) else { return [] }
    return [
      Chart(
        title: "What changed \(answer.figure.text)",
        form: .waterfall(WaterfallChart(measure: measure(answer.figure), steps: steps)),
        notes: notes)
    ]
  }

  private func waterfallNames(_ answer: Attribution) -> (start: String, end: String) {
    switch answer.basis {
    case .months(let from, let to):
      (model.monthName(from), to.map { model.monthName($0) } ?? "end")
    case .noAction: ("without the actions", "with them")
    case .measured(let from, let to): ("measured, \(from.text)", "measured, \(to.text)")
    case .claimed: ("claimed before", "claimed after")
    }
  }
}
