package import Quantities

/// What can be asked of a product or of the portfolio, month by month.
package enum Metric: Int32, CaseIterable, Sendable {
  // Stocks at the month's end.
  case users, own, redirected, dormant, people, leastPeople
  // Flows of the month.
  case acquired, resurrected, movedIn, churned, lapsed, mergedOut, movedOut, left, lostAtClosing
  case refused, turnedAway, offered, reached, lostReachable, lostGone
  // Money of the month.
  case revenue, cost, margin, value
  // States.
  case failed, closed, failureMonth
  // The product's own clauses, as they are in the month.
  case acquisition, churn, resurrection, arpu, capacity, declaredCost, invested
  // Derived by time.
  case observed

  /// The name in a script: `moved_in`.
  package var name: String {
    switch self {
    case .leastPeople: "least_people"
    case .movedIn: "moved_in"
    case .mergedOut: "merged_out"
    case .movedOut: "moved_out"
    case .lostAtClosing: "lost_at_closing"
    case .turnedAway: "turned_away"
    case .lostReachable: "lost_reachable"
    case .lostGone: "lost_gone"
    case .failureMonth: "failure"
    case .declaredCost: "declared_cost"
    default: "\(self)"
    }
  }

  /// The metrics by name.
  package static let byName: [String: Metric] = {
    var table: [String: Metric] = [:]
    for metric in Metric.allCases { table[metric.name] = metric }
    return table
  }()

  /// The flows of the ledger, with the sign they enter the balance with; 0 for what is only noted.
  package static let ledger: [(metric: Metric, sign: Int)] = [
    (.acquired, 1), (.resurrected, 1), (.movedIn, 1), (.churned, -1), (.lapsed, -1),
    (.mergedOut, -1), (.movedOut, -1), (.left, -1), (.lostAtClosing, -1), (.refused, 0),
    (.turnedAway, 0),
  ]

  /// How the metric is measured.
  package enum Measure: Sendable {
    case stock, flow, money, moneyStock, truth, month, share, perUser
  }

  /// How the metric is measured: stocks in the product's count unit, flows in that per month, money per month …
  package var measure: Measure {
    switch self {
    case .users, .own, .redirected, .dormant, .people, .leastPeople, .capacity, .observed: .stock
    case .acquired, .resurrected, .movedIn, .churned, .lapsed, .mergedOut, .movedOut, .left,
      .lostAtClosing, .refused, .turnedAway, .offered, .reached, .lostReachable, .lostGone,
      .acquisition:
      .flow
    case .revenue, .cost, .margin, .declaredCost: .money
    case .value, .invested: .moneyStock
    case .failed, .closed: .truth
    case .failureMonth: .month
    case .churn, .resurrection: .share
    case .arpu: .perUser
    }
  }

  /// One sentence for help and for pages that show the metric.
  package var definition: String {
    switch self {
    case .users: "active users at the month's end: own users and those who were redirected here"
    case .own: "active users at the month's end who were not redirected here"
    case .redirected: "active users at the month's end who came by a redirection"
    case .dormant: "users who stopped and may come back"
    case .people: "each person once: the sum of users less what declared pairs share"
    case .leastPeople:
      "the fewest people the users can be, if undeclared pairs overlap as far as they can"
    case .acquired: "users won in the month, those bought by a reallocation included"
    case .resurrected: "dormant users who came back in the month"
    case .movedIn: "users who came by a redirection in the month and were not here already"
    case .churned: "users who stopped in the month"
    case .lapsed: "users who came by a redirection last month and stopped in this one"
    case .mergedOut: "users who accepted a redirection and were on its target already"
    case .movedOut: "users who accepted a redirection and are new to its target"
    case .left: "users who were offered a redirection, did not take it and left"
    case .lostAtClosing: "users who were left when the product closed"
    case .refused:
      "users who accepted a redirection and found no room; they stay as if they had declined"
    case .turnedAway: "users who would have come but found no room"
    case .offered: "users to whom a redirection out was offered in the month"
    case .reached: "of those offered, the ones who saw it"
    case .lostReachable:
      "of those lost at closing, the most that declared overlaps still reach elsewhere"
    case .lostGone: "of those lost at closing, the fewest that declared overlaps leave out of reach"
    case .revenue: "ARPU times users at the month's end"
    case .cost: "fixed and one-off costs, redirections' costs and reallocated money of the month"
    case .margin: "revenue less cost"
    case .value: "present value of the margin from month 1 on, at the discount rate"
    case .failed: "whether the failure's criteria have been met"
    case .closed: "whether the product is closed"
    case .failureMonth:
      "the month at whose end the failure's criteria were met; undefined where they never are"
    case .acquisition: "users offered to the product each month, before capacity and integrations"
    case .churn: "the share of own users that stops each month, before integrations"
    case .resurrection: "the share of dormant users that comes back each month"
    case .arpu: "revenue per user and month, before integrations"
    case .capacity: "the most users the product can take"
    case .declaredCost: "the fixed cost as declared"
    case .invested: "the money put into the product before month 1"
    case .observed: "what was measured, where it was"
    }
  }

  /// `true` iff the metric can be asked of the whole portfolio.
  package var isOfPortfolio: Bool {
    switch self {
    case .failed, .closed, .failureMonth, .churn, .resurrection, .arpu, .capacity, .own, .observed,
      .lostReachable, .lostGone:
      false
    default: true
    }
  }

  /// `true` iff the metric can be asked of one product.
  package var isOfProduct: Bool { self != .people && self != .leastPeople }
}

extension MetricReference {
  /// Creates the reference to `metric` of `product`, nil for the portfolio.
  package init(_ metric: Metric, of product: ProductID?, in scenario: ScenarioID? = nil) {
    self.init(product: product, metric: metric.rawValue, scenario: scenario)
  }

  /// The metric.
  package var kind: Metric { Metric(rawValue: metric) ?? .users }
}
