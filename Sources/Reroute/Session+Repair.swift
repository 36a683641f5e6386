extension Session {
  /// A text with the corrections made that are sure.
  public struct Repair: Sendable {
    /// A correction that was made.
    public struct Step: Sendable, Hashable {
      /// What was wrong.
      public let message: Message
      /// What was done about it.
      public let correction: Message.Correction
    }

    /// The text afterwards. Line ends, comments and all that no correction is about are as they were.
    public let bytes: [UInt8]
    /// What was done, in the order of the text as it was then.
    public let steps: [Step]
    /// What is wrong or doubtful still.
    public let outcome: Outcome
  }

  /// The most rounds of corrections: each may bring to light what the mistakes of the one before hid.
  private static let mostRounds = 20

  /// Makes the corrections that a program may make unasked, and checks again, until there are none. Nothing is simulated or kept.
  public func repair(bytes: [UInt8], name: String = "script") -> Repair {
    var bytes = bytes
    var steps: [Repair.Step] = []
    var seen: Set<[UInt8]> = [bytes]
    var outcome = check(bytes: bytes, name: name)
    for _ in 0..<Self.mostRounds {
      let round = Self.corrections(of: outcome.messages, in: name)
      if round.isEmpty { break }
      let mended = Self.applying(round.flatMap { $0.correction.edits }, to: bytes)
      // A text that comes again would come for ever.
      guard seen.insert(mended).inserted else { break }
      bytes = mended
      steps += round
      outcome = check(bytes: bytes, name: name)
    }
    return Repair(bytes: bytes, steps: steps, outcome: outcome)
  }

  /// The sure corrections of a text that don't overlap, in the order of their places.
  private static func corrections(of messages: [Message], in name: String) -> [Repair.Step] {
    var chosen: [Repair.Step] = []
    var taken: [Range<Int>] = []
    for message in messages {
      guard
        let correction = message.corrections.first(where: { $0.applicability == .automatic }),
        !correction.edits.isEmpty, correction.edits.allSatisfy({ $0.span.source == name })
      else { continue }
      let places = correction.edits.map(\.span.utf8)
      let isFree = places.allSatisfy { place in
        taken.allSatisfy { $0.upperBound < place.lowerBound || $0.lowerBound > place.upperBound }
      }
      guard isFree else { continue }
      taken += places
      chosen.append(Repair.Step(message: message, correction: correction))
    }
    return chosen
  }

  /// A text with edits made, none overlapping another.
  static func applying(_ edits: [Message.Correction.Edit], to bytes: [UInt8]) -> [UInt8] {
    let sorted = edits.enumerated().sorted {
      ($0.element.span.utf8.lowerBound, $0.element.span.utf8.upperBound, $0.offset)
        < ($1.element.span.utf8.lowerBound, $1.element.span.utf8.upperBound, $1.offset)
    }.map(\.element)
    var out: [UInt8] = []
    var next = 0
    for edit in sorted {
      let start = min(max(edit.span.utf8.lowerBound, next), bytes.count)
      out += bytes[next..<start]
      out += Array(edit.replacement.utf8)
      next = min(max(edit.span.utf8.upperBound, start), bytes.count)
    }
    return out + bytes[next...]
  }
}
