import Portfolio
import Quantities

/// Something that a model may have, as a check names it.
package enum ModelThing: Hashable, Sendable {
  case product(String)
  case failure(String)
  case overlap(String, String)
  case redirect(String, String)
  case integrate(String, String, String)
  case close(String)
  case reallocate(String, String)
  case scenario(String)
  case claim(String)
  case observation(String)
  case name(String)

  /// One of each, as it is written.
  static let examples = [
    "product A", "failure A", "overlap A, B", "redirect A -> B", "integrate F from A into B",
    "close A", "reallocate A into B", "scenario S", "claim A", "observe A", "name x",
  ]

  /// The thing that words name; nil if they name none.
  init?(_ words: [String]) {
    let names = words.map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }
    switch (names.first, names.count) {
    case ("product", 2): self = .product(names[1])
    case ("failure", 2): self = .failure(names[1])
    case ("overlap", 3): self = .overlap(names[1], names[2])
    case ("redirect", 4) where names[2] == "->": self = .redirect(names[1], names[3])
    case ("integrate", 6) where names[2] == "from" && names[4] == "into":
      self = .integrate(names[1], names[3], names[5])
    case ("close", 2): self = .close(names[1])
    case ("reallocate", 4) where names[2] == "into": self = .reallocate(names[1], names[3])
    case ("scenario", 2): self = .scenario(names[1])
    case ("claim", 2): self = .claim(names[1])
    case ("observe", 2): self = .observation(names[1])
    case ("name", 2): self = .name(names[1])
    default: return nil
    }
  }

  /// As a person says it.
  package var text: String {
    switch self {
    case .product(let a): "a product `\(a)`"
    case .failure(let a): "a failure of `\(a)`"
    case .overlap(let a, let b): "an overlap of `\(a)` and `\(b)`"
    case .redirect(let a, let b): "a redirection `\(a) -> \(b)`"
    case .integrate(let f, let a, let b): "an integration of `\(f)` from `\(a)` into `\(b)`"
    case .close(let a): "a closing of `\(a)`"
    case .reallocate(let a, let b): "a reallocation from `\(a)` into `\(b)`"
    case .scenario(let a): "a scenario `\(a)`"
    case .claim(let a): "a claim `\(a)`"
    case .observation(let a): "an observation of `\(a)`"
    case .name(let a): "the name `\(a)`"
    }
  }
}

/// A model and the names that a script gave.
struct ModelView {
  let model: Model
  let names: Set<String>

  /// Whether the model has `thing`; actions are those of a scenario, the default one where none is named.
  func has(_ thing: ModelThing, in scenario: String?) -> Bool {
    switch thing {
    case .product(let name): product(name) != nil
    case .failure(let name): product(name).map { model.failures[$0] != nil } ?? false
    case .overlap(let a, let b):
      model.overlaps.contains { Set([model[$0.of].name, model[$0.with].name]) == [a, b] }
    case .scenario(let name): model.scenarios.contains { $0.name == name }
    case .claim(let name): model.claims.contains { $0.name == name }
    case .observation(let name):
      model.observations.contains { model[$0.product].name == name }
    case .name(let name): names.contains(name)
    default: action(thing, in: scenario) != nil
    }
  }

  /// The things of the same sort as `thing`.
  func likes(of thing: ModelThing, in scenario: String?) -> Set<ModelThing> {
    let acting = actions(in: scenario).map { identity($0) }
    let all: [ModelThing] =
      switch thing {
      case .failure: model.failures.keys.map { .failure(model[$0].name) }
      case .overlap: model.overlaps.map { .overlap(model[$0.of].name, model[$0.with].name) }
      case .observation: model.observations.map { .observation(model[$0.product].name) }
      case .redirect: acting.filter { if case .redirect = $0 { true } else { false } }
      case .integrate: acting.filter { if case .integrate = $0 { true } else { false } }
      case .close: acting.filter { if case .close = $0 { true } else { false } }
      case .reallocate: acting.filter { if case .reallocate = $0 { true } else { false } }
      default: []
      }
    return Set(all)
  }

  /// Whether `thing` is there in another scenario.
  func hasElsewhere(_ thing: ModelThing) -> Bool {
    model.scenarios.contains { action(thing, in: $0.name) != nil }
  }

  /// Whether `thing` has a clause; nil if there is no such thing.
  func hasClause(_ clause: String, of thing: ModelThing, in scenario: String?) -> Bool? {
    switch thing {
    case .product(let name):
      guard let id = product(name) else { return nil }
      let product = model[id]
      if clause == "features" { return !product.features.isEmpty }
      if clause == "goal" { return product.goal != nil }
      return ProductClause(rawValue: clause).map { product.clauses[$0] != nil } ?? false
    case .failure(let name):
      guard let failure = product(name).flatMap({ model.failures[$0] }) else { return nil }
      return switch clause {
      case "when": failure.condition != nil
      case "at": failure.month != nil
      case "because": !failure.reasons.isEmpty
      default: false
      }
    default: return action(thing, in: scenario).map { has(clause, $0) }
    }
  }

  private func has(_ clause: String, _ action: Action) -> Bool {
    let timing: Timing
    let isStated: Bool
    switch action {
    case .redirect(let r):
      timing = r.timing
      isStated =
        Redirection.Clause(rawValue: clause).map { r.clauses[$0] != nil } ?? false
        || clause == "decline" && r.declinersLeave
    case .integrate(let i):
      timing = i.timing
      isStated = Integration.Clause(rawValue: clause).map { i.clauses[$0] != nil } ?? false
    case .reallocate(let r):
      timing = r.timing
      isStated = clause == "cac" && r.cac != nil
    case .close: return false
    }
    return switch clause {
    case "from": timing.from != nil
    case "until": timing.until != nil
    case "over": timing.over != nil || timing.ramp.shape == .instant
    default: isStated
    }
  }

  // MARK: Finding things

  private func product(_ name: String) -> ProductID? {
    model.productIDs.first { model[$0].name == name }
  }

  private func actions(in scenario: String?) -> [Action] {
    guard let scenario else { return model.actions(in: model.defaultScenario) }
    let id = model.scenarioIDs.first { model[$0].name == scenario }
    return id.map { model.actions(in: $0) } ?? []
  }

  private func action(_ thing: ModelThing, in scenario: String?) -> Action? {
    actions(in: scenario).first { identity($0) == thing }
  }

  private func identity(_ action: Action) -> ModelThing {
    switch action {
    case .redirect(let r): .redirect(model[r.source].name, model[r.target].name)
    case .integrate(let i):
      .integrate(i.feature, model[i.source].name, model[i.target].name)
    case .close(let c): .close(model[c.product].name)
    case .reallocate(let r): .reallocate(model[r.source].name, model[r.target].name)
    }
  }
}
