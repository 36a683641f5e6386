extension Metric {
  /// How the metric comes about in a month, in the names of other metrics and clauses; nil where its definition says it all.
  /// These are the steps of the simulated month in `Grammar/reference.md`.
  package var formula: String? {
    switch self {
    case .users:
      "last month's users + acquired + resurrected + moved_in - churned - lapsed - merged_out - moved_out - left - lost_at_closing"
    case .own: "users - redirected"
    case .people: "users - the overlap of each declared pair, as a share of the side it names"
    case .leastPeople:
      "people - min(a, b) of each undeclared pair, no less than the largest product"
    case .acquired: "acquisition + what reallocated money buys, as far as there is room"
    case .resurrected: "resurrection * last month's dormant, as far as there is room"
    case .churned: "churn * own users + each redirection's churn * those who came by it"
    case .lapsed: "lapse * those who came by a redirection last month and are still there"
    case .offered:
      "the audience not yet asked * (R(s) - R(s-1)) / (1 - R(s-1)), R the ramp, s the month of it"
    case .reached: "offered * reach"
    case .movedIn:
      "offered * reach * accept * (1 - overlap) over the redirections here, less those refused"
    case .mergedOut: "offered * reach * accept * overlap"
    case .movedOut: "offered * reach * accept * (1 - overlap), less those refused"
    case .left: "offered - those who accept, with `decline leaves`"
    case .revenue: "arpu * users"
    case .cost:
      "declared_cost until closing, less what is reallocated + one-off costs + cost * reached + reallocated money"
    case .margin: "revenue - cost"
    case .value: "the sum of margin / (1 + discount)^month from month 1 on"
    default: nil
    }
  }
}
