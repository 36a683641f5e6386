package import Quantities

/// An uncertain quantity as it was written: where, and how its values are told.
package struct Input: Hashable, Sendable {
  /// The key of its numbers.
  package var key: StreamKey
  /// The declaration it stands in: `TikTok.churn`, `redirect Resso -> TikTok accept`, `let share`.
  package var name: String
  /// What was written: `2% to 4%/month`.
  package var text: String
  /// Where.
  package var declaration: DeclarationID
  /// What it counts.
  package var dimension: Dimension
  /// How its values are told; nil where they are of no use, as those that choose among values.
  package var presentation: Presentation?
  /// `true` iff it stands in a question, so that nothing declares it.
  package var isAsked: Bool

  /// Creates an input; see the properties.
  package init(
    key: StreamKey, name: String, text: String, declaration: DeclarationID, dimension: Dimension,
    presentation: Presentation?, isAsked: Bool
  ) {
    (self.key, self.name, self.text, self.declaration) = (key, name, text, declaration)
    (self.dimension, self.presentation, self.isAsked) = (dimension, presentation, isAsked)
  }
}
