import Portfolio
import Quantities
import SourceText
import Syntax

/// Which names of a script fit a hole.
extension Evaluator {
  /// The most names told of one hole.
  private static let mostNames = 8

  /// The names in scope whose values are such a kind of thing in words: "a condition", "a list".
  func names(_ kind: String) -> [String] {
    var found = bound { value in value.kindName == kind || kind.hasPrefix(value.kindName + " ") }
    if kind.hasPrefix("a product") { found += model.products.map(\.name) }
    if kind.hasPrefix("a scenario") { found += scenarioNames.keys.sorted() }
    if kind == "a time" {
      found += model.failures.keys.sorted().map { "\(model[$0].name).failure" }
    }
    return Array(found.prefix(Self.mostNames))
  }

  /// The names in scope whose values have the dimension and kind of a quantity: `let`s, functions, metrics of products.
  mutating func names(like wanted: Quantity, for place: Place?, isWhole: Bool) -> [String] {
    guard isWhole else { return [] }
    let fits = { (quantity: Quantity) in
      quantity.dimension == wanted.dimension
        && (quantity.presentation.kind == wanted.presentation.kind
          || Set([quantity.presentation.kind, wanted.presentation.kind]) == [.plain, .monthNumber])
    }
    var found = bound { value in
      if case .quantity(let quantity) = value {
        return fits(quantity) && !isOpen(quantity.expression)
      }
      return false
    }
    found += fittingFunctions(fits)
    found += fittingMetrics(wanted)
    return Array(found.prefix(Self.mostNames))
  }

  /// The names of the scopes, from the innermost, whose values satisfy a condition.
  private func bound(_ fits: (Value) -> Bool) -> [String] {
    var (found, seen) = ([String](), Set<NameID>())
    for scope in scopes.visible {
      let named = scope.map { (text: nameTable.text($0.name), local: $0) }
      for (text, (name, binding)) in named.sorted(by: { $0.text < $1.text })
      where seen.insert(name).inserted && fits(binding.value) {
        found.append(text)
      }
    }
    return found
  }

  /// The functions whose value fits, whatever they are given: each is called with holes, on a copy of the script.
  private mutating func fittingFunctions(_ fits: (Quantity) -> Bool) -> [String] {
    // Within such a call no further ones are tried.
    guard !isProbing else { return [] }
    var found: [String] = []
    let given = zip(scopes.topNames, scopes.topBindings).map { (nameTable.text($0), $1.value) }
    for (name, value) in given.sorted(by: { $0.0 < $1.0 }) where found.count < Self.mostNames {
      guard case .function(let function) = value, isSimple(function) else { continue }
      var probe = self
      probe.isProbing = true
      let arguments = function.parameters.indices.map {
        let nowhere = SourceSpan(source: SourceID(rawValue: -1), start: $0, end: $0)
        return Value.hole(PendingHole(place: nowhere))
      }
      let value = try? probe.apply(function, arguments)
      if case .quantity(let quantity)? = value, fits(quantity) {
        found.append("\(name)(\(function.parameters.joined(separator: ", ")))")
      }
    }
    return found
  }

  /// `true` iff a function calls no function of the script, so that a call of it ends soon.
  private func isSimple(_ function: FunctionValue) -> Bool {
    let tree = trees[function.tree]
    var stack = [function.body]
    var count = 0
    while let node = stack.popLast() {
      count += 1
      if count > 200 { return false }
      if tree.kind(node) == .call { return false }
      stack.append(contentsOf: tree.children(of: node))
    }
    return true
  }

  private func fittingMetrics(_ wanted: Quantity) -> [String] {
    var found: [String] = []
    for id in model.productIDs.prefix(12) {
      if case .clause(id) = context { continue }
      let count = Dimension(.count(model[id].unit))
      let metrics: [Metric] =
        switch (wanted.dimension, wanted.presentation.kind) {
        case (count, .plain): [.users]
        case (count / .time, .plain): [.acquisition]
        case (money / .time, .plain): [.revenue]
        case (money / count / .time, .plain): [.arpu]
        case (.none / .time, .share): [.churn]
        default: []
        }
      found += metrics.map { metric in
        "\(model[id].name).\(metric == .users ? model[id].unit : metric.name)"
      }
    }
    return found
  }
}
