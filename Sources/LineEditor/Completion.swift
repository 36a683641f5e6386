/// What could stand at the cursor.
package struct Completion: Equatable, Sendable {

  /// One way to go on.
  package struct Candidate: Equatable, Sendable {

    /// The text to insert in place of what was typed.
    package let text: String

    /// The text to list.
    package let display: String

    /// What it means, in one line; may be empty.
    package let summary: String

    /// Makes a candidate, listed as it is inserted unless `display` says otherwise.
    package init(text: String, display: String? = nil, summary: String = "") {
      self.text = text
      self.display = display ?? text
      self.summary = summary
    }
  }

  /// The UTF-8 offset where the text begins that a candidate replaces; it ends at the cursor.
  package let replaceFrom: Int

  /// The ways to go on, in the order to list them.
  package let candidates: [Candidate]

  /// Makes a completion that replaces the text from `replaceFrom` to the cursor.
  package init(replaceFrom: Int, candidates: [Candidate]) {
    self.replaceFrom = replaceFrom
    self.candidates = candidates
  }

  /// No way to go on.
  package static var none: Self { Self(replaceFrom: 0, candidates: []) }
}

extension Completion {

  /// Returns what to insert in place of `typed`: the beginning that all candidates share, or
  /// `nil` when it says no more than `typed` does.
  func insertion(typed: String) -> String? {
    guard let first = candidates.first?.text else { return nil }
    let shared = candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1.text) }
    if candidates.count == 1 { return shared == typed ? nil : shared }
    return shared.count > typed.count || (shared.count == typed.count && shared != typed)
      ? shared : nil
  }
}

extension String {

  /// Returns the whole characters with which both texts begin.
  fileprivate func commonPrefix(with other: String) -> String {
    var end = startIndex
    for (mine, theirs) in zip(self, other) {
      guard mine == theirs else { break }
      end = index(after: end)
    }
    return String(self[..<end])
  }
}
