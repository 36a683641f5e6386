import Reroute

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What must hold of every text whatsoever. What doesn't ends the process, which libFuzzer reports with the text.
struct Properties {
  /// Seconds of processor time that one text may take; the limits below allow for far less.
  static let mostSeconds = 10.0

  let script: [UInt8]

  func check() {
    let start = Self.processorSeconds
    checkFormat()
    let outcome = checkAnswer()
    // What costs as much again is asked of some texts; which depends on nothing but the text.
    switch script.count % 4 {
    case 0: checkThreads(outcome)
    case 1: checkPrompt()
    case 2: checkStages()
    default: break
    }
    let seconds = Self.processorSeconds - start
    require(seconds < Self.mostSeconds, "took \(seconds) s")
  }

  /// A session with limits so tight that a text takes milliseconds.
  private func session(threads: Int = 1) -> Session {
    var limits = Limits()
    (limits.statements, limits.steps, limits.depth) = (2_000, 20_000, 200)
    (limits.cost, limits.output, limits.elements) = (200_000, 1_000_000, 2_000)
    limits.deadline = nil
    var host = Host()
    host.threads = threads
    let files = Reroute.exampleFiles
    host.load = { (name, _) throws(Host.Failure) in
      guard let text = files[name] else { throw .unreadable("No such file") }
      return (name, Array(text.utf8))
    }
    var session = Session(host: host, limits: limits)
    session.trials = 32
    return session
  }

  // MARK: Properties

  /// Formatting is idempotent, and a formatted text answers as the text does.
  private func checkFormat() {
    guard let once = Session.format(script, name: "fuzz").text else { return }
    let twice = Session.format(Array(once.utf8), name: "fuzz")
    require(twice.text == once, "format(format(x)) differs from format(x):\n\(once)")
    var (first, second) = (session(), session())
    let answer = first.run(bytes: script)
    let formatted = second.run(once)
    require(
      answer.status == formatted.status
        && answer.report(showsQuestion: false) == formatted.report(showsQuestion: false),
      "the formatted text answers differently:\n\(once)")
  }

  /// A text is answered, or refused with messages whose codes are explained; every report can be written and read.
  private func checkAnswer() -> Outcome {
    var session = session()
    let outcome = session.run(bytes: script)
    require(
      outcome.status != .wrong || outcome.messages.contains { $0.severity == .error },
      "refused without an error")
    require(outcome.status != .interrupted, "interrupted by nobody")
    for message in outcome.messages {
      require(Reroute.explanation(of: message.code) != nil, "\(message.code) isn't explained")
      require(!message.text.isEmpty, "\(message.code) says nothing")
    }
    _ = outcome.renderedMessages()
    for format in Outcome.Format.allCases {
      let text = outcome.report(format, showsError: true, colour: format == .text)
      if format == .json { require(isJSON(text), "no JSON:\n\(text)") }
    }
    // What was accepted is accepted again, as the prompt may read a file twice.
    if outcome.status != .wrong { _ = session.run(bytes: script).report() }
    return outcome
  }

  /// The answers don't depend on the threads.
  private func checkThreads(_ outcome: Outcome) {
    var session = session(threads: 3)
    let other = session.run(bytes: script)
    require(other.report(.json) == outcome.report(.json), "3 threads answer differently")
  }

  /// Line by line, as the prompt runs it, with what a key asks for in between.
  private func checkPrompt() {
    var session = session()
    for line in script.split(separator: UInt8(ascii: "\n")).prefix(12) {
      let text = String(decoding: line, as: UTF8.self)
      _ = session.isIncomplete(text)
      _ = Completer.complete(text, text.utf8.count / 2, session)
      _ = session.run(text).report()
    }
    _ = session.listing
    let source = session.source
    var copy = self.session()
    require(copy.run(source).status != .wrong || source.isEmpty, "wrong source:\n\(source)")
  }

  /// The stages can be printed whatever is wrong.
  private func checkStages() {
    let session = session()
    _ = session.check(bytes: script).renderedMessages(colour: true)
    for stage in Session.Stage.allCases {
      _ = session.show(stage, bytes: script, name: "fuzz")
    }
  }

  // MARK: Tools

  private func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
  }

  private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
