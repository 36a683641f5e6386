package import Quantities

/// What a scenario does and `baseline` doesn't: a player of the game whose worth is a figure of the scenario.
package enum Player: Hashable, Sendable {
  /// An action; `replaces` iff `baseline` has one of the same identity, in whose place it comes.
  case action(Action, replaces: Bool)
  /// A changed clause of a product.
  case change(Scenario.Target, ClauseValue)

  /// The declaration.
  package var declaration: DeclarationID {
    switch self {
    case .action(let action, _): action.declaration
    case .change(_, let clause): clause.declaration
    }
  }
}

extension Model {
  /// The players of a scenario: its actions in force that `baseline` doesn't have, in their order, then the clauses it changes, as
  /// declared.
  package func players(in id: ScenarioID) -> [Player] {
    let committed = actions(in: .baseline)
    let known = Set(committed)
    let identities = Set(committed.map(\.identity))
    let own = actions(in: id).filter { !known.contains($0) }.map {
      Player.action($0, replaces: identities.contains($0.identity))
    }
    var changes: [Scenario.Target: ClauseValue] = [:]
    for ancestor in lineage(of: id) where ancestor != .baseline {
      changes.merge(self[ancestor].changes) { $1 }
    }
    let changed = changes.filter { self[.baseline].changes[$0.key] != $0.value }.sorted {
      $0.value.declaration < $1.value.declaration
    }
    return own + changed.map { .change($0.key, $0.value) }
  }

  /// The scenario that does what some of the players of another do, and nothing else that `baseline` doesn't.
  package static func scenario(of players: [Player]) -> Scenario {
    var scenario = Scenario(name: "a part of the plan", extends: .baseline)
    for player in players {
      switch player {
      case .action(let action, _): scenario.actions.append(action)
      case .change(let target, let clause): scenario.changes[target] = clause
      }
    }
    return scenario
  }
}
