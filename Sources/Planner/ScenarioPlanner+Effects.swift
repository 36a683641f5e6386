import Engine
import Portfolio
import Quantities

/// What integrations and reallocations do to a product in a month.
extension ScenarioPlanner {
  mutating func integrationEffects(on p: Int) -> Effects {
    builder.group = p
    let (zero, one) = (builder.constant(0), builder.constant(1))
    var effects = Effects(
      acquisition: one, churn: one, arpu: one, oneOff: zero, bought: zero, freed: zero, spent: zero)
    for integration in integrations[products[p].id] ?? [] {
      let start = start(integration.timing, source: integration.source)
      let (over, steepness) = span(integration.timing)
      let ramp = builder.ramp(
        integration.timing.ramp.shape, elapsed(start), over: over, steepness: steepness)
      var adoption = one
      if let stated = integration.clauses[.adoption] {
        let (x, declaration) = value(stated)
        adoption = share(x, declaration)
      }
      let reach = builder.apply(
        .multiply, builder.apply(.multiply, adoption, ramp), lasting(integration.timing))
      func factor(_ clause: Integration.Clause, _ known: Term, _ planner: inout ScenarioPlanner)
        -> Term
      {
        guard let stated = integration.clauses[clause] else { return known }
        let (x, declaration) = planner.value(stated)
        let change = planner.finite(x, declaration)
        let raw = planner.builder.apply(
          .add, one, planner.builder.apply(.multiply, change, reach))
        return planner.builder.apply(.multiply, known, planner.builder.apply(.maximum, zero, raw))
      }
      let before = effects
      effects.acquisition = factor(.acquisition, effects.acquisition, &self)
      effects.churn = factor(.churn, effects.churn, &self)
      effects.arpu = factor(.arpu, effects.arpu, &self)
      effects.steps.append(
        Effects.Step(
          declaration: integration.declaration,
          acquisition: .init(before: before.acquisition, after: effects.acquisition),
          churn: .init(before: before.churn, after: effects.churn),
          arpu: .init(before: before.arpu, after: effects.arpu)))
      if let cost = integration.clauses[.cost] {
        let (x, declaration) = value(cost)
        let now = builder.apply(.equal, month, start)
        let paid = builder.apply(
          .multiply, builder.apply(.multiply, nonNegative(x, declaration), now), open(p))
        effects.oneOff = builder.apply(.add, effects.oneOff, paid)
        book(.cost, p, declaration) { _ in paid }
      }
    }
    return effects
  }

  mutating func reallocate(_ effects: inout [Effects]) {
    for reallocation in reallocations {
      let s = Int(reallocation.source.rawValue)
      let t = Int(reallocation.target.rawValue)
      builder.group = t
      let start =
        reallocation.timing.from.map {
          builder.apply(
            .add, monthNumber($0), builder.constant(Double(reallocation.timing.delay)))
        } ?? products[s].closingMonth ?? builder.constant(Self.never)
      var active = builder.apply(.lessOrEqual, start, month)
      active = builder.apply(.multiply, active, lasting(reallocation.timing))
      active = builder.apply(.multiply, active, open(t))
      let (x, declaration) = value(reallocation.share)
      let money = builder.apply(
        .multiply, builder.apply(.multiply, share(x, declaration), declaredCost(s)), active)
      effects[s].freed = builder.apply(.add, effects[s].freed, money)
      effects[s].freedBy.append(.init(declaration: reallocation.declaration, amount: money))
      book(.cost, t, reallocation.declaration, other: .reallocated) { _ in money }
      let whole = builder.apply(.multiply, declaredCost(s), builder.constant(1 + 1e-12))
      check(
        builder.apply(.less, whole, effects[s].freed), .shareOutOfRange, reallocation.declaration)
      effects[t].spent = builder.apply(.add, effects[t].spent, money)
      if let stated = reallocation.cac {
        let (cac, cacDeclaration) = value(stated)
        check(
          builder.apply(.lessOrEqual, cac, builder.constant(0)), .divisionByZero, cacDeclaration)
        let bought = finite(builder.apply(.divide, money, cac), cacDeclaration)
        effects[t].bought = builder.apply(.add, effects[t].bought, bought)
        effects[t].boughtBy.append(.init(declaration: reallocation.declaration, amount: bought))
      }
    }
  }

  mutating func declaredCost(_ p: Int) -> Term {
    let id = products[p].id
    guard let cost = clause(.cost, of: id) else {
      return builder.constant(0)
    }
    let (x, declaration) = value(cost)
    return nonNegative(x, declaration)
  }
}
