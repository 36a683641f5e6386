/// What one method says about one series.
///
/// Series are regularly spaced; every index is a position in the array given, and the caller knows
/// which date stands there.
package struct Detection: Hashable, Sendable {
  /// The method that was asked.
  package let method: DetectionMethod
  /// What it found.
  package let verdict: DetectionVerdict
  /// How often the method speaks when nothing has changed; nil where no such figure is known.
  package let falseAlarm: FalseAlarm?

  /// A verdict with the false-alarm figure that belongs to the method.
  package init(
    method: DetectionMethod, verdict: DetectionVerdict, falseAlarm: FalseAlarm? = nil
  ) {
    self.method = method
    self.verdict = verdict
    self.falseAlarm = falseAlarm
  }

  /// True where the verdict is a detection.
  package var isDetected: Bool {
    if case .detected = verdict { true } else { false }
  }
}
