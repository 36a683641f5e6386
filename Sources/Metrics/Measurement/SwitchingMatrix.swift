/// Which brand follows which, counted over ordered choices.
package struct SwitchingMatrix<Brand: Hashable & Sendable>: Hashable, Sendable {
  /// The brands, in the order of rows and columns.
  package let brands: [Brand]
  /// `counts[i][j]`: how often brand j was chosen next after brand i.
  package let counts: [[Int]]

  /// A matrix of given counts; nil where brands repeat, the matrix is not square in them, or a
  /// count is negative.
  package init?(brands: [Brand], counts: [[Int]]) {
    guard Set(brands).count == brands.count, counts.count == brands.count,
      counts.allSatisfy({ $0.count == brands.count && $0.allSatisfy { $0 >= 0 } })
    else { return nil }
    self.brands = brands
    self.counts = counts
  }

  /// Counts successive choices within each sequence (one per person, in order of time); nil where
  /// brands repeat or a choice is none of them.
  package init?(brands: [Brand], sequences: [[Brand]]) {
    let position = Dictionary(zip(brands, brands.indices)) { first, _ in first }
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: brands.count), count: brands.count)
    for sequence in sequences {
      let places = sequence.compactMap { position[$0] }
      guard places.count == sequence.count else { return nil }
      for (from, to) in zip(places, places.dropFirst()) { counts[from][to] += 1 }
    }
    self.init(brands: brands, counts: counts)
  }

  /// The Markov matrix: each row divided by its sum; nil for a brand nobody was seen to leave or
  /// keep.
  package var transitions: [[Double]?] {
    counts.map { row in
      let total = row.reduce(0.0) { $0 + Double($1) }
      return total > 0 ? row.map { Double($0) / total } : nil
    }
  }

  /// The long-run shares of choices, in the order of `brands`; nil where they are not unique because
  /// some brand cannot be reached from some other.
  ///
  /// Grassmann, Taksar & Heyman (1985), Operations Research 33: elimination without subtraction.
  package var stationary: [Double]? {
    guard !brands.isEmpty, isIrreducible else { return nil }
    var rows = transitions.compactMap(\.self)
    guard rows.count == brands.count else { return nil }
    for n in rows.indices.dropFirst().reversed() {
      let leaving = rows[n][..<n].reduce(0, +)
      guard leaving > 0 else { return nil }
      for i in 0..<n {
        rows[i][n] /= leaving
        for j in 0..<n { rows[i][j] += rows[i][n] * rows[n][j] }
      }
    }
    var shares = [1.0]
    for n in rows.indices.dropFirst() {
      shares.append((0..<n).reduce(0) { $0 + shares[$1] * rows[$1][n] })
    }
    let total = shares.reduce(0, +)
    return shares.map { $0 / total }
  }

  /// Where the users of a removed brand go: its off-diagonal row, renormalised, in the order of
  /// `brands` (the brand itself gets 0). Assumes they choose as they did when they last switched.
  /// Nil for an unknown brand or one nobody was seen to leave.
  package func diversion(removing brand: Brand) -> [Double]? {
    guard let index = brands.firstIndex(of: brand) else { return nil }
    var row = counts[index]
    row[index] = 0
    let total = row.reduce(0.0) { $0 + Double($1) }
    return total > 0 ? row.map { Double($0) / total } : nil
  }

  private var isIrreducible: Bool {
    func reach(_ linked: (Int, Int) -> Bool) -> Bool {
      var seen: Set<Int> = [0]
      var open = [0]
      while let here = open.popLast() {
        for next in brands.indices where linked(here, next) && seen.insert(next).inserted {
          open.append(next)
        }
      }
      return seen.count == brands.count
    }
    return reach { counts[$0][$1] > 0 } && reach { counts[$1][$0] > 0 }
  }
}
