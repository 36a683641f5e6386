package import Quantities

/// What was measured of a product's metric, month by month.
package struct Observation: Hashable, Sendable {
  /// A measured value.
  package struct Point: Hashable, Sendable {
    /// The month, relative to the simulation's month 1 = 1 if it has a calendar, else the month's number.
    package var month: TimePoint
    /// The value, in base units.
    package var value: Double
    /// Where it comes from.
    package var provenance: Provenance
    /// Creates a point.
    package init(month: TimePoint, value: Double, provenance: Provenance) {
      (self.month, self.value, self.provenance) = (month, value, provenance)
    }
  }
  /// The product and the metric that was measured.
  package var product: ProductID
  /// The metric.
  package var metric: Metric
  /// The points, in the order of their months.
  package var points: [Point]
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates an observation; see the properties.
  package init(product: ProductID, metric: Metric, points: [Point], declaration: DeclarationID) {
    (self.product, self.metric, self.points) = (product, metric, points)
    self.declaration = declaration
  }
}

/// A month of the calendar or of the simulation.
package enum TimePoint: Hashable, Sendable, Comparable {
  case number(Int)
  case calendar(CalendarMonth)

  /// Months on one scale: the number, or months since year 0.
  package var ordinal: Int {
    switch self {
    case .number(let n): n
    case .calendar(let m): m.ordinal
    }
  }
  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.ordinal < b.ordinal }
  /// As it is written: `month 3`, `2024-01`.
  package var text: String {
    switch self {
    case .number(let n): "month \(n)"
    case .calendar(let m): m.text
    }
  }
}

/// A published pair of figures, before and after; a claim, not a fact.
package struct Claim: Hashable, Sendable {
  /// The name, what is displayed, and the two figures.
  package var name: String
  /// What is displayed.
  package var title: String
  /// The figure before.
  package var before: Double
  /// The figure after.
  package var after: Double
  /// The count unit of both.
  package var unit: String
  /// Why, as it was said.
  package var reasons: [String]
  /// Where it comes from.
  package var provenance: Provenance
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates a claim; see the properties.
  package init(
    name: String, title: String, before: Double, after: Double, unit: String, reasons: [String],
    provenance: Provenance, declaration: DeclarationID
  ) {
    (self.name, self.title, self.before, self.after) = (name, title, before, after)
    (self.unit, self.reasons, self.provenance) = (unit, reasons, provenance)
    self.declaration = declaration
  }
}
