package import Metrics
package import Portfolio

/// An estimate as a sentence, for messages.
package enum EstimateText {
  /// "1.31B users (90%: 1.12B to 1.53B)", or how often a condition holds.
  package static func sentence(_ estimate: Estimate, of figure: Figure, _ model: Model) -> String {
    FigureText(model: model, options: ReportOptions()).sentence(estimate, figure)
  }
}
