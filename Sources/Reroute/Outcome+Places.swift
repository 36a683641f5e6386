import Metrics
import Portfolio
import Reporting
import SourceText

extension Session {
  /// Where the declarations stand that answers lead back to.
  func places(in answers: AnswerSet?) -> [DeclarationID: DeclarationPlace] {
    var places: [DeclarationID: DeclarationPlace] = [:]
    for answer in answers?.answers ?? [] {
      guard case .ledger(let ledgers) = answer.form else { continue }
      for ledger in ledgers {
        let declarations =
          ledger.entries.map(\.line.declaration) + ledger.events.map(\.declaration)
        for id in declarations where places[id] == nil { places[id] = declarationPlace(id) }
      }
    }
    return places
  }

  private func declarationPlace(_ id: DeclarationID) -> DeclarationPlace? {
    guard let span = place(of: id), let file = sources[span.source] else { return nil }
    let text = sources.text(span).split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    // The words of the declaration, with single blanks and without what a comment adds.
    let words = text.prefix(upTo: text.commentStart)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return DeclarationPlace(
      file: file.name, line: file.position(at: span.start).line, text: words)
  }
}

extension String {
  /// Where a comment begins in a line of script, else its end.
  fileprivate var commentStart: Index {
    var isQuoted = false
    for i in indices {
      if self[i] == "\"" { isQuoted.toggle() }
      if self[i] == "#", !isQuoted { return i }
    }
    return endIndex
  }
}
