/// Finds single order statistics of a column without sorting it: counts its values in equal bins, then sorts only those in the
/// bins that hold the wanted ranks. Keeps its buffers from column to column.
///
/// Raw buffers, because they are read three times a column; measured with 10,240 values and the fourteen ranks of three
/// percentiles and their errors at some 3 ns a value, where sorting by radix takes 35.
package struct OrderSelection {
  private var counts: [UInt32] = []
  private var found: [Double] = []
  private static let bins = 1024
  /// Fewer values than this are sorted.
  private static let few = 512
  /// Wanted bins as near as this are collected as one range.
  private static let near = 4
  /// The most rounds: each narrows the range a thousandfold, so that more are for data made to resist.
  private static let mostRounds = 8

  /// Creates buffers.
  package init() {}

  /// The values at ascending `ranks`, counted from 0, of `values`, none of which is NaN; `minimum` and `maximum` are theirs.
  package mutating func select(
    _ ranks: [Int], of values: UnsafeBufferPointer<Double>, minimum: Double, maximum: Double
  ) -> [Double] {
    select(ranks, of: values, minimum, maximum, round: 0)
  }

  private mutating func select(
    _ ranks: [Int], of values: UnsafeBufferPointer<Double>, _ minimum: Double, _ maximum: Double,
    round: Int
  ) -> [Double] {
    if minimum == maximum { return ranks.map { _ in minimum } }
    let scale = Double(Self.bins) / (maximum - minimum)
    guard values.count > Self.few, round < Self.mostRounds, scale.isFinite, scale > 0 else {
      var sorted = Array(values)
      ColumnSort.sort(&sorted)
      return ranks.map { sorted[$0] }
    }
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: Self.bins + 1))
    let bins = ColumnBins(offset: minimum, scale: scale, bins: Self.bins)
    counts.withUnsafeMutableBufferPointer { bins.count(values, into: $0) }
    let clusters = clusters(of: ranks)
    var edges: [Double] = []
    for cluster in clusters {
      edges.append(cluster.first == 0 ? minimum : edge(cluster.first, bins, minimum, maximum))
      edges.append(
        cluster.last + 1 >= Self.bins
          ? maximum : edge(cluster.last + 1, bins, minimum, maximum).nextDown)
    }
    found.removeAll(keepingCapacity: true)
    ColumnRanges(edges).collect(values, into: &found)
    if found.count <= max(Self.few, values.count / 4) {
      ColumnSort.sort(&found)
      var start = 0
      var results: [Double] = []
      for cluster in clusters {
        results += cluster.ranks.map { found[start + $0 - cluster.before] }
        start += cluster.count
      }
      return results
    }
    // Most values share few bins: each cluster again, by itself.
    let kept = found
    var results: [Double] = []
    for (i, cluster) in clusters.enumerated() {
      let own = kept.filter { $0 >= edges[2 * i] && $0 <= edges[2 * i + 1] }
      let (low, high) = (own.min() ?? .nan, own.max() ?? .nan)
      let inside = cluster.ranks.map { $0 - cluster.before }
      results += own.withUnsafeBufferPointer {
        select(inside, of: $0, low, high, round: round + 1)
      }
    }
    return results
  }

  /// Neighbouring bins with the ranks in them.
  private struct Cluster {
    var first: Int
    var last: Int
    /// The values in earlier bins, and those in these.
    var before: Int
    var count: Int
    var ranks: [Int]
  }

  private func clusters(of ranks: [Int]) -> [Cluster] {
    var clusters: [Cluster] = []
    var bin = 0
    var before = 0
    for rank in ranks {
      while bin < Self.bins - 1, before + Int(counts[bin]) <= rank {
        before += Int(counts[bin])
        bin += 1
      }
      if let last = clusters.last, bin - last.last <= Self.near {
        let i = clusters.count - 1
        for added in clusters[i].last + 1..<max(clusters[i].last + 1, bin + 1) {
          clusters[i].count += Int(counts[added])
        }
        clusters[i].last = max(clusters[i].last, bin)
        clusters[i].ranks.append(rank)
      } else {
        clusters.append(
          Cluster(first: bin, last: bin, before: before, count: Int(counts[bin]), ranks: [rank]))
      }
    }
    return clusters
  }

  /// The least number in a bin or in a greater one.
  private func edge(_ bin: Int, _ bins: ColumnBins, _ minimum: Double, _ maximum: Double) -> Double
  {
    func isReached(_ x: Double) -> Bool { (x - bins.offset) * bins.scale >= Double(bin) }
    let guess = bins.offset + Double(bin) / bins.scale
    let reach = 4 * max(abs(minimum), abs(maximum)).ulp
    let (low, high) = (max(minimum, guess - reach), min(maximum, guess + reach))
    if low < high, !isReached(low), isReached(high) {
      return .least(from: low, to: high, where: isReached)
    }
    return .least(from: minimum, to: maximum, where: isReached)
  }
}
