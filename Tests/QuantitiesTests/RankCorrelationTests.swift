import Quantities
import Testing

@Suite struct RankCorrelationTests {
  @Test func pearsonFromSpearman() {
    #expect(RankCorrelation.pearson(fromSpearman: 0) == 0)
    #expect(RankCorrelation.pearson(fromSpearman: 1) == 1)
    #expect(RankCorrelation.pearson(fromSpearman: -1) == -1)
    // 2 sin(pi/12) = (sqrt 6 - sqrt 2) / 2.
    let half = RankCorrelation.pearson(fromSpearman: 0.5)
    #expect(isClose(half, 0.517_638_090_205_041_5, relative: 1e-15))
    #expect(RankCorrelation.pearson(fromSpearman: -0.5) == -half)
  }

  @Test func factorOfAKnownMatrix() throws {
    // The textbook example: L = [[2], [6, 1], [-8, 5, 3]].
    let matrix: [[Double]] = [[4, 12, -16], [12, 37, -43], [-16, -43, 98]]
    let factor = try RankCorrelation.choleskyFactor(matrix)
    #expect(factor == [[2, 0, 0], [6, 1, 0], [-8, 5, 3]])
    #expect(try RankCorrelation.choleskyFactor([]) == [])
  }

  @Test func refusals() {
    #expect(throws: CholeskyError.notPositiveDefinite(row: 2)) {
      try RankCorrelation.choleskyFactor([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    }
    #expect(throws: CholeskyError.notPositiveDefinite(row: 1)) {
      try RankCorrelation.choleskyFactor([[1, 1], [1, 1]])
    }
    #expect(throws: CholeskyError.notPositiveDefinite(row: 0)) {
      try RankCorrelation.choleskyFactor([[0]])
    }
    #expect(throws: CholeskyError.notSquare(row: 1)) {
      try RankCorrelation.choleskyFactor([[1, 0], [0]])
    }
    #expect(throws: CholeskyError.notSymmetric(row: 1, column: 0)) {
      try RankCorrelation.choleskyFactor([[1, 0.5], [0.4, 1]])
    }
    #expect(throws: CholeskyError.notFinite(row: 0, column: 1)) {
      try RankCorrelation.choleskyFactor([[1, .nan], [0.4, 1]])
    }
  }
}
