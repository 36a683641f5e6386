import Quantities
import Testing

@Suite struct GraphTests {
  @Test func whatAnExpressionNeedsComesOnceAndInOrder() {
    var graph = ExpressionGraph()
    let x = graph.add(MetricReference(product: ProductID(rawValue: 0), metric: 1))
    let y = graph.add(MetricReference(product: ProductID(rawValue: 1), metric: 1))
    let unused = graph.add(.multiply, x, x)
    let sum = graph.add(.add, x, y)
    // Many ways lead to what is shared.
    var shared = sum
    for _ in 0..<40 { shared = graph.add(.multiply, shared, graph.add(.add, shared, sum)) }
    let needed = graph.reachable(from: [shared, y])
    #expect(needed == needed.sorted() && Set(needed).count == needed.count)
    #expect(needed.count == graph.expressions.count - 1 && !needed.contains(unused))
    let open = Expression.needed(by: [shared], in: graph.expressions) { $0 > sum }
    #expect(open.first == ExpressionID(rawValue: sum.rawValue + 1) && open.last == shared)
  }

  @Test func equalExpressionsAreOne() {
    var graph = ExpressionGraph()
    let first = (0..<1000).map { graph.add(constant: Double($0)) }
    let sums = first.map { graph.add(.add, graph.add(.month), $0) }
    let again = (0..<1000).map { graph.add(constant: Double($0)) }
    let sumsAgain = first.map { graph.add(.add, graph.add(.month), $0) }
    #expect(first == again && sums == sumsAgain)
    let zero = graph.add(constant: -0.0)
    let undefined = [graph.add(constant: .nan), graph.add(constant: .signalingNaN)]
    #expect(zero == first[0] && undefined[0] == undefined[1])
  }

  @Test func whatAnExpressionDependsOnIsKnown() {
    var graph = ExpressionGraph()
    let once = graph.add(Draw(name: "a", distribution: .uniform(low: 0, high: 1)))
    let monthly = graph.add(
      Draw(name: "b", distribution: .uniform(low: 0, high: 1), isMonthly: true))
    let end = graph.add(.add, graph.add(.horizon), once)
    #expect(graph.isUncertain(end) && graph.isSeries(end) && !graph.variesByMonth(end))
    let both = graph.add(.select, once, end, graph.add(.negate, monthly))
    #expect(graph.drawsMonthly(both) && graph.variesByMonth(both) && !graph.drawsMonthly(end))
    let month = graph.add(.month)
    #expect(!graph.isSeries(monthly) && !graph.isUncertain(month))
  }
}
