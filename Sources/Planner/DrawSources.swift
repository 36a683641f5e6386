package import Engine
package import Quantities

/// Where the numbers of each draw come from, once rank correlations are taken into account.
package struct DrawSources: Sendable {
  private var parts: [StreamKey: [DrawSource.Part]] = [:]

  /// The two streams whose correlations with the others can't all hold.
  package struct Contradiction: Error, Hashable {
    /// The correlation that the others leave no room for.
    package var correlation: Correlation
  }

  /// Prepares the sources of a graph's draws; throws the correlation that makes the matrix impossible.
  ///
  /// Normal scores with the Pearson correlation 2·sin(πρ/6) have the rank correlation ρ (Pearson 1907); they are mixed from
  /// independent ones by the Cholesky factor of each connected group.
  package init(correlations: [Correlation]) throws(Contradiction) {
    for group in Self.groups(correlations) {
      let members = group.keys
      var matrix = members.indices.map { i in members.indices.map { $0 == i ? 1.0 : 0.0 } }
      for correlation in group.correlations {
        guard let i = members.firstIndex(of: correlation.first),
          let j = members.firstIndex(of: correlation.second)
        else { continue }
        let r = RankCorrelation.pearson(fromSpearman: correlation.rho)
        matrix[i][j] = r
        matrix[j][i] = r
      }
      let factor: [[Double]]
      do {
        factor = try RankCorrelation.choleskyFactor(matrix)
      } catch {
        let last = group.correlations[group.correlations.count - 1]
        throw Contradiction(correlation: last)
      }
      for (i, key) in members.enumerated() {
        parts[key] = members.indices.prefix(i + 1).compactMap { j in
          factor[i][j] == 0 ? nil : DrawSource.Part(key: members[j], weight: factor[i][j])
        }
      }
    }
  }

  /// The source of a draw.
  package func source(of draw: Draw) -> DrawSource {
    DrawSource(
      parts: parts[draw.key] ?? [DrawSource.Part(key: draw.key, weight: 1)],
      distribution: draw.distribution, isMonthly: draw.isMonthly)
  }

  /// The connected groups of keys.
  private static func groups(
    _ correlations: [Correlation]
  ) -> [(keys: [StreamKey], correlations: [Correlation])] {
    var groups: [(keys: [StreamKey], correlations: [Correlation])] = []
    for correlation in correlations {
      let touching = groups.indices.filter {
        groups[$0].keys.contains(correlation.first) || groups[$0].keys.contains(correlation.second)
      }
      var merged: (keys: [StreamKey], correlations: [Correlation]) = ([], [])
      for i in touching {
        merged.keys += groups[i].keys
        merged.correlations += groups[i].correlations
      }
      for key in [correlation.first, correlation.second] where !merged.keys.contains(key) {
        merged.keys.append(key)
      }
      merged.correlations.append(correlation)
      for i in touching.reversed() { groups.remove(at: i) }
      groups.append(merged)
    }
    // The order of the keys, not of the statements, so that moving a statement moves no draw.
    return groups.map { ($0.keys.sorted { $0.value < $1.value }, $0.correlations) }
  }
}
