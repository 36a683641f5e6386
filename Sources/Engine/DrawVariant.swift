package import Quantities

/// How the draws of a run differ from those of its trials: some are read from other streams, one may be held at a value.
package struct DrawVariant: Hashable, Sendable {
  /// A draw that is held at a value; what is correlated with it follows as the correlation demands.
  package struct Held: Hashable, Sendable {
    /// Where the draw is held.
    package enum Level: Hashable, Sendable {
      /// At the value that this share of its distribution lies below; a monthly draw in every month.
      case probability(Double)
      /// At a point of its own in each block, for the whole block: the one of this number, see ``DrawVariant/weight(ofPoint:block:_:isMonthly:_:)``.
      /// Each month has its own.
      case point(Int)
    }
    /// The draw's own key.
    package var key: StreamKey
    /// The draw's streams and their weights.
    package var parts: [DrawSource.Part]
    /// Where it is held.
    package var level: Level

    /// Holds the draw called `key` with this source.
    package init(key: StreamKey, parts: [DrawSource.Part], level: Level) {
      (self.key, self.parts, self.level) = (key, parts, level)
    }
  }

  /// The streams that are replaced by those of a second set, independent of the first.
  package var replaced: Set<StreamKey>
  /// What is held.
  package var held: Held?

  /// Creates a variant; see the properties.
  package init(replaced: Set<StreamKey> = [], held: Held? = nil) {
    (self.replaced, self.held) = (replaced, held)
  }

  /// The key of the stream in the second set that stands in for a stream.
  package static func second(_ key: StreamKey) -> StreamKey {
    StreamKey(value: SplitMix64.mix(key.value ^ 0x5EC0_4D5E_7000_0001))
  }

  /// The key of the stream in the third set, which says where a draw is held.
  package static func third(_ key: StreamKey) -> StreamKey {
    StreamKey(value: SplitMix64.mix(key.value ^ 0x7418_D5E7_0000_0002))
  }
}

extension DrawVariant {
  /// The share of its distribution at which an input is held, from a uniform number v: 3v² − 2v³, so that points lie closer at the
  /// ends, where a quantile changes fast.
  private static func spread(_ v: Double) -> Double {
    min(max(v * v * (3 - 2 * v), 0x1p-53), 1 - 0x1p-53)
  }

  /// How much the point of this number in a block counts in a mean over points: 6v (1 − v), as points lie closer at the ends; 1 for an
  /// input that is drawn by the month.
  package static func weight(
    ofPoint number: Int, block: Int, _ key: StreamKey, isMonthly: Bool, _ uniforms: UniformSource
  ) -> Double {
    guard !isMonthly else { return 1 }
    let v = uniforms.uniform(third(key), trial: block * blockSize + number)
    return 6 * v * (1 - v)
  }

  /// What a source comes to: weighted normal scores and a constant one.
  enum Mixture {
    case scores([DrawSource.Part], offset: Double)
    /// Held itself: the same probability in all trials.
    case held(probability: Double)
  }

  /// What a source comes to in the trials from `firstTrial` on.
  ///
  /// Normal scores z = W u of independent scores u, of which z_h is held at q, have the distribution of z + r (q − z_h), where r
  /// are their correlations with z_h (Hoffman and Ribak, 1991).
  func mixture(
    of source: DrawSource, _ uniforms: UniformSource, firstTrial: Int, month: Int
  ) -> Mixture {
    guard let held else { return .scores(source.parts, offset: 0) }
    var correlation = 0.0
    for part in source.parts {
      for other in held.parts where other.key == part.key {
        correlation += part.weight * other.weight
      }
    }
    if correlation == 0 { return .scores(source.parts, offset: 0) }
    let probability: Double
    switch held.level {
    case .probability(let share): probability = share
    case .point(let number):
      let key = Self.third(held.key)
      let uniform = uniforms.uniform(
        source.isMonthly ? key.month(month) : key,
        trial: firstTrial / blockSize * blockSize + number)
      probability = source.isMonthly ? uniform : Self.spread(uniform)
    }
    if source.parts == held.parts { return .held(probability: probability) }
    var parts = source.parts
    for other in held.parts {
      if let i = parts.firstIndex(where: { $0.key == other.key }) {
        parts[i].weight -= correlation * other.weight
      } else {
        parts.append(
          DrawSource.Part(key: other.key, weight: -correlation * other.weight))
      }
    }
    return .scores(
      parts.filter { $0.weight != 0 },
      offset: correlation * SpecialFunctions.normalQuantile(probability))
  }
}
