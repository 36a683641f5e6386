/// Finds the names a misspelt word may have meant.
package enum Spelling {
  /// The candidates near to `word`, nearest first, three at most.
  ///
  /// Near is a Damerau–Levenshtein distance (with adjacent transpositions) of at most a third of the word's length,
  /// at least 1; letter case doesn't count.
  package static func suggestions(for word: String, among candidates: [String]) -> [String] {
    let folded = Array(word.lowercased().unicodeScalars)
    let limit = max(1, folded.count / 3)
    var scored: [(distance: Int, name: String)] = []
    for name in Set(candidates) where name != word {
      let other = Array(name.lowercased().unicodeScalars)
      guard abs(other.count - folded.count) <= limit else { continue }
      let d = distance(folded, other)
      if d <= limit { scored.append((d, name)) }
    }
    return scored.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], before[j - 2] + 1)
        }
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
