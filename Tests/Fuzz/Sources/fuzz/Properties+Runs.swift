import Reroute
import Synchronization

/// Runs of the same text in other ways, which answer the same.
extension Properties {
  /// The answers don't depend on the threads.
  func checkThreads(_ outcome: Outcome) {
    var session = session(threads: 3)
    let other = session.run(bytes: script, name: Self.name)
    require(other.report(.json) == outcome.report(.json), "3 threads answer differently")
  }

  /// The answers don't depend on the machine's instructions.
  func checkInstructions(_ outcome: Outcome) {
    for instructions in [Host.Instructions.portable, .sse2] {
      var session = session()
      session.host.instructions = instructions
      let other = session.run(bytes: script, name: Self.name)
      require(
        other.report(.json) == outcome.report(.json), "\(instructions.rawValue) answers differently"
      )
    }
  }

  /// Two parts of the trials, written and read, merge into the answers of one run; a damaged part is refused.
  func checkParts(_ outcome: Outcome) {
    // A half may be within the limits where the whole isn't.
    guard outcome.status != .wrong else { return }
    let half = Self.trials / 2
    var parts: [Part] = []
    for first in [half, 0] {
      var session = session()
      (session.firstTrial, session.trials) = (first, half)
      guard let part = session.part(of: script, name: Self.name).part else { return }
      let bytes = part.bytes
      guard let read = try? Part(bytes: bytes, name: "part") else {
        return require(false, "a part can't be read")
      }
      require(read.bytes == bytes, "a part that was read is written differently")
      var damaged = bytes
      damaged[hash % bytes.count] ^= UInt8(1 + hash % 255)
      require((try? Part(bytes: damaged, name: "part")) == nil, "a damaged part is read")
      parts.append(read)
    }
    guard let whole = try? Part.merged(parts) else { return require(false, "parts don't merge") }
    let answer = Session.answer(whole, host: session().host)
    require(
      answer.status == outcome.status && answer.report(.json) == outcome.report(.json),
      "parts answer differently")
  }

  /// A run that is stopped at any point tells of what was done, or of nothing, and the session goes on.
  func checkInterruption() {
    var session = session()
    let countdown = Countdown(hash / 10 % (hash % 3 == 0 ? 200 : 20))
    session.host.isCancelled = { countdown.isOver }
    let outcome = session.run(bytes: script, name: Self.name)
    require(
      outcome.status != .interrupted || countdown.isOver, "interrupted although nobody asked for it"
    )
    checkMessages(outcome.messages, of: script)
    checkReports(outcome)
    session.host.isCancelled = { false }
    let next = session.run("1 + 1")
    let isLimited = next.messages.contains { $0.code.hasPrefix("R60") }
    require(next.report() == "1 + 1: 2\n" || isLimited, "1 + 1 afterwards: \(next.report())")
  }
}

/// Says to stop once it was asked so many times, on any thread.
private final class Countdown: Sendable {
  private let left: Atomic<Int>

  init(_ count: Int) { left = Atomic(count) }

  var isOver: Bool { left.wrappingSubtract(1, ordering: .relaxed).newValue < 0 }
}
