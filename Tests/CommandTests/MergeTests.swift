import Foundation
import Testing

/// Parts of a run, written and merged by the command.
@Suite struct MergeTests {
  @Test func `parts written to files answer as one run`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.reroute", Program.uncertain)
    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    let whole = try reroute("--trials", "500", file)
    for (from, count) in [(0, 260), (260, 40), (300, 200)] {
      let ran = try reroute(
        "run", file, "--trials-from", "\(from)", "--trials", "\(count)", "--part", path("\(from)"))
      #expect(ran.status == 0 && ran.output.isEmpty && ran.errors.isEmpty, "\(ran.errors)")
    }
    let merged = try reroute("merge", path("300"), path("0"), path("260"))
    #expect(merged.status == whole.status)
    #expect(merged.output == whole.output)
    #expect(try reroute("merge", path("0"), path("260"), "--part", path("first")).status == 0)
    let stepwise = try reroute("merge", "--json", path("first"), path("300"))
    #expect(stepwise.output == (try reroute("--trials", "500", "--json", file)).output)
    let gap = try reroute("merge", path("0"), path("300"))
    #expect(gap.status == 2 && gap.output.isEmpty)
    #expect(gap.errors.contains("error[R706]: trials are missing"))
    let rest = try reroute("merge", path("300"), path("260"))
    #expect(
      rest.output.hasSuffix("are of the trials 260 to 499; a whole run begins with trial 0\n"))
    let foreign = try reroute("merge", file)
    #expect(foreign.status == 2 && foreign.errors.contains("error[R705]"))
    #expect(try reroute("merge", path("none")).errors.contains("error[R701]"))
  }

  @Test(arguments: [
    ["--trials-from", "5"], ["--part", "x"], ["merge"], ["--summaries", "rough", "-e", "1"],
    ["--summaries", "exact", "--part", "x", "-e", "1"], ["--trials-from", "-1", "-e", "1"],
  ])
  func `a wrong command line is status 64`(arguments: [String]) throws {
    let ran = try Command(arguments).finish()
    #expect(ran.status == 64 && ran.output.isEmpty && !ran.errors.isEmpty)
  }
}
