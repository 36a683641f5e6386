/// The text that lists candidates under the line being edited.
struct CandidateListing {

  /// The most candidates that are listed one to a line, with their summaries.
  static let fewest = 8

  /// The candidates to list.
  let candidates: [Completion.Candidate]

  /// The size of the terminal.
  let columns, rows: Int

  /// The lines of the list, each ended as a terminal without output processing needs it.
  var text: String { lines.map { $0 + "\r\n" }.joined() }

  /// The lines of the list, no more than leave room for the line being edited.
  var lines: [String] {
    let all = isDetailed ? detailed : table
    let room = max(1, rows - 3)
    guard all.count > room else { return all }
    return all.prefix(room) + [fitted("… \(all.count - room) more lines", width: columns - 1)]
  }

  /// `true` iff the summaries are listed too.
  private var isDetailed: Bool {
    candidates.count <= Self.fewest && candidates.contains { !$0.summary.isEmpty }
  }

  /// One line for each candidate, with its summary.
  private var detailed: [String] {
    let widest = candidates.map { displayWidth($0.display) }.max() ?? 0
    return candidates.map { candidate in
      let name = padded(candidate.display, to: candidate.summary.isEmpty ? 0 : widest + 2)
      return fitted(name + candidate.summary, width: columns - 1)
    }
  }

  /// The candidates in columns, to be read downwards.
  private var table: [String] {
    let names = candidates.map { fitted($0.display, width: columns - 1) }
    let cell = (names.map { displayWidth($0) }.max() ?? 0) + 2
    let across = max(1, (columns + 1) / cell)
    let down = (names.count + across - 1) / across
    return (0..<down).map { row in
      let line = stride(from: row, to: names.count, by: max(1, down)).map { names[$0] }
      return line.dropLast().map { padded($0, to: cell) }.joined() + (line.last ?? "")
    }
  }

  /// Returns `text` with spaces up to `width` columns.
  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }
}
