import Engine
import Planner
import Portfolio
import Quantities

/// A scenario whose figures are shared out among its players, for all questions that ask for such shares.
struct ScenarioGame {
  let scenario: ScenarioID
  let players: [Player]
  let scheme: ShapleyScheme
  /// The worths to share out, one value a trial: of their metrics those that name no scenario are of each subset.
  var figures: [ExpressionID] = []
  /// For each of them, whether the errors of sampling are asked.
  var asksErrors: [Bool] = []

  /// Players whose shares are wanted together.
  var groups: [[Int]] = []

  /// Rows of the sums of a figure: what all players come to and what none of them does, then the players, groups of them, and
  /// the players in each of the samples.
  private static let (all, none, firstPlayer) = (0, 1, 2)
  private var firstGroup: Int { Self.firstPlayer + players.count }
  private var firstSample: Int { firstGroup + groups.count }
  private var rows: Int { firstSample + scheme.groups * players.count }

  /// For each figure, how many rows are summed.
  private var rowsOfFigures: [Int] { asksErrors.map { $0 ? rows : firstSample } }

  /// The sums that are kept.
  var sums: Int { rowsOfFigures.reduce(0, +) }

  /// What is wanted of the sums, in order.
  var details: [SummaryDetail] {
    rowsOfFigures.flatMap { count in
      (0..<count).map { $0 < firstSample ? .percentiles : .total }
    }
  }

  /// What the planner is to add up.
  var weighing: Weighing {
    var weighing = Weighing(
      scenarios: scheme.subsets.map { subset in
        Model.scenario(of: zip(players, subset).filter(\.1).map(\.0))
      }, weights: scheme.subsets.indices.map { weights(ofSubset: $0) })
    (weighing.figures, weighing.rowsOfFigures) = (figures, rowsOfFigures)
    return weighing
  }

  private func weights(ofSubset i: Int) -> [PlanPart.Weight] {
    let (subset, own) = (scheme.subsets[i], scheme.weights[i])
    // With a weight of 0 too: where a worth is undefined all shares are.
    var row = [
      PlanPart.Weight(sum: Self.all, weight: subset.contains(false) ? 0 : 1),
      PlanPart.Weight(sum: Self.none, weight: subset.contains(true) ? 0 : 1),
    ]
    for (player, weight) in own.enumerated() {
      row.append(PlanPart.Weight(sum: Self.firstPlayer + player, weight: weight))
    }
    for (group, members) in groups.enumerated() {
      let weight = members.reduce(0) { $0 + own[$1] }
      row.append(PlanPart.Weight(sum: firstGroup + group, weight: weight))
    }
    for sample in scheme.samples[i] {
      row.append(PlanPart.Weight(sum: firstSample + sample.player, weight: sample.weight))
    }
    return row
  }

  /// The row of a figure's shares of several players together.
  mutating func row(of members: [Int]) -> SharedRow {
    if members.count == 1, let only = members.first { return .player(only) }
    let known = groups.firstIndex(of: members)
    if known == nil { groups.append(members) }
    return .group(known ?? groups.count - 1)
  }

  /// The position of a row among the sums.
  func position(_ row: SharedRow, ofFigure figure: Int) -> Int {
    let start = rowsOfFigures.prefix(figure).reduce(0, +)
    switch row {
    case .all: return start + Self.all
    case .none: return start + Self.none
    case .player(let player): return start + Self.firstPlayer + player
    case .group(let group): return start + firstGroup + group
    case .sample(let number): return start + firstSample + number
    }
  }
}

/// What is told of a worth that is shared out.
enum SharedRow {
  /// What all players come to; what it is without any of them.
  case all, none
  case player(Int)
  case group(Int)
  case sample(Int)
}

/// A worth that is shared out: the game, and the figure in it.
struct SharedWorth {
  let game: Int
  let figure: Int
}

extension Answerer {
  /// The subsets that a sampled scheme simulates, about: of more players than are exact, and of a first answer.
  private static let (subsetsSampled, subsetsAtFirst) = (1024, 256)

  /// Asks for the shares of the players of a scenario in `worth`.
  mutating func share(
    _ worth: ExpressionID, of scenario: ScenarioID, asksErrors: Bool = false
  ) -> SharedWorth {
    let game = self.game(of: scenario)
    if let known = games[game].figures.firstIndex(of: worth) {
      games[game].asksErrors[known] = games[game].asksErrors[known] || asksErrors
      return SharedWorth(game: game, figure: known)
    }
    games[game].figures.append(worth)
    games[game].asksErrors.append(asksErrors)
    return SharedWorth(game: game, figure: games[game].figures.count - 1)
  }

  private mutating func game(of scenario: ScenarioID) -> Int {
    if let known = games.firstIndex(where: { $0.scenario == scenario }) { return known }
    let players = model.players(in: scenario)
    let isExact = players.count <= ShapleyScheme.mostExact
    let scheme: ShapleyScheme =
      isExact && !(isFirst && isLarge(1 << players.count))
      ? .exact(players: players.count)
      : .sampled(
        players: players.count, seed: model.seed,
        subsets: isExact ? Self.subsetsAtFirst : Self.subsetsSampled)
    games.append(ScenarioGame(scenario: scenario, players: players, scheme: scheme))
    return games.count - 1
  }

  /// `true` iff so many scenarios take more than about a second, so that a sampled answer comes first: from 2 billion months of
  /// products on.
  private func isLarge(_ scenarios: Int) -> Bool {
    cost(ofScenarios: scenarios) > 2e9
  }

  /// `true` iff there is a game whose exact shares a sampled answer may come before, and nothing else that would run twice then.
  var mayBeSampledFirst: Bool {
    studies.isEmpty && Self.plansAdvised(questions) == 0
      && games.contains { $0.scheme.isExact && isLarge($0.scheme.subsets.count) }
  }

  /// The trials × months × products × scenarios of so many scenarios.
  func cost(ofScenarios count: Int) -> Double {
    Double(model.trials) * Double(max(1, model.months)) * Double(max(1, model.products.count))
      * Double(count)
  }
}
