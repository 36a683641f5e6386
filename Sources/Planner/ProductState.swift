import Portfolio
import Quantities

/// The stocks of a product while a month is written: terms that each step replaces.
struct ProductState {
  /// Users divided into the audience of each redirection out, not yet asked, and the rest.
  struct Stock {
    /// Asked, or in no audience.
    var rest: Term
    /// Not yet asked, by redirection.
    var audiences: [Int: Term]
  }

  let id: ProductID
  /// Own users.
  var own: Stock
  /// Those redirected here, by redirection.
  var pools: [Int: Stock] = [:]
  /// Of each pool, those who came last month.
  var fresh: [Int: Term] = [:]
  var dormant: Term
  /// The redirections out of the product.
  var outgoing: [Int] = []
  /// The share of users each of them is offered to.
  var shares: [Int: Term] = [:]
  /// The state terms the month began with, in a fixed order.
  var ownStates: Stock
  var poolStates: [Int: Stock] = [:]
  var freshStates: [Int: Term] = [:]
  var dormantState: Term
  /// The month at whose end the failure fired; ``ScenarioPlanner/never`` before.
  var failure: Term?
  var failureState: Term?
  /// The month of closing, and 1 from that month on.
  var closingMonth: Term?
  var closed: Term?
  /// The present value of the margin to date.
  var valueState: Term?
}
