import Foundation
import Reroute
import Testing

/// Runs in parts: the same answers, in every form, as one run of all trials.
@Suite struct PartTests {
  private static func part(
    _ range: Range<Int>, script: String = DividedScript.text, seed: UInt64? = nil
  ) throws
    -> Part
  {
    var session = DividedScript.session()
    (session.firstTrial, session.trials, session.seed) = (range.lowerBound, range.count, seed)
    let (outcome, part) = session.part(of: Array(script.utf8))
    #expect(outcome.messages.filter { $0.severity == .error }.map(\.text) == [])
    return try #require(part)
  }

  @Test(arguments: [[0, 500, 900, 2_000], [0, 300, 17_000]])
  func `merged parts answer as the whole run, in every form`(ends: [Int]) throws {
    var whole = DividedScript.session()
    whole.trials = ends.last
    let expected = whole.run(DividedScript.text)
    #expect(expected.status == .done, "\(expected.renderedMessages())")
    var parts = try zip(ends, ends.dropFirst()).map { try Self.part($0..<$1) }
    parts.reverse()
    // Through files.
    let read = try parts.map { try Part(bytes: $0.bytes, name: "part") }
    let outcome = Session.answer(try Part.merged(read))
    for format in Outcome.Format.allCases {
      #expect(outcome.report(format, showsError: true) == expected.report(format, showsError: true))
    }
    #expect(outcome.status == expected.status)
    #expect(outcome.renderedMessages() == expected.renderedMessages())
  }

  private func code(_ body: () throws -> Void) -> (code: String, text: String)? {
    do {
      try body()
      return nil
    } catch {
      let message = error as? Message
      #expect(message?.help.isEmpty == false)
      return message.map { ($0.code, $0.text) }
    }
  }

  @Test func `parts of different runs, gaps and overlaps are errors`() throws {
    let first = try Self.part(0..<300)
    func merging(_ other: Part) -> (code: String, text: String)? {
      code { _ = try Part.merged([first, other]) }
    }
    let gap = merging(try Self.part(400..<500))
    #expect(gap?.code == "R706" && gap?.text.contains("from 300 to 399") == true)
    let overlap = merging(try Self.part(200..<500))
    #expect(overlap?.code == "R706" && overlap?.text.contains("from 200 to 299") == true)
    let seed = merging(try Self.part(300..<500, seed: 8))
    #expect(seed?.code == "R706" && seed?.text.contains("seed") == true)
    let script = merging(try Self.part(300..<500, script: DividedScript.text + "# more"))
    #expect(script?.code == "R706" && script?.text.contains("scripts") == true)
    #expect(code { _ = try Part.merged([]) }?.code == "R706")
  }

  @Test func `damaged, foreign and older files are errors, never a crash`() throws {
    let bytes = try Self.part(0..<40).bytes
    func reading(_ bytes: [UInt8]) -> String? {
      code { _ = try Part(bytes: bytes, name: "x") }?.code
    }
    #expect(reading([]) == "R705")
    #expect(reading(Array("simulate 3 months".utf8)) == "R705")
    var older = bytes
    older[13] = 99
    #expect(code { _ = try Part(bytes: older, name: "x") }?.text.contains("written by") == true)
    var state: UInt64 = 1
    for round in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let place = Int(state >> 33) % bytes.count
      if round % 2 == 0 {
        #expect(reading(Array(bytes[..<place])) == "R705")
      } else {
        var changed = bytes
        changed[place] ^= UInt8(1 << (round / 2 % 8))
        #expect(reading(changed) == "R705")
      }
    }
  }

  @Test func `what is certain has no parts`() {
    var session = Session()
    session.firstTrial = 100
    let outcome = session.run("simulate 2 months; product A { users 5 }; A.users at end")
    #expect(outcome.messages.map(\.code) == ["R707"])
  }

  @Test func `more trials than are kept: exact percentiles on demand, brackets else`() throws {
    let script = "simulate 1 month; product A { users 100 to 200 }; trials 20k; A.users at end"
    func estimate(_ isExact: Bool, _ threads: Int) throws -> [String: Any] {
      var session = Session()
      session.findsExactPercentiles = isExact
      session.host.threads = threads
      let json = session.run(script).report(.json)
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      let result = object?["result"] as? [String: Any]
      let answers = result?["answers"] as? [[String: Any]]
      let value = answers?.first?["value"] as? [String: Any]
      return try #require(value?["estimate"] as? [String: Any])
    }
    let exact = try estimate(true, 2)
    let counted = try estimate(false, 3)
    #expect(exact["p5Between"] == nil)
    for p in ["p5", "p50", "p95"] {
      let bracket = try #require(counted[p + "Between"] as? [Double])
      let value = try #require(exact[p] as? Double)
      #expect(bracket[0] <= value && value <= bracket[1])
      #expect(bracket[1] - bracket[0] < 0.5)
    }
    #expect(exact["mean"] as? Double == counted["mean"] as? Double)
  }
}
