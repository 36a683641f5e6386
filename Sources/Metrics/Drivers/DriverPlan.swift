import Engine
import Planner
import Portfolio
import Quantities

/// The inputs that reach a figure, and the variants of a run that tell what they do.
struct DriverPlan: Sendable {
  /// An input as the plan draws it.
  struct Member: Sendable {
    var key: StreamKey
    var source: DrawSource
    var expression: ExpressionID
  }
  /// Inputs that are drawn from common streams; one, unless they are correlated.
  struct Group: Sendable {
    var members: [Member]
    var streams: Set<StreamKey>
  }

  /// The inputs by group, in the order in which they were written.
  var groups: [Group]
  /// The plan whose outputs are the figure in every scenario.
  let plan: Plan
  private let model: Model
  private let targets: [ExpressionID]

  /// Plans a study of expressions that have one value a trial each.
  init(_ targets: [ExpressionID], of model: Model) throws(DrawSources.Contradiction) {
    (self.targets, self.model) = (targets, model)
    let run = try AnswerPlanner.plan(targets, of: model)
    var plan = run.plan
    // Two targets may be one output.
    plan.outputs = run.outputs.map { run.plan.outputs[$0] }
    let sources = plan.sources
    groups = Self.groups(sources, of: model)
    plan.keys = Self.keys(sources)
    self.plan = plan
  }

  /// The plan with the values of inputs as further outputs; of monthly ones their mean over the months.
  func plan(with members: [Member]) throws(DrawSources.Contradiction) -> Plan {
    var model = model
    let values = members.map { member in
      member.source.isMonthly && model.months > 0
        ? model.graph.add(.average, member.expression) : member.expression
    }
    let run = try AnswerPlanner.plan(targets + values, of: model)
    var plan = run.plan
    plan.outputs = run.outputs.map { run.plan.outputs[$0] }
    plan.keys = self.plan.keys
    return plan
  }

  /// The keys of the streams of both matrices.
  private static func keys(_ sources: [DrawSource]) -> [StreamKey] {
    var keys: [StreamKey] = []
    for source in sources where !source.isMonthly {
      for part in source.parts { keys += [part.key, DrawVariant.second(part.key)] }
    }
    return keys
  }

  private static func groups(_ sources: [DrawSource], of model: Model) -> [Group] {
    var groups: [Group] = []
    for source in sources {
      // The streams of a draw end with its own; see `DrawSources`.
      guard let key = source.parts.last?.key,
        let index = model.graph.draws.firstIndex(where: {
          $0.key == key && $0.isMonthly == source.isMonthly
            && $0.distribution == source.distribution
        })
      else { continue }
      var graph = model.graph
      let expression = graph.add(model.graph.draws[index])
      var joined = Group(
        members: [Member(key: key, source: source, expression: expression)],
        streams: Set(source.parts.map(\.key)))
      // A changed value in a scenario has the numbers of what it replaces: one input.
      for i in groups.indices.reversed() where !groups[i].streams.isDisjoint(with: joined.streams) {
        joined.streams.formUnion(groups[i].streams)
        let others = groups[i].members
        joined.members.removeAll { member in others.contains { $0.key == member.key } }
        joined.members = others + joined.members
        groups.remove(at: i)
      }
      groups.append(joined)
    }
    var order: [StreamKey: Int] = [:]
    for (i, input) in model.inputs.enumerated() where order[input.key] == nil {
      order[input.key] = i
    }
    func place(_ member: Member) -> Int { order[member.key] ?? .max }
    for i in groups.indices { groups[i].members.sort { place($0) < place($1) } }
    return groups.sorted { place($0.members[0]) < place($1.members[0]) }
  }

  /// The two matrices, then the first with the columns of each group from the second.
  var variants: [DrawVariant] {
    let all = groups.reduce(into: Set<StreamKey>()) { $0.formUnion($1.streams) }
    return [DrawVariant(), DrawVariant(replaced: all)]
      + groups.map { DrawVariant(replaced: $0.streams) }
  }
}

extension DriverPlan.Member {
  /// A variant in which the input is held.
  func held(_ level: DrawVariant.Held.Level) -> DrawVariant {
    DrawVariant(held: DrawVariant.Held(key: key, parts: source.parts, level: level))
  }
}
