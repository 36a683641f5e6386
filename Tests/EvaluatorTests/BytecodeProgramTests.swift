import Evaluator
import Foundation
import Reroute
import Synchronization
import Testing

import struct Reroute.Host

/// Random programs, and those of the benchmarks.
@Suite struct BytecodeProgramTests {
  @Test(arguments: 1...20) func `random programs come to the same`(seed: UInt64) {
    var generator = ProgramGenerator(seed: seed)
    for _ in 0..<10 {
      let script = generator.program()
      var limits = EvaluationLimits()
      limits.steps = 5000
      BytecodeTests.agrees(script, limits)
      limits.steps = Int.random(in: 10...2000, using: &generator.random)
      limits.depth = Int.random(in: 4...60, using: &generator.random)
      BytecodeTests.agrees(script, limits)
    }
  }

  /// The programs of the benchmarks at small sizes: the sizes in the script, and what it answers.
  @Test(arguments: [
    ("fib", "30", "20", "6765"), ("loop", "10_000_000", "1000", "758.43897264762393"),
    ("while", "10_000_000", "20", "38.0000019073486328125"), ("sieve", "5_000_000", "1000", "168"),
  ]) func benchmark(name: String, size: String, small: String, answer: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Scripts/benchmarks/script")
    let script = try String(contentsOf: folder.appending(path: "\(name).reroute"), encoding: .utf8)
    #expect(script.contains(size))
    let found = figure(script.replacingOccurrences(of: size, with: small))
    #expect(found == Double(answer))
  }

  @Test func `a call in the place of a value needs no depth`() {
    var session = Session()
    session.limits.steps = 100_000_000
    let outcome = session.run(
      "fn loop(i, s) = if i > 1_000_000 then s else loop(i + 1, s + i)\nloop(1, 0)")
    #expect(outcome.estimate?.mean == 500_000_500_000)
    let drawn =
      "fn loop(i, s) = if i > 1000 then s else loop(i + 1, s + normal(0, 1))\nlet x = loop(1, 0)"
    #expect(codes(drawn) == ["R603"])
  }

  @Test func `a loop that never ends is stopped`() {
    #expect(codes("fn f(x) = f(x)\nlet y = f(1)") == ["R602"])
    #expect(codes("fn f(x) = 1 + f(x)\nlet y = f(1)") == ["R603"])
    let asked = Clock()
    var session = Session()
    session.limits.steps = 1_000_000_000_000
    session.host.clock = { asked.next() }
    session.limits.deadline = 50
    #expect(session.run("fn f(x) = f(x)\nlet y = f(1)").messages.map(\.code) == ["R606"])
  }
}

/// A clock that goes on by a second each time it is read.
private final class Clock: Sendable {
  private let reads = Mutex(0.0)
  func next() -> Double {
    reads.withLock {
      $0 += 1
      return $0
    }
  }
}
