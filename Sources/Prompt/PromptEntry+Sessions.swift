import LineEditor
import Reroute

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Sessions that were kept.
extension PromptEntry {
  /// Says so if a session was cut off.
  func offerLostSession() {
    guard let lost = state.store?.kept().first(where: { !$0.hasEnded && !$0.source.isEmpty }) else {
      return
    }
    let text =
      "A session that began \(lost.began) was cut off: \(lost.summary). `:restore` brings it back, `:forget` deletes it."
    for line in wrapped(text, width: state.width - 1) { Output.write(line + "\n") }
  }

  func sessions() {
    let kept = state.store?.kept() ?? []
    if kept.isEmpty { Output.write("no session is kept\n") }
    for (i, session) in kept.enumerated() {
      state.write(
        "\(i + 1)", "\(session.began)\(session.hasEnded ? "" : ", cut off"): \(session.summary)",
        indent: 4)
    }
  }

  /// The kept session that an argument names: by number, else the last that was cut off, else the last.
  private func chosen(_ argument: String) -> SessionStore.Kept? {
    let kept = state.store?.kept() ?? []
    if argument.isEmpty, let session = kept.first(where: { !$0.hasEnded }) ?? kept.first {
      return session
    }
    if let number = Int(argument), kept.indices.contains(number - 1) { return kept[number - 1] }
    complain(
      kept.isEmpty
        ? "no session is kept"
        : "that wants a number from 1 to \(kept.count); `:sessions` lists them")
    return nil
  }

  func restore(_ argument: String) {
    guard let kept = chosen(argument) else { return }
    guard let lock = state.store?.hold(kept) else {
      return complain("another session restores it now")
    }
    defer { close(lock) }
    let before = state.session
    var next = Session(host: before.host, limits: before.limits)
    next.namesResults = true
    // Its imports are looked for where it was.
    let outcome = next.run(kept.source, name: kept.folder + "/prompt")
    guard outcome.status != .wrong, outcome.status != .interrupted || next.revision > 0 else {
      if outcome.status == .wrong {
        Output.write(outcome.renderedMessages(colour: state.colour, width: Output.columns))
      }
      return complain("it was not restored; its statements are in \(kept.path)")
    }
    state.advance(to: next, by: ":restore")
    state.watched = kept.watched
    state.watchedAnswers = [:]
    state.keep()
    if !state.hasWarnedOfStore { state.store?.delete(kept.path) }
    list()
    let count = next.results.count
    Output.write("restored; \(count == 1 ? "1 answer is" : "\(count) answers are") known again\n")
    tellWatched(since: next)
  }

  func forget(_ argument: String) {
    if argument == "all" {
      let kept = state.store?.kept() ?? []
      for session in kept { state.store?.delete(session.path) }
      return _ = Output.write("\(kept.count) deleted\n")
    }
    guard let kept = chosen(argument) else { return }
    state.store?.delete(kept.path)
    Output.write("deleted the session that began \(kept.began)\n")
  }
}
