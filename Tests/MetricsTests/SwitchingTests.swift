import Metrics
import Testing

@Suite("Switching and overlap")
struct SwitchingTests {
  private let brands = ["dannon", "hiland", "weight", "yoplait"]
  /// Successive purchases of 100 households, counted from the yogurt panel of Jain, Vilcassim &
  /// Chintagunta (1994), Journal of Business and Economic Statistics 12 (Ecdat, data set Yogurt).
  private let yogurt = [
    [822, 16, 19, 71], [17, 30, 6, 14], [18, 5, 473, 44], [65, 17, 41, 654],
  ]

  @Test("Empty, one brand, unknown brands, and matrices that are none")
  func special() throws {
    let empty = try #require(SwitchingMatrix(brands: [Int](), sequences: []))
    #expect(empty.stationary == nil && empty.transitions.isEmpty)
    let one = try #require(SwitchingMatrix(brands: ["a"], sequences: [["a", "a"], ["a"], []]))
    #expect(one.counts == [[1]] && one.stationary == [1])
    #expect(one.diversion(removing: "a") == nil)
    #expect(one.diversion(removing: "b") == nil)
    #expect(SwitchingMatrix(brands: ["a"], sequences: [["b"]]) == nil)
    #expect(SwitchingMatrix(brands: ["a", "a"], sequences: []) == nil)
    #expect(SwitchingMatrix(brands: ["a", "b"], counts: [[1, 2]]) == nil)
    #expect(SwitchingMatrix(brands: ["a"], counts: [[-1]]) == nil)
  }

  @Test("Sequences are not joined; a brand never left has no row, and no stationary shares follow")
  func counting() throws {
    let seen = try #require(
      SwitchingMatrix(brands: ["a", "b"], sequences: [["a", "b", "a"], ["b", "b", "a"]]))
    #expect(seen.counts == [[0, 1], [2, 1]])
    #expect(seen.transitions[1] == [2.0 / 3, 1.0 / 3])
    #expect(agree(seen.stationary, [0.4, 0.6], within: 1e-15))
    let sink = try #require(SwitchingMatrix(brands: ["a", "b"], sequences: [["a", "b"]]))
    #expect(sink.transitions == [[0, 1], nil])
    #expect(sink.stationary == nil)
    let apart = try #require(SwitchingMatrix(brands: ["a", "b"], counts: [[3, 0], [0, 2]]))
    #expect(apart.stationary == nil)
  }

  @Test(
    "Yogurt: stationary .389005 .029833 .233556 .347606; hiland diverts .459459 .162162 .378378")
  func yogurtPanel() throws {
    let matrix = try #require(SwitchingMatrix(brands: brands, counts: yogurt))
    #expect(
      agree(matrix.stationary, [0.389005, 0.029833, 0.233556, 0.347606], within: 5e-7))
    #expect(
      agree(
        matrix.diversion(removing: "hiland"), [0.459459, 0, 0.162162, 0.378378], within: 5e-7))
    #expect(yogurt.joined().reduce(0, +) == 2412 - 100)
  }

  @Test("Stationary shares are left unchanged by the matrix (1e-14)")
  func invariant() throws {
    var random = MeasurementRandom(seed: 17)
    for size in 2...9 {
      let counts = (0..<size).map { _ in
        (0..<size).map { _ in Int.random(in: 1...50, using: &random) }
      }
      let matrix = try #require(SwitchingMatrix(brands: Array(0..<size), counts: counts))
      let shares = try #require(matrix.stationary)
      let rows = matrix.transitions.compactMap(\.self)
      let next = (0..<size).map { j in (0..<size).reduce(0) { $0 + shares[$1] * rows[$1][j] } }
      #expect(agree(next, shares, within: 1e-14))
      #expect(agree(shares.reduce(0, +), 1, within: 1e-14))
    }
  }

  @Test("Overlap of 18% and 17%, 53% of the first: .0954, .0306, lift 3.118, [0, .17] (1e-15)")
  func overlap() throws {
    let overlap = try #require(
      TwoWayOverlap(first: 0.18, second: 0.17, shareOfFirstInSecond: 0.53))
    #expect(agree(overlap.joint, 0.0954, within: 1e-15))
    #expect(agree(overlap.independence, 0.0306, within: 1e-15))
    #expect(agree(overlap.lift, 3.118, within: 5e-4))
    #expect(overlap.bounds == 0...0.17)
    #expect(agree(overlap.union, 0.2546, within: 1e-15))
    #expect(agree(overlap.shareOfSecondInFirst, 0.0954 / 0.17, within: 1e-15))
  }

  @Test("Overlaps that cannot be are refused; an empty audience has no lift")
  func impossible() throws {
    #expect(TwoWayOverlap(first: 0.5, second: 0.1, shareOfFirstInSecond: 0.5) == nil)
    #expect(TwoWayOverlap(first: 0.9, second: 0.9, joint: 0.5) == nil)
    #expect(TwoWayOverlap(first: 1.1, second: 0.1, joint: 0) == nil)
    #expect(TwoWayOverlap(first: 0.1, second: 0.1, joint: .nan) == nil)
    #expect(TwoWayOverlap(first: 0.1, second: 0.1, shareOfFirstInSecond: -0.1) == nil)
    let empty = try #require(TwoWayOverlap(first: 0, second: 0.4, shareOfFirstInSecond: 1))
    #expect(empty.lift == nil && empty.joint == 0)
    // 1 + .1 − 1 rounds above .1.
    let all = try #require(TwoWayOverlap(first: 1, second: 0.1, shareOfFirstInSecond: 0.1))
    #expect(all.bounds == 0.1...0.1 && all.joint == 0.1)
    let full = try #require(TwoWayOverlap(first: 0.9, second: 0.9, joint: 0.8))
    #expect(agree(full.bounds.lowerBound, 0.8, within: 1e-12))
  }
}
