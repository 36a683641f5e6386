package import Metrics
import Notation
import Portfolio
import Quantities

/// Differences of one figure between two runs.
extension ReportBuilder {
  /// A difference, trial by trial, as a person reads it: "-258k users (90%: -300k to -220k)". That of a condition is how much
  /// more often it holds.
  package func difference(_ estimate: Estimate, of figure: Figure) -> String {
    guard estimate.trials > 0 else { return "undefined in every trial" }
    var difference = figure
    difference.presentation.isSigned = true
    if figure.isCondition {
      difference.isCondition = false
      difference.presentation.kind = .points
      return figures.number(estimate.mean, difference, digits: 3)
    }
    switch figure.presentation.kind {
    case .share: difference.presentation.kind = .points
    case .monthNumber:
      difference.presentation.kind = .plain
      difference.dimension = .time
    case .plain, .points: break
    }
    return figures.sentence(estimate, difference)
  }
}
