/// Rank correlation of two columns.
package enum RankOrder {
  /// Spearman's rho: the correlation of the ranks, of equal values the mean of theirs. 0 where a column is constant.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (ranks(of: x), ranks(of: y))
    let middle = Double(a.count + 1) / 2
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (r, s) in zip(a, b) {
      xx += (r - middle) * (r - middle)
      yy += (s - middle) * (s - middle)
      xy += (r - middle) * (s - middle)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }

  /// The ranks from 1, of equal values the mean of theirs.
  package static func ranks(of values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }
}
