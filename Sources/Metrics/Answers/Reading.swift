import Engine
import Planner
import Quantities

/// What a run found, by expression.
struct Reading {
  let run: PlannedRun
  let results: RunSummary
  let positions: [ExpressionID: Int]
  /// What the studies told, in their order.
  let drivers: [DriversAnswer]

  /// The summaries of an expression: by month, or one.
  private func columns(_ id: ExpressionID) -> [ColumnSummary] {
    positions[id].map { results.columns[run.outputs[$0]] } ?? []
  }

  func isSeries(_ id: ExpressionID) -> Bool {
    positions[id].map { run.isSeries[run.outputs[$0]] } ?? false
  }

  func estimates(_ id: ExpressionID) -> [Estimate] { columns(id).map { Estimate($0) } }

  func means(_ id: ExpressionID) -> [Double] { columns(id).map(\.mean) }

  func estimate(_ id: ExpressionID) -> Estimate {
    columns(id).last.map { Estimate($0) } ?? Estimate([])
  }
}
