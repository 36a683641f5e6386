import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Long runs: progress at a terminal, Ctrl-C, and what is known so far.
@Suite(.serialized) struct InterruptTests {
  @Test func `a long run shows how far it is, and Ctrl-C ends it with what is known`() throws {
    let terminal = try PseudoTerminal(
      command: [Command.path, "--limit", "cost=1e15", "-e", Program.endless], columns: 120)
    try #require(terminal.waitFor("of 3,000,000 trials") != nil, "\(terminal.plainOutput)")
    let start = ContinuousClock.now
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnd() == .exited(130), "\(terminal.plainOutput)")
    // The command itself stops within a block of trials; the rest is this machine's other work.
    #expect(ContinuousClock.now - start < .seconds(PseudoTerminal.patience / 4))
    terminal.settle(0.05)
    let shown = terminal.plainOutput
    #expect(shown.contains("A.users at end: "))
    #expect(shown.contains("3,000,000 trials are in these answers"))
    #expect(shown.contains("warning[R505]"))
  }

  @Test func `Ctrl-C while standard input is read ends with status 130`() throws {
    let terminal = try PseudoTerminal(command: [Command.path, "-"], columns: 80)
    terminal.send("let x = 1\r")
    terminal.settle(0.3)
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnd() == .exited(130), "\(terminal.plainOutput)")
  }

  @Test func `a deadline ends a run with what is known`() throws {
    let ran = try reroute(
      "--limit", "cost=1e15", "--limit", "deadline=0.2", "-e", Program.endless)
    #expect(ran.status == 130)
    #expect(ran.output.contains("A.users at end: "))
    #expect(ran.errors.contains("warning[R606]"))
    #expect(!ran.errors.contains("\r"))
  }
}
