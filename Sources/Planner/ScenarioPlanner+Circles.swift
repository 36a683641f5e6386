import Engine
import Portfolio
import Quantities

/// Redirections that lead back to where they came from, in the months and trials in which all of them work.
extension ScenarioPlanner {
  /// So many circles are watched at most, the shortest paths of the first products first.
  private static let mostCircles = 32

  /// Flags the trials in which a circle of redirections works. `working` is 1 while a redirection does, by its position.
  mutating func watchCircles(_ working: [Term]) {
    for circle in circles() {
      guard let first = circle.first else { continue }
      var all = working[first]
      for e in circle.dropFirst() { all = builder.apply(.and, all, working[e]) }
      check(
        all, .redirectCircle(circle.map { redirections[$0].source }),
        redirections[circle[circle.count - 1]].declaration)
    }
  }

  /// The elementary circles, each from its first product on, as positions of redirections.
  private func circles() -> [[Int]] {
    let sources = Set(redirections.map(\.source))
    guard redirections.contains(where: { sources.contains($0.target) }) else { return [] }
    var bySource: [ProductID: [Int]] = [:]
    for (e, r) in redirections.enumerated() where sources.contains(r.target) {
      bySource[r.source, default: []].append(e)
    }
    var found: [[Int]] = []
    // Paths grow in number with every product, so the search is bounded too.
    var steps = 0
    func extend(_ trail: [Int], _ seen: Set<ProductID>, from start: ProductID) {
      guard let last = trail.last else { return }
      steps += 1
      let end = redirections[last].target
      if end == start { return found.append(trail) }
      // A circle is found from its first product only.
      guard end > start, !seen.contains(end) else { return }
      for e in bySource[end] ?? [] where found.count < Self.mostCircles && steps < 10_000 {
        extend(trail + [e], seen.union([end]), from: start)
      }
    }
    for start in sources.sorted() {
      for e in bySource[start] ?? [] where found.count < Self.mostCircles && steps < 10_000 {
        extend([e], [start], from: start)
      }
    }
    return found
  }
}
