package import Quantities
package import SourceText

/// A `?` of a script: a value that is still to be found, and what its surroundings say of it.
package struct Hole: Hashable, Sendable {
  /// What one place that the hole stands in, or is used in, asks of it.
  package struct Use: Hashable, Sendable {
    /// What is wanted, in the user's words: "a share per month, for `churn`".
    package var wanted: String
    /// Something that could stand there; nil where nothing is known.
    package var example: String?
    /// The names in scope that fit, the nearest first.
    package var fits: [String] = []
    /// A low, a middle and a high value, or both truths; none where the surroundings set no bounds.
    package var levels: [Level] = []
  }

  /// A value that may stand in place of a hole.
  package struct Level: Hashable, Sendable {
    /// The value as a script writes it.
    package var text: String
    /// The value in base units; of a condition 1 or 0.
    package var value: Double
  }

  /// Where it stands.
  package var place: SourceSpan
  /// What is asked of it, each once, in the order found.
  package var uses: [Use] = []
  /// The draws that stand in for it.
  package var draws: Set<StreamKey> = []

  /// The values to try in its place: those of its uses, where all agree.
  package var levels: [Level] {
    guard let first = uses.first?.levels, uses.allSatisfy({ $0.levels == first }) else { return [] }
    return first
  }
}

/// What is left open by the holes of a script.
package struct OpenPlaces: Hashable, Sendable {
  /// The holes, in the order of the text.
  package var holes: [Hole] = []
  /// Questions that can't even be put before a hole is filled.
  package var unasked: [Unasked] = []
  /// `true` iff something that everything may depend on is missing: a horizon, a product's clause computed from a hole.
  package var isModelOpen = false

  /// A question that can't be put, or whose answer is withheld.
  package struct Unasked: Hashable, Sendable {
    /// The question as it is written.
    package var text: String
    /// Where it stands.
    package var place: SourceSpan
    /// `true` iff it is an expectation, which then is not known to hold.
    package var isExpectation: Bool
    /// The holes it hangs on, by their places; none where that isn't known.
    package var holes: Set<SourceSpan>

    /// Creates the question `text` at `place`.
    package init(text: String, place: SourceSpan, isExpectation: Bool, holes: Set<SourceSpan>) {
      (self.text, self.place) = (text, place)
      (self.isExpectation, self.holes) = (isExpectation, holes)
    }
  }
}

/// A value that is a hole times, or divided into, what is known.
struct PendingHole: Hashable {
  /// The hole.
  var place: SourceSpan
  /// What it is multiplied by, or what is divided by it; nil for nothing.
  var factor: Quantity?
  /// `true` iff the factor is divided by the hole.
  var isDivisor = false

  /// `true` iff the hole's own kind and bounds are those of the whole: it stands alone, or is told per some time.
  var isPlain: Bool {
    guard !isDivisor else { return false }
    return factor.map { $0.dimension.isPureOrTime && $0.presentation.kind == .plain }
      ?? true
  }
}
