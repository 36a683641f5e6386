import Metrics
import Testing

@Suite("Linear programs, transport and water-filling")
struct AllocationTests {
  private func solution(_ program: LinearProgram) -> LinearProgram.Solution? {
    if case .optimal(let solution) = program.solve() { solution } else { nil }
  }

  /// The greatest worth at any corner, found by solving every square system of bounds: rows and x ≥ 0.
  private func bestCorner(_ program: LinearProgram) -> Double? {
    let n = program.objective.count
    var rows = zip(program.rows, program.bounds).map { ($0, $1) }
    for i in 0..<n { rows.append(((0..<n).map { $0 == i ? -1 : 0 }, 0)) }
    var best: Double?
    func choose(_ from: Int, _ chosen: [Int]) {
      if chosen.count == n {
        guard let x = solve(chosen.map { rows[$0].0 }, chosen.map { rows[$0].1 }) else { return }
        let isInside = rows.allSatisfy { row, bound in
          zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } <= bound + 1e-9
        }
        if isInside {
          best = max(best ?? -.infinity, zip(program.objective, x).reduce(0) { $0 + $1.0 * $1.1 })
        }
        return
      }
      for i in from..<max(from, rows.count) { choose(i + 1, chosen + [i]) }
    }
    choose(0, [])
    return best
  }

  /// Gaussian elimination; nil for a singular system.
  private func solve(_ a: [[Double]], _ b: [Double]) -> [Double]? {
    var (a, b) = (a, b)
    let n = b.count
    for c in 0..<n {
      guard let p = (c..<n).max(by: { abs(a[$0][c]) < abs(a[$1][c]) }), abs(a[p][c]) > 1e-9 else {
        return nil
      }
      a.swapAt(c, p)
      b.swapAt(c, p)
      for r in 0..<n where r != c {
        let factor = a[r][c] / a[c][c]
        for k in c..<n { a[r][k] -= factor * a[c][k] }
        b[r] -= factor * b[c]
      }
    }
    return (0..<n).map { b[$0] / a[$0][$0] }
  }

  @Test(
    "400 random programs against every corner (1e-7 of the worth); duality; no neighbour is better")
  func randomPrograms() {
    var random = MeasurementRandom(seed: 5)
    var (solved, without) = (0, 0)
    for _ in 0..<400 {
      let n = Int.random(in: 1...3, using: &random)
      var program = LinearProgram(
        objective: (0..<n).map { _ in Double.random(in: -5...10, using: &random).rounded() })
      for i in 0..<n { program.add((0..<n).map { $0 == i ? 1 : 0 }, atMost: 10) }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        program.add(
          (0..<n).map { _ in Double.random(in: -4...8, using: &random).rounded() },
          atMost: Double.random(in: -6...20, using: &random).rounded())
      }
      let best = bestCorner(program)
      guard let found = solution(program) else {
        #expect(best == nil)
        without += 1
        continue
      }
      solved += 1
      let scale = max(1, abs(best ?? .nan))
      #expect(abs(found.value - (best ?? .nan)) <= 1e-7 * scale)
      let dual = zip(found.prices, program.bounds).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(dual - found.value) <= 1e-7 * scale)
      for neighbour in found.neighbours {
        let worth = zip(program.objective, neighbour).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(worth <= found.value + 1e-7 * scale)
      }
    }
    #expect(solved > 250 && without > 10, "\(solved) solved, \(without) without a solution")
  }

  @Test("Beale's program, which cycles without Bland's rule: 1/20; none and no bound")
  func special() {
    var beale = LinearProgram(objective: [0.75, -150, 0.02, -6])
    beale.add([0.25, -60, -0.04, 9], atMost: 0)
    beale.add([0.5, -90, -0.02, 3], atMost: 0)
    beale.add([0, 0, 1, 0], atMost: 1)
    #expect(abs((solution(beale)?.value ?? .nan) - 0.05) < 1e-12)
    var none = LinearProgram(objective: [1])
    none.add([1], atMost: 1)
    none.add([-1], atMost: -2)
    #expect(none.solve() == .infeasible)
    #expect(LinearProgram(objective: [1]).solve() == .unbounded)
    #expect(solution(LinearProgram(objective: [-1]))?.value == 0)
    var tied = LinearProgram(objective: [1, 1])
    tied.add([1, 1], atMost: 1)
    #expect(solution(tied)?.x == [1, 0])
  }

  @Test("Transport: 4890 with flows 700, 300, 0 and 0, 300, 200; greedy 1100 where 1700 is best")
  func transport() throws {
    let known = try #require(
      Allocation.transport(
        values: [[4, 3, 1], [2, 2.5, 2.2]], supply: [1000, 500], caps: [700, 600, 400]))
    #expect(abs(known.total - 4890) < 1e-9)
    #expect(known.flows == [[700, 300, 0], [0, 300, 200]])
    let values: [[Double]] = [[10, 9], [8, 1]]
    let greedy = try #require(
      Allocation.greedy(values: values, supply: [100, 100], caps: [100, 100]))
    let best = try #require(
      Allocation.transport(values: values, supply: [100, 100], caps: [100, 100]))
    #expect(greedy.total == 1100)
    #expect(best.total == 1700)
    #expect(Allocation.transport(values: [[1, 2]], supply: [1], caps: [1]) == nil)
    #expect(Allocation.greedy(values: [[1]], supply: [-1], caps: [1]) == nil)
  }

  @Test(
    "Transport against every division into whole units, 60 random tables; greedy is right for one source"
  )
  func transportByBruteForce() throws {
    var random = MeasurementRandom(seed: 9)
    for _ in 0..<60 {
      func whole(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range, using: &random))
      }
      let values = (0..<2).map { _ in (0..<2).map { _ in whole(-2...9) } }
      let (supply, caps) = ([whole(0...5), whole(0...5)], [whole(0...5), whole(0...5)])
      var best = 0.0
      for a in 0...5 {
        for b in 0...5 where Double(a + b) <= supply[0] {
          for c in 0...5 where Double(a + c) <= caps[0] {
            for d in 0...5 where Double(c + d) <= supply[1] && Double(b + d) <= caps[1] {
              best = max(
                best,
                Double(a) * values[0][0] + Double(b) * values[0][1] + Double(c) * values[1][0]
                  + Double(d) * values[1][1])
            }
          }
        }
      }
      let found = try #require(Allocation.transport(values: values, supply: supply, caps: caps))
      #expect(abs(found.total - best) < 1e-9)
      let one = try #require(
        Allocation.transport(values: [values[0]], supply: [supply[0]], caps: caps))
      let greedy = try #require(
        Allocation.greedy(values: [values[0]], supply: [supply[0]], caps: caps))
      #expect(abs(one.total - greedy.total) < 1e-9)
    }
  }

  @Test("Water-filling: a = (3, 2, 1), b = 1, budget 4 gives 2.5, 1.333333, .166667 at .857143")
  func waterFilling() throws {
    let known = try #require(WaterFilling(a: [3, 2, 1], b: [1, 1, 1], budget: 4))
    for (found, expected) in zip(known.amounts, [2.5, 4.0 / 3, 1.0 / 6]) {
      #expect(abs(found - expected) < 1e-12)
    }
    #expect(abs(known.level - 6.0 / 7) < 1e-12)
    #expect(WaterFilling(a: [3, 2, 1], b: [1, 1, 1], budget: 0)?.amounts == [0, 0, 0])
    #expect(WaterFilling(a: [0, 0], b: [1, 1], budget: 1)?.amounts == [0, 0])
    #expect(WaterFilling(a: [1], b: [0], budget: 1) == nil)
    #expect(WaterFilling(a: [], b: [], budget: 1) == nil)
  }

  @Test("Water-filling uses the budget up, and no small transfer does better")
  func waterFillingIsBest() throws {
    var random = MeasurementRandom(seed: 3)
    for _ in 0..<50 {
      let n = Int.random(in: 2...6, using: &random)
      let a = (0..<n).map { _ in Double.random(in: 0.1...5, using: &random) }
      let b = (0..<n).map { _ in Double.random(in: 0.1...3, using: &random) }
      let budget = Double.random(in: 0.1...8, using: &random)
      let found = try #require(WaterFilling(a: a, b: b, budget: budget))
      #expect(abs(found.amounts.reduce(0, +) - budget) < 1e-12 * budget * 10)
      for i in 0..<n {
        let marginal = a[i] / (b[i] + found.amounts[i])
        #expect(marginal <= found.level * (1 + 1e-12))
        if found.amounts[i] > 0 { #expect(marginal >= found.level * (1 - 1e-12)) }
      }
    }
  }
}
