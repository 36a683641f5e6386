import Reroute

/// What the prompt asks while a text is typed.
extension Properties {
  /// Line by line, as the prompt runs it, with what a key asks for in between.
  func checkPrompt() {
    var session = session()
    session.namesResults = true
    let start = session
    for line in script.split(separator: UInt8(ascii: "\n")).prefix(12) {
      let text = Self.text(Array(line))
      _ = session.isIncomplete(text)
      _ = Completer.complete(text, text.utf8.count / 2, session)
      _ = session.continuation(of: text, at: text.utf8.count)
      if let canonical = session.canonical(text) {
        require(session.canonical(canonical) == canonical, "two canonical forms: \(canonical)")
      }
      let outcome = session.run(text)
      _ = outcome.told(colour: true, width: 60)
    }
    _ = session.listing
    _ = session.changes(since: start)
    let source = session.source
    var copy = self.session()
    // A condition that a later text has made too rare, or impossible, is refused in the session as well.
    let mistakes = copy.run(source).messages.filter {
      $0.severity == .error && !["R921", "R922"].contains($0.code)
    }
    require(mistakes.isEmpty || source.isEmpty, "wrong source, \(mistakes.map(\.code)):\n\(source)")
    let words = session.knownWords
    if !words.isEmpty {
      let word = words[hash / 10 % words.count]
      _ = session.info(word)
      _ = session.drop(word, all: hash % 3 == 0)
      _ = session.recompute()
    }
  }

  /// What is offered at a place replaces whole characters before it.
  func checkCompletions() {
    let text = Self.text(script)
    let coloured = Reroute.coloured(text)
    require(
      script.contains(0x1B) || Self.withoutColour(coloured) == Array(text.utf8),
      "colouring changes the text")
    let bytes = Array(text.utf8)
    var session = session()
    // What the first half declares may be named in the second.
    let half = bytes[..<(bytes.count / 2)].lastIndex(of: UInt8(ascii: "\n")) ?? 0
    _ = session.run(bytes: Array(bytes[..<half]), name: Self.name)
    var offset = bytes.isEmpty ? 0 : hash / 10 % (bytes.count + 1)
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    _ = session.info(at: offset, in: text)
    _ = session.continuation(of: text, at: offset)
    let completion = Completer.complete(text, offset, session)
    let from = completion.replaceFrom
    require((0...offset).contains(from), "what is typed begins at \(from), after \(offset)")
    require(
      from == bytes.count || bytes[from] & 0xC0 != 0x80, "what is typed begins within a character")
    require(
      completion.candidates.allSatisfy { !$0.text.isEmpty }, "nothing is offered as something")
  }
}
