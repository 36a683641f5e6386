import Reroute
import Testing

extension Session {
  /// What a text answers, in a copy.
  func asked(_ text: String) throws -> Double {
    var copy = self
    return try copy.number(text)
  }

  /// What becomes of a text, in a copy.
  func tried(_ text: String) -> Outcome {
    var copy = self
    return copy.run(text)
  }

  /// Runs a text, and expects it to end in a way.
  mutating func keep(_ text: String, _ status: Outcome.Status = .done) {
    let outcome = run(text)
    #expect(outcome.status == status, "\(text): \(outcome.messages)")
  }
}
