import Engine
import Planner
import Quantities

/// What a run found, by expression.
struct Reading {
  let run: PlannedRun
  let results: RunSummary
  let positions: [ExpressionID: Int]
  let games: [ScenarioGame]
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

  /// What is told of a worth that is shared out.
  func estimate(_ row: SharedRow, of worth: SharedWorth) -> Estimate {
    column(row, of: worth).map { Estimate($0) } ?? Estimate([])
  }

  /// For each player, the standard error that sampling the orders leaves the mean of its share; nil where none were sampled.
  func samplingErrors(of worth: SharedWorth) -> [Double]? {
    let scheme = games[worth.game].scheme
    guard !scheme.isExact else { return nil }
    return scheme.errors(
      ofSamples: (0..<scheme.groups * scheme.players).map {
        column(.sample($0), of: worth)?.mean ?? .nan
      })
  }

  private func column(_ row: SharedRow, of worth: SharedWorth) -> ColumnSummary? {
    let position = games[worth.game].position(row, ofFigure: worth.figure)
    return results.columns[run.sums[worth.game].lowerBound + position].last
  }
}
