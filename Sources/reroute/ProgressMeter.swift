import Synchronization

/// Shows how far a long run has come, on standard error, from half a second on and ten times a second at most.
///
/// It is told by all threads of the run, after each block. No lock: who finds that another thread was told since has nothing to do.
final class ProgressMeter: Sendable {
  private let clock: @Sendable () -> Double
  /// The times, as bits, at which a run was told of first, and at which it was shown last or else told of first.
  private let start = Atomic(Double.nan.bitPattern)
  private let last = Atomic(Double.nan.bitPattern)

  init(clock: @escaping @Sendable () -> Double) { self.clock = clock }

  func show(_ done: Int, of all: Int) {
    let now = clock()
    let none = Double.nan.bitPattern
    if done >= all {
      let (start, last) = (
        start.exchange(none, ordering: .relaxed), last.exchange(none, ordering: .relaxed)
      )
      let wasShown = Double(bitPattern: last) > Double(bitPattern: start)
      if wasShown { Console.write("\r\u{1B}[K", to: 2) }
      return
    }
    let (isFirst, start) = start.compareExchange(
      expected: none, desired: now.bitPattern, ordering: .relaxed)
    let last = last.load(ordering: .relaxed)
    if isFirst || last == none {
      self.last.store(now.bitPattern, ordering: .relaxed)
      return
    }
    guard now - Double(bitPattern: start) > 0.5, now - Double(bitPattern: last) > 0.1 else {
      return
    }
    let isNext = self.last.compareExchange(
      expected: last, desired: now.bitPattern, ordering: .relaxed
    ).exchanged
    if isNext {
      Console.write("\r\(Self.grouped(done)) of \(Self.grouped(all)) trials\u{1B}[K", to: 2)
    }
  }

  /// 10,000: digits grouped as answers group them.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (i, digit) in "\(number)".reversed().enumerated() {
      if i > 0, i % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
