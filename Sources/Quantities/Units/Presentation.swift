/// A unit of time a rate or a duration can be told in.
package enum TimeUnit: String, Hashable, Sendable, CaseIterable {
  case day, week, month, year

  /// The unit of a name, singular or plural. By its spellings: to take the s off first cost a hundredth of the preparation of a
  /// plan of 12 products.
  package init?(named name: String) {
    switch name {
    case "month", "months": self = .month
    case "year", "years": self = .year
    case "week", "weeks": self = .week
    case "day", "days": self = .day
    default: return nil
    }
  }

  /// The length in months; a month is a twelfth of 365.25 days.
  package var months: Double {
    switch self {
    case .day: 12 / 365.25
    case .week: 84 / 365.25
    case .month: 1
    case .year: 12
    }
  }
}

/// How a number is told, apart from its dimension: what kind of number it is and in which unit of time.
package struct Presentation: Hashable, Sendable {
  /// The kinds of numbers that must not be mixed up.
  package enum Kind: Hashable, Sendable {
    /// A plain number.
    case plain
    /// A share, written in per cent.
    case share
    /// A difference of shares, in percentage points.
    case points
    /// The number of a month of the simulation.
    case monthNumber
  }

  /// What kind of number it is.
  package var kind: Kind
  /// The unit its powers of time are told in.
  package var timeUnit: TimeUnit
  /// `true` iff it is a change, told with its sign: +900%.
  package var isSigned: Bool

  /// Creates a presentation; plain, by the month and without a plus unless said otherwise.
  package init(_ kind: Kind = .plain, timeUnit: TimeUnit = .month, isSigned: Bool = false) {
    (self.kind, self.timeUnit, self.isSigned) = (kind, timeUnit, isSigned)
  }
}
