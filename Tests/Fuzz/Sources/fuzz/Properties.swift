import Reroute

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What must hold of every text whatsoever. What doesn't ends the process, which libFuzzer reports with the text.
struct Properties {
  /// Seconds of processor time that one text may take. The dearest found so far, twelve products planned anew for every line
  /// that the prompt is given, takes 6 with the instrumentation, and 10 where both cores are busy.
  static let mostSeconds = 20.0
  /// The trials of every run, in place of those that a text asks for.
  static let trials = 64
  /// What a session calls the text.
  static let name = "fuzz"

  let script: [UInt8]
  /// Chooses what is asked of a text beyond what is asked of all: the same for the same text.
  let hash: Int

  init(script: [UInt8]) {
    self.script = script
    hash = Int(
      script.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        >> 2)
  }

  /// Checks what must hold of every text and one more property, which the text chooses; or all, where `isThorough`.
  func check(isThorough: Bool = false) {
    let start = Self.processorSeconds
    let outcome = checkAnswer()
    checkFormat(outcome)
    // What costs as much again is asked of some texts.
    let others: [() -> Void] = [
      { checkThreads(outcome) }, { checkPrompt() }, { checkStages(outcome) }, { checkRepair() },
      { checkPage(outcome) }, { checkParts(outcome) }, { checkInterruption() },
      { checkInstructions(outcome) }, { checkSource(outcome) }, { checkCompletions() },
    ]
    for (i, other) in others.enumerated() where isThorough || i == hash % others.count { other() }
    let seconds = Self.processorSeconds - start
    require(seconds < Self.mostSeconds, "took \(seconds) s")
  }

  /// A session with limits so tight that a text takes milliseconds, but for questions that need many trials.
  func session(threads: Int = 1) -> Session {
    var limits = Limits()
    (limits.statements, limits.steps, limits.depth) = (2_000, 20_000, 200)
    (limits.cost, limits.output, limits.elements) = (6_000_000, 16_000_000, 2_000)
    limits.deadline = nil
    var host = Host()
    host.threads = threads
    let files = Reroute.exampleFiles
    let data = self.data
    host.load = { (name, _) throws(Host.Failure) in
      if let text = files[name] { return (name, Array(text.utf8)) }
      guard !data.isEmpty else { throw .unreadable("No such file") }
      return (name, data)
    }
    host.save = { (name, _, bytes) throws(Host.Failure) in
      let text = String(decoding: bytes, as: UTF8.self)
      if name.hasSuffix(".svg") {
        let fault = Markup.fault(in: text)
        if let fault { fatalError("\(fault) in a picture:\n\(text)") }
      } else if name.hasSuffix(".json"), !isJSON(text) {
        fatalError("no JSON:\n\(text)")
      }
    }
    var session = Session(host: host, limits: limits)
    session.trials = Self.trials
    return session
  }

  /// What any file holds that isn't one of the examples: the lines of the text that begin with `#|`, without these signs.
  private var data: [UInt8] {
    let lines = script.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: "#|".utf8) }
    return Array(lines.map { $0.dropFirst(2) }.joined(separator: [UInt8(ascii: "\n")]))
  }

  // MARK: Of every text

  /// A text is answered, or refused with messages whose codes are explained; every report can be written and read.
  private func checkAnswer() -> Outcome {
    var session = session()
    let outcome = session.run(bytes: script, name: Self.name)
    require(
      outcome.status != .wrong || outcome.messages.contains { $0.severity == .error },
      "refused without an error")
    require(outcome.status != .interrupted, "interrupted by nobody")
    checkMessages(outcome.messages, of: script)
    _ = outcome.renderedMessages()
    checkReports(outcome)
    // What was accepted is accepted again, as the prompt may read a file twice.
    if outcome.status != .wrong, hash / 10 % 4 == 0 { _ = session.run(bytes: script).report() }
    return outcome
  }

  /// Messages have a code that is explained, say something, and point into the text.
  func checkMessages(_ messages: [Message], of text: [UInt8]) {
    for message in messages {
      require(Reroute.explanation(of: message.code) != nil, "\(message.code) isn't explained")
      require(!message.text.isEmpty, "\(message.code) says nothing")
      let edits = message.corrections.flatMap(\.edits)
      for correction in message.corrections {
        let changes = correction.edits.contains { edit in
          edit.span.source != Self.name || edit.span.utf8.upperBound > text.count
            || text[edit.span.utf8] != Array(edit.replacement.utf8)[...]
        }
        require(changes || correction.edits.isEmpty, "\(correction.title) changes nothing")
      }
      for span in ([message.primary].compactMap { $0 } + message.secondary).map(\.span)
        + edits.map(\.span) where span.source == Self.name
      {
        require(
          span.utf8.upperBound <= text.count && span.utf8.lowerBound >= 0 && span.line >= 1
            && span.column >= 1,
          "\(message.code) points out of the text: \(span)")
      }
    }
  }

  /// Every report can be written and read, also where the answers are of a part of the trials.
  func checkReports(_ outcome: Outcome) {
    for format in Outcome.Format.allCases {
      let text = outcome.report(format, showsError: true)
      switch format {
      case .json: require(isJSON(text), "no JSON:\n\(text)")
      case .csv: require(text.utf8.count { $0 == 0x22 } % 2 == 0, "a quote is open:\n\(text)")
      case .text:
        let coloured = outcome.report(showsError: true, colour: true)
        require(
          Self.withoutColour(coloured) == Self.withoutColour(text),
          "colour changes the text:\n\(text)\n\(coloured)")
      case .markdown: break
      }
    }
    let width = 20 + hash / 40 % 100
    _ = outcome.report(colour: true, width: width, isPlain: hash / 4000 % 2 == 0)
    for form in Outcome.MessageForm.allCases {
      _ = outcome.renderedMessages(colour: true, form: form, width: width)
    }
  }

  /// Formatting is idempotent, and a formatted text answers as the text does.
  private func checkFormat(_ answer: Outcome) {
    guard let once = Session.format(script, name: Self.name).text else { return }
    let twice = Session.format(Array(once.utf8), name: Self.name)
    require(twice.text == once, "format(format(x)) differs from format(x):\n\(once)")
    if Array(once.utf8) == script { return }
    var session = session()
    let formatted = session.run(once, name: Self.name)
    require(
      answer.status == formatted.status
        && Self.told(answer) == Self.told(formatted),
      "the formatted text answers differently:\n\(once)")
  }

  // MARK: Of some texts

  /// The stages can be printed whatever is wrong, and what is wrong without simulating is wrong with it.
  private func checkStages(_ outcome: Outcome) {
    let session = session()
    let checked = session.check(bytes: script, name: Self.name)
    _ = checked.renderedMessages(colour: true)
    require(checked.status != .wrong || outcome.status == .wrong, "refused by the check alone")
    for stage in Session.Stage.allCases {
      _ = session.show(stage, bytes: script, name: Self.name)
    }
  }

  /// Sure corrections are made to the last, they make no error of what was none, and a mended text needs no mending.
  private func checkRepair() {
    let session = session()
    let before = session.check(bytes: script, name: Self.name)
    let repair = session.repair(bytes: script, name: Self.name)
    checkMessages(repair.outcome.messages, of: repair.bytes)
    require(
      before.status == .wrong || repair.outcome.status != .wrong,
      "a correction makes an error:\n\(Self.text(repair.bytes))")
    require(
      String(validating: script, as: UTF8.self) == nil
        || String(validating: repair.bytes, as: UTF8.self) != nil, "a correction cuts a character")
    // There are 20 rounds at most, each with a step or more.
    guard repair.steps.count < 20 else { return }
    let sure = repair.outcome.messages.first { message in
      message.corrections.contains { correction in
        correction.applicability == .automatic
          && correction.edits.allSatisfy { $0.span.source == Self.name }
          && !correction.edits.isEmpty
      }
    }
    require(
      sure == nil, "a sure correction doesn't help: \(sure?.text ?? "")\n\(Self.text(repair.bytes))"
    )
    for message in before.messages {
      for correction in message.corrections.prefix(2) {
        _ = session.check(bytes: Self.applying(correction, to: script), name: Self.name)
      }
    }
  }

  /// A page is whole, and nothing of the text can end what stands around it.
  private func checkPage(_ outcome: Outcome) {
    var session = session()
    let (run, html) = session.page(bytes: script, name: Self.name)
    require(run.status == outcome.status, "a page runs differently")
    if let html, let fault = Markup.fault(in: html) {
      require(false, "\(fault) in a page:\n\(html)")
    }
  }

  /// The session's source answers as the text does.
  private func checkSource(_ outcome: Outcome) {
    var session = session()
    guard session.run(bytes: script, name: Self.name).status != .wrong else { return }
    let source = session.source
    var copy = self.session()
    let again = copy.run(source, name: Self.name)
    require(
      source.isEmpty
        || outcome.status == again.status
          && Self.told(outcome) == Self.told(again),
      "the source answers differently:\n\(source)")
    _ = session.listing
    for word in session.knownWords.prefix(12) { _ = session.info(word) }
  }

  // MARK: Tools

  func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The answers without white space and the numbers of lines that ledgers lead back to.
  private static func told(_ outcome: Outcome) -> String {
    let text = outcome.report(showsQuestion: false)
    let parts = text.split(separator: name + ":", omittingEmptySubsequences: false).enumerated().map
    { i, part in
      i == 0 ? part[...] : part.drop(while: \.isNumber)
    }
    return parts.joined().filter { !$0.isWhitespace }
  }

  /// A text without the escape sequences that colour it.
  static func withoutColour(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    var isEscape = false
    for byte in text.utf8 {
      if byte == 0x1B {
        isEscape = true
      } else if !isEscape {
        out.append(byte)
      } else if byte == UInt8(ascii: "m") {
        isEscape = false
      }
    }
    return out
  }

  private static func applying(_ correction: Message.Correction, to bytes: [UInt8]) -> [UInt8] {
    var out = bytes
    for edit in correction.edits.sorted(by: { $0.span.utf8.lowerBound > $1.span.utf8.lowerBound })
    where edit.span.source == name && edit.span.utf8.upperBound <= out.count {
      out.replaceSubrange(edit.span.utf8, with: edit.replacement.utf8)
    }
    return out
  }

  private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
