import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Names, and members of what they name.
extension Evaluator {
  mutating func name(_ node: NodeID) throws(Failure) -> Value {
    if case .condition(let product) = context, let metric = ownMetric(text(node), of: product) {
      return metricValue(metric, of: product)
    }
    let name = nameID(node)
    if let binding = scopes[name] {
      if case .broken = binding.value { throw giveUp() }
      if case .hole(let hole) = binding.value { touchedHoles.insert(hole.place) }
      return binding.value
    }
    let (place, stamp) = (Int(name.rawValue), names.count + scenarioNames.count)
    if place < givenNames.count, givenNames[place].stamp == stamp {
      return givenNames[place].value
    }
    guard let value = givenName(text(node)) else { throw unknownName(node) }
    while givenNames.count <= place { givenNames.append(GivenName()) }
    givenNames[place] = GivenName(stamp: stamp, value: value)
    return value
  }

  /// What a name that the script doesn't give stands for.
  private mutating func givenName(_ spelling: String) -> Value? {
    if spelling == "month" {
      let month = model.graph.add(.month)
      return .quantity(Quantity(month, .none, Presentation(.monthNumber)))
    }
    if let product = names[spelling] { return .product(product) }
    if let scenario = scenarioNames[spelling] { return .scenario(scenario) }
    if let builtin = Catalogue.named(spelling) { return .builtin(builtin) }
    switch spelling {
    case "portfolio": return .portfolio
    case "true": return .truth(model.graph.add(constant: 1))
    case "false": return .truth(model.graph.add(constant: 0))
    case "end": return .time(.end)
    default: return nil
    }
  }

  /// What the script gives a name.
  func lookUp(_ spelling: String) -> Binding? {
    nameTable.known(spelling).flatMap { scopes[$0] }
  }

  /// What the top level of the script gives a name.
  func lookUpAtTop(_ spelling: String) -> Binding? {
    nameTable.known(spelling).flatMap { scopes.atTop($0) }
  }

  /// The metric a bare word of a failure's criteria means.
  func ownMetric(_ spelling: String, of product: ProductID) -> Metric? {
    if spelling == model[product].unit { return .users }
    guard let metric = Metric.byName[spelling], metric.isOfProduct, metric != .observed else {
      return nil
    }
    return metric == .users && model[product].unit != "users" ? nil : metric
  }

  mutating func member(_ node: NodeID) throws(Failure) -> Value {
    guard let nameNode = syntax.child(1, of: node) else { throw Failure() }
    let base = try evaluate(first(node))
    let spelling = text(nameNode)
    switch base {
    case .broken: throw Failure()
    case .record(let fields):
      if let field = fields.first(where: { $0.name == spelling }) { return field.value }
      throw report(
        .unknown("field", spelling, span(nameNode), among: fields.map(\.name), code: .unknownMember)
      )
    case .product(let product):
      if let metric = productMetric(spelling, of: product) {
        if case .failureMonth = metric, !mayFail(product) {
          throw report(
            .failureNotDeclared(
              model[product].name, span(node), declared: span(of: model[product].declaration)))
        }
        return metricValue(metric, of: product)
      }
      throw report(
        .unknownMetric(spelling, of: model[product].name, unit: model[product].unit, span(nameNode))
      )
    case .portfolio:
      if let metric = Metric.byName[spelling], metric.isOfPortfolio {
        return try portfolioMetric(metric, at: node)
      }
      let known = Metric.allCases.filter(\.isOfPortfolio).map(\.name)
      throw report(
        .unknown(
          "metric of the portfolio", spelling, span(nameNode), among: known, code: .unknownMember))
    default:
      throw wrongKind(
        "a product, a record or the portfolio", "before `.\(spelling)`", base, span(first(node)))
    }
  }

  /// `true` iff a failure of the product is declared, or may be further on.
  func mayFail(_ product: ProductID) -> Bool {
    model.failures[product] != nil || failureNames.contains(model[product].name)
      || hasHiddenFailures
  }

  func productMetric(_ spelling: String, of product: ProductID) -> Metric? {
    if spelling == model[product].unit { return .users }
    guard let metric = Metric.byName[spelling], metric.isOfProduct else { return nil }
    return metric == .users && model[product].unit != "users" ? nil : metric
  }

  /// The value of a metric of a product: a series, or a condition.
  mutating func metricValue(_ metric: Metric, of product: ProductID) -> Value {
    let expression = model.graph.add(MetricReference(metric, of: product))
    let count = Dimension(.count(model[product].unit))
    switch metric.measure {
    case .truth: return .truth(expression)
    case .month: return .time(.failure(product, after: 0))
    case .stock: return .quantity(Quantity(expression, count))
    case .flow: return .quantity(Quantity(expression, count / .time))
    case .money: return .quantity(Quantity(expression, money / .time))
    case .moneyStock: return .quantity(Quantity(expression, money))
    case .share: return .quantity(Quantity(expression, .perMonth, Presentation(.share)))
    case .perUser: return .quantity(Quantity(expression, money / count / .time))
    }
  }

  /// The dimension of the portfolio's money.
  var money: Dimension { Dimension(.currency(model.currency ?? "USD")) }

  private mutating func portfolioMetric(_ metric: Metric, at node: NodeID) throws(Failure) -> Value
  {
    let expression = model.graph.add(MetricReference(metric, of: nil))
    switch metric.measure {
    case .money: return .quantity(Quantity(expression, money / .time))
    case .moneyStock: return .quantity(Quantity(expression, money))
    default:
      let counted = Set(model.products.map(\.unit))
      guard counted.count <= 1 else {
        throw report(.mixedUnits(counted.sorted(), metric.name, span(node)))
      }
      let count = Dimension(.count(counted.first ?? "users"))
      let isStock = metric.measure == .stock
      return .quantity(Quantity(expression, isStock ? count : count / .time))
    }
  }
}
