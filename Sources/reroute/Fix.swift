import ArgumentParser
import Prompt
import Reroute
import SourceText

/// `reroute check --fix FILE…`: makes the corrections that are sure, and says what it did.
enum Fix {
  /// Mends each of the files, or with `isDry` only prints what would change, as a diff.
  static func run(
    _ files: [String], isDry: Bool, _ messages: MessageOptions, _ limits: Limits
  ) throws(ExitCode) {
    var isWrong = false
    for file in files {
      guard let bytes = Script.readableBytes(of: file) else {
        isWrong = true
        continue
      }
      let session = Session(host: Console.host(threads: 1), limits: limits)
      let repair = session.repair(bytes: bytes, name: file)
      if isDry {
        try Console.answer(
          LineDifference.unified(
            String(decoding: bytes, as: UTF8.self), String(decoding: repair.bytes, as: UTF8.self),
            name: file))
      } else if repair.bytes != bytes {
        if file == "-" {
          try Console.answer(String(decoding: repair.bytes, as: UTF8.self))
        } else {
          try write(repair.bytes, to: file)
        }
      } else if file == "-" {
        try Console.answer(String(decoding: bytes, as: UTF8.self))
      }
      Console.write(summary(of: repair, file, isDry: isDry), to: 2)
      messages.write(repair.outcome)
      if messages.isWrong(repair.outcome) { isWrong = true }
    }
    if isWrong { throw ExitCode(2) }
  }

  private static func write(_ bytes: [UInt8], to file: String) throws(ExitCode) {
    do throws(FileWriter.Failure) {
      try FileWriter.write(bytes, to: file)
    } catch {
      Console.write("\(error)\n", to: 2)
      throw ExitCode(2)
    }
  }

  /// A line for each correction, and how many there were.
  private static func summary(of repair: Session.Repair, _ file: String, isDry: Bool) -> String {
    let file = file.showingControls(inLine: true)
    if repair.steps.isEmpty { return "\(file): nothing to mend by itself\n" }
    let lines = repair.steps.map { step in
      let place = step.message.primary?.span
      let at = place.map { ":\($0.line):\($0.column)" } ?? ""
      return "\(file)\(at): \(step.message.code): \(step.correction.title.showingControls())\n"
    }
    let count = repair.steps.count
    return lines.joined()
      + "\(file): \(count) \(count == 1 ? "correction" : "corrections") \(isDry ? "would be made" : "made")\n"
  }
}

/// The lines in which two texts differ.
enum LineDifference {
  /// The lines of context around a change.
  private static let context = 3

  /// The differences as `diff -u` tells them; empty for equal texts. Line ends are part of the lines.
  static func unified(_ before: String, _ after: String, name: String) -> String {
    if before == after { return "" }
    let (old, new) = (lines(before), lines(after))
    let difference = new.difference(from: old)
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    // Every line of either text, in order, with the positions before it.
    var all: [(mark: Character, line: Substring, old: Int, new: Int)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        all.append(("-", old[i], i, j))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        all.append(("+", new[j], i, j))
        j += 1
      } else {
        all.append((" ", old[min(i, old.count - 1)], i, j))
        (i, j) = (i + 1, j + 1)
      }
    }
    var out = "--- \(name)\n+++ \(name)\n"
    var next = 0
    while let change = all[next...].firstIndex(where: { $0.mark != " " }) {
      let start = max(next, change - context)
      var last = change
      while let more = all[(last + 1)...].prefix(2 * context + 1).firstIndex(where: {
        $0.mark != " "
      }) {
        last = more
      }
      let end = min(all.count, last + context + 1)
      let hunk = all[start..<end]
      let (oldCount, newCount) = (
        hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" }
      )
      out += "@@ -\(all[start].old + 1),\(oldCount) +\(all[start].new + 1),\(newCount) @@\n"
      for entry in hunk {
        out += String(entry.mark) + entry.line
        if entry.line.last?.isNewline != true { out += "\n\\ No newline at end of file\n" }
      }
      next = end
    }
    return out
  }

  private static func lines(_ text: String) -> [Substring] {
    var (lines, rest) = ([Substring](), text[...])
    while !rest.isEmpty {
      let end = rest.firstIndex(of: "\n").map { rest.index(after: $0) }
      // A line feed after a carriage return is one character with it.
      let other = rest.firstIndex(of: "\r\n").map { rest.index(after: $0) }
      let cut = [end, other].compactMap { $0 }.min() ?? rest.endIndex
      lines.append(rest[..<cut])
      rest = rest[cut...]
    }
    return lines
  }
}
