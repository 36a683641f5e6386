import Synchronization

/// Shows how far a long run has come, on standard error, from half a second on and ten times a second at most.
final class ProgressMeter: Sendable {
  private let clock: @Sendable () -> Double
  private let shown: Mutex<(start: Double?, last: Double)>

  init(clock: @escaping @Sendable () -> Double) {
    self.clock = clock
    shown = Mutex((nil, 0))
  }

  func show(_ done: Int, of all: Int) {
    let now = clock()
    let text: String? = shown.withLock { state in
      if done >= all {
        let wasShown = state.start != nil && state.last > (state.start ?? 0)
        state = (nil, 0)
        return wasShown ? "\r\u{1B}[K" : nil
      }
      guard let start = state.start else {
        state = (now, now)
        return nil
      }
      guard now - start > 0.5, now - state.last > 0.1 else { return nil }
      state.last = now
      return "\r\(Self.grouped(done)) of \(Self.grouped(all)) trials\u{1B}[K"
    }
    if let text { Console.write(text, to: 2) }
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
