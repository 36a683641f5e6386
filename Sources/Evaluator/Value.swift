import Portfolio
package import Quantities
import Syntax

/// A number with a dimension: certain, uncertain or over time.
package struct Quantity: Hashable, Sendable {
  /// The value in base units: users, a currency's unit, months, shares as fractions.
  package var expression: ExpressionID
  /// What it counts.
  package var dimension: Dimension
  /// How it is told.
  package var presentation: Presentation

  /// Creates a quantity; see the properties.
  package init(
    _ expression: ExpressionID, _ dimension: Dimension = .none,
    _ presentation: Presentation = Presentation()
  ) {
    (self.expression, self.dimension, self.presentation) = (expression, dimension, presentation)
  }

  /// `true` iff it is a pure number without a unit, which takes the unit of its place.
  var isBare: Bool { dimension == .none && presentation.kind == .plain }

  /// `true` iff it can be the number of a month.
  var isMonthNumber: Bool { isBare || presentation.kind == .monthNumber }
}

/// A time: a month of the simulation or the calendar, or one that a failure fixes.
indirect enum TimeValue: Hashable {
  case point(TimePoint)
  /// A day of the calendar; where a month is wanted, its month.
  case day(CalendarDay)
  case end
  /// The month of a failure, and so many months after it.
  case failure(ProductID, after: Int)
  /// A month's number that is computed.
  case computed(ExpressionID)
}

/// A function of the script, with the names it can see. A class: what is found out about a function belongs to it, and a name
/// that means it is one reference.
final class FunctionValue {
  let name: String
  let parameters: [String]
  /// The numbers of the parameters' names.
  let names: [NameID]
  let body: NodeID
  let tree: Int
  /// The scopes around its declaration but the top level.
  let surroundings: [Scope]

  /// Whether it draws nothing, as of so many names of the top level.
  var drawless: (names: Int, isDrawless: Bool)?
  /// Whether it was called, and how often it could not be compiled or run.
  var wasCalled = false
  var refusals = 0

  init(
    _ name: String, _ parameters: [String], _ names: [NameID], body: NodeID, tree: Int,
    surroundings: [Scope]
  ) {
    (self.name, self.parameters, self.names) = (name, parameters, names)
    (self.body, self.tree, self.surroundings) = (body, tree, surroundings)
  }
}

/// What an expression of a script stands for.
enum Value {
  case quantity(Quantity)
  /// A condition: certain where it is a constant.
  case truth(ExpressionID)
  case text(String)
  case list([Value])
  case record([(name: String, value: Value)])
  case function(FunctionValue)
  case builtin(Builtin)
  case product(ProductID)
  case portfolio
  case scenario(ScenarioID)
  case time(TimeValue)
  /// A `?`, whose kind its place decides.
  indirect case hole(PendingHole)
  /// The value of something that was wrong and has been reported; whatever uses it stays silent.
  case broken

  /// The kind in a person's words, with an article.
  var kindName: String {
    switch self {
    case .quantity: "a quantity"
    case .truth: "a condition"
    case .text: "a text"
    case .list: "a list"
    case .record: "a record"
    case .function, .builtin: "a function"
    case .product: "a product"
    case .portfolio: "the portfolio"
    case .scenario: "a scenario"
    case .time: "a time"
    case .hole: "a hole"
    case .broken: "a value that is wrong"
    }
  }
}

/// A name, what it stands for and where it was given.
struct Binding {
  var value: Value
  var declaration: DeclarationID?
}
