import Metrics
import Notation
import Portfolio
import Quantities

/// Changes and what caused them.
extension ReportBuilder {
  /// A change as a waterfall of rows: where it starts, what each cause adds, where it ends, and what is left.
  func explanation(_ answer: Attribution, label: String) -> [Block] {
    let told = ExplanationText(builder: self, answer)
    var table = Table(
      title: options.showsQuestion ? label : nil, columns: told.columns, rows: told.rows,
      notes: told.notes)
    table.data = told.data
    return [.table(table)]
  }

  /// A player as a script writes it, in one line.
  func name(_ player: Player) -> String {
    switch player {
    case .action(let action, let replaces): name(action) + (replaces ? ", changed" : "")
    case .change(let target, _): "\(model[target.product].name).\(target.clause.rawValue), changed"
    }
  }

  private func name(_ action: Action) -> String {
    func name(_ id: ProductID) -> String { model[id].name }
    switch action {
    case .redirect(let r): return "redirect \(name(r.source)) -> \(name(r.target))"
    case .integrate(let i):
      return "integrate \(i.feature) from \(name(i.source)) into \(name(i.target))"
    case .close(let c): return "close \(name(c.product))"
    case .reallocate(let r): return "reallocate \(name(r.source)) -> \(name(r.target))"
    }
  }
}
