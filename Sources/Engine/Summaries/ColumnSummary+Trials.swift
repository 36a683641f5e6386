import Quantities

extension ColumnSummary {
  /// The summary of the values of a run's trials, whose errors are those of the run's sampling.
  package init(_ values: [Double], of settings: RunSettings) {
    var selection = OrderSelection()
    self = values.withUnsafeBufferPointer {
      Self(
        $0, .percentiles, firstTrial: settings.firstTrial, replicates: settings.replicates,
        &selection)
    }
  }
}
