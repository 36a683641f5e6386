package import Quantities

/// A picture as a value: what is shown, independent of the question it answers and of the format it is drawn in.
package struct Chart: Hashable, Sendable {
  /// The kinds of pictures.
  package enum Form: Hashable, Sendable {
    /// Figures over the months, each with its interval.
    case lines(LineChart)
    /// Figures side by side, each with its interval.
    case bars(BarChart)
    /// A change split into its parts, one after the other.
    case waterfall(WaterfallChart)
    /// How far an outcome moves with each of its inputs.
    case tornado(TornadoChart)
    /// Where the users of products went.
    case flow(FlowChart)
  }
  /// What it shows, in a line.
  package var title: String
  /// The picture.
  package var form: Form
  /// Sentences under it.
  package var notes: [String]
  /// Creates a picture.
  package init(title: String, form: Form, notes: [String] = []) {
    (self.title, self.form, self.notes) = (title, form, notes)
  }
}

/// What the numbers of a picture count, and how they are told.
package struct ChartMeasure: Hashable, Sendable {
  /// What they count.
  package var dimension: Dimension
  /// How they are told.
  package var presentation: Presentation
  /// The calendar month of month 1, which gives months their names.
  package var start: CalendarMonth?
  /// `true` iff they are how often a condition holds.
  package var isCondition: Bool
  /// Creates a measure.
  package init(
    _ dimension: Dimension, _ presentation: Presentation = Presentation(),
    start: CalendarMonth? = nil, isCondition: Bool = false
  ) {
    (self.dimension, self.presentation, self.start) = (dimension, presentation, start)
    self.isCondition = isCondition
  }
}

/// A number with its 90% interval; NaN where it is undefined.
package struct Spread: Hashable, Sendable {
  /// The mean over the trials.
  package var mean: Double
  /// The 5th percentile.
  package var low: Double
  /// The 95th percentile.
  package var high: Double
  /// Creates a number with its interval.
  package init(_ mean: Double, low: Double, high: Double) {
    (self.mean, self.low, self.high) = (mean, low, high)
  }
  /// Creates a number that is certain.
  package init(_ value: Double) { self.init(value, low: value, high: value) }
  /// `true` iff it can be drawn.
  package var isDefined: Bool { mean.isFinite && low.isFinite && high.isFinite }
  /// `true` iff it has an interval to draw.
  package var isUncertain: Bool { isDefined && low < high }
}

/// Figures over the months.
package struct LineChart: Hashable, Sendable {
  /// A figure: its name, and a number for each month from 0.
  package struct Series: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The numbers, month by month.
    package var months: [Spread]
    /// Creates a series.
    package init(_ name: String, _ months: [Spread]) { (self.name, self.months) = (name, months) }
  }
  /// What the numbers count.
  package var measure: ChartMeasure
  /// The calendar month of month 1, if there is a calendar.
  package var start: CalendarMonth?
  /// The figures.
  package var series: [Series]
  /// Creates a picture of figures over time.
  package init(measure: ChartMeasure, start: CalendarMonth?, series: [Series]) {
    (self.measure, self.start, self.series) = (measure, start, series)
  }
  /// The last month.
  package var lastMonth: Int { max(1, (series.map(\.months.count).max() ?? 1) - 1) }
  /// `true` iff any number has an interval.
  package var isUncertain: Bool { series.contains { $0.months.contains { $0.isUncertain } } }
}

/// Figures side by side.
package struct BarChart: Hashable, Sendable {
  /// A figure.
  package struct Bar: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The number.
    package var value: Spread
    /// The number as it is told.
    package var text: String
    /// Creates a bar.
    package init(_ name: String, _ value: Spread, text: String) {
      (self.name, self.value, self.text) = (name, value, text)
    }
  }
  /// Bars that belong together, such as one figure in several scenarios.
  package struct Group: Hashable, Sendable {
    /// The name; empty for none.
    package var name: String
    /// The bars.
    package var bars: [Bar]
    /// Creates a group.
    package init(_ name: String, _ bars: [Bar]) { (self.name, self.bars) = (name, bars) }
  }
  /// What the numbers count.
  package var measure: ChartMeasure
  /// The groups.
  package var groups: [Group]
  /// Creates a picture of figures side by side.
  package init(measure: ChartMeasure, groups: [Group]) {
    (self.measure, self.groups) = (measure, groups)
  }
  /// `true` iff any number has an interval.
  package var isUncertain: Bool { groups.contains { $0.bars.contains { $0.value.isUncertain } } }
  /// `true` iff the numbers are points on a scale without a zero, such as months, so that they have no length.
  package var hasPoints: Bool { measure.presentation.kind == .monthNumber }
}

/// A change split into its parts.
package struct WaterfallChart: Hashable, Sendable {
  /// A part: a level that is reached, or a change from one level to the next.
  package struct Step: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The level, or the change.
    package var value: Spread
    /// `true` iff the value is a level that is reached, not a change.
    package var isLevel: Bool
    /// The value as it is told.
    package var text: String
    /// Creates a step.
    package init(_ name: String, _ value: Spread, isLevel: Bool, text: String) {
      (self.name, self.value, self.isLevel, self.text) = (name, value, isLevel, text)
    }
  }
  /// What the numbers count.
  package var measure: ChartMeasure
  /// The steps, in order.
  package var steps: [Step]
  /// Creates a waterfall.
  package init(measure: ChartMeasure, steps: [Step]) {
    (self.measure, self.steps) = (measure, steps)
  }
  /// Where each step begins and ends: a level at itself, a change where the one before ended.
  package var spans: [(from: Double, to: Double)] {
    var level = 0.0
    return steps.map { step in
      let from = step.isLevel ? step.value.mean : level
      level = step.isLevel ? step.value.mean : level + step.value.mean
      return (from, level)
    }
  }
}

/// How far an outcome moves with each of its inputs.
package struct TornadoChart: Hashable, Sendable {
  /// An input.
  package struct Input: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The outcome with the input at its 5th percentile, the others as they are.
    package var low: Double
    /// The outcome with the input at its 95th percentile.
    package var high: Double
    /// The two ends, and what else is said of the input.
    package var text: String
    /// Creates an input.
    package init(_ name: String, low: Double, high: Double, text: String) {
      (self.name, self.low, self.high, self.text) = (name, low, high, text)
    }
  }
  /// What the outcome counts.
  package var measure: ChartMeasure
  /// The outcome with all inputs in the middle.
  package var base: Double
  /// The inputs, the one that matters most first.
  package var inputs: [Input]
  /// Creates a tornado.
  package init(measure: ChartMeasure, base: Double, inputs: [Input]) {
    (self.measure, self.base, self.inputs) = (measure, base, inputs)
  }
}

/// Where the users of products went. What enters a product is what leaves it.
package struct FlowChart: Hashable, Sendable {
  /// Users who ended in one way.
  package struct End: Hashable, Sendable {
    /// The ways.
    package enum Way: String, Hashable, Sendable {
      case stayed, moved, merged, churned, lapsed, left, lostAtClosing
    }
    /// The way.
    package var way: Way
    /// What is said of it: `moved to TikTok`.
    package var name: String
    /// The source they go to, by position, where they can be followed further; nil elsewhere.
    package var next: Int?
    /// How many.
    package var users: Double
    /// How many, as it is told.
    package var text: String
    /// Creates an end.
    package init(_ way: Way, _ name: String, next: Int? = nil, users: Double, text: String) {
      (self.way, self.name, self.next) = (way, name, next)
      (self.users, self.text) = (users, text)
    }
  }
  /// A product that users left.
  package struct Source: Hashable, Sendable {
    /// The product's name, as a person reads it.
    package var name: String
    /// All users who were on it at some time.
    package var users: Double
    /// How many, as it is told.
    package var text: String
    /// Where they came from: `1M at month 0, 480k acquired`.
    package var origin: String
    /// Where they ended.
    package var ends: [End]
    /// Creates a source.
    package init(_ name: String, users: Double, text: String, origin: String, ends: [End]) {
      (self.name, self.users, self.text) = (name, users, text)
      (self.origin, self.ends) = (origin, ends)
    }
  }
  /// The unit that is counted.
  package var unit: String
  /// The products, each before those that its users went to.
  package var sources: [Source]
  /// Creates a flow.
  package init(unit: String, sources: [Source]) { (self.unit, self.sources) = (unit, sources) }
}
