import Foundation
import PseudoTerminal
import Testing

/// Pictures that the command writes and shows.
@Suite struct PictureFileTests {
  private static let script = """
    simulate 12 months
    trials 200
    product A { users 1M; churn 4% to 8%/month }
    close A month 10
    """

  @Test func `files are written below the working folder, and again the next time`() throws {
    let scratch = try Scratch()
    let script = Self.script + "\nplot A.users to \"a.svg\"; plot flow to \"flow.mmd\""
    let ran = try reroute("-", input: script, in: scratch.url)
    #expect(ran.status == 0 && ran.errors.isEmpty)
    #expect(ran.output.contains("drawn to a.svg"))
    let first = try scratch.text("a.svg")
    #expect(first.hasPrefix("<svg"))
    #expect(try scratch.text("flow.mmd").contains("sankey-beta"))
    #expect(try reroute("-", input: script, in: scratch.url).status == 0)
    #expect(try scratch.text("a.svg") == first)
  }

  @Test func `what is no picture of Reroute is not replaced, unless it is forced`() throws {
    let scratch = try Scratch()
    _ = try scratch.file("a.json", "{ \"precious\": true }")
    let script = Self.script + "\nplot A.users to \"a.json\""
    let ran = try reroute("-", input: script, in: scratch.url)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("R723") && ran.errors.contains("--force"))
    #expect(try scratch.text("a.json").contains("precious"))
    #expect(try reroute("--force", "-", input: script, in: scratch.url).status == 0)
    #expect(try scratch.text("a.json").contains("vega-lite"))
  }

  @Test(arguments: ["/a.svg", "../a.svg", "b/../../a.svg", "~/a.svg"])
  func `nothing is written elsewhere`(name: String) throws {
    let ran = try reroute("-", input: Self.script + "\nplot A.users to \"\(name)\"")
    #expect(ran.status == 2)
    #expect(ran.errors.contains("below the working folder"))
  }

  @Test func `a folder that isn't there is told, and tests draw nothing`() throws {
    let scratch = try Scratch()
    let script = try scratch.file("a.reroute", Self.script + "\nplot A.users to \"b/a.svg\"")
    let ran = try reroute(script, in: scratch.url)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("R702"))
    #expect(try reroute("test", script, in: scratch.url).status == 0)
  }

  @Test func `without UTF-8, and in a dumb terminal, pictures are ASCII`() throws {
    let script = Self.script + "\nplot A.users; plot flow"
    for environment in [["LC_ALL": "C"], ["TERM": "dumb"]] {
      let ran = try reroute("-", input: script, environment: environment)
      let isPlain = ran.output.allSatisfy { $0.isASCII }
      #expect(isPlain)
      #expect(ran.output.contains("|- churned"))
    }
    let usual = try reroute("-", input: script)
    #expect(usual.output.contains("┤") && usual.output.contains("█"))
  }
}
