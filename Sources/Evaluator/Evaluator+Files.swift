import SourceText
import Syntax

/// Data in files, which the host loads.
extension Evaluator {
  /// The CSV file called `name`, its rows as long as its header.
  mutating func delimited(_ name: String, at node: NodeID) throws(Failure) -> DelimitedText {
    let loaded: (name: String, bytes: [UInt8])
    do throws(ImportFailure) {
      loaded = try host.load(name, syntax.file.name)
    } catch {
      throw report(.importFailed(name, error, span(node)))
    }
    guard let table = DelimitedText(loaded.bytes) else {
      throw report(
        .dataInvalid(
          "`\(name)` is not UTF-8 text", span(node),
          help: ["save the file as UTF-8 text with commas between the values"]))
    }
    if let line = table.openQuote {
      throw report(
        .dataRow(
          name, line, "a quote opens there and is never closed", span(node),
          at: place(ofLine: line, of: table, name)))
    }
    for (line, row) in table.rows where row.count != table.header.count {
      throw report(
        .dataRow(
          name, line,
          "it has \(row.count) \(row.count == 1 ? "value" : "values") where the header has \(table.header.count)",
          span(node), at: place(ofLine: line, of: table, name)))
    }
    return table
  }

  /// The place of a line, from 1, of a file that was read: the file becomes one of the texts that messages show.
  mutating func place(ofLine line: Int, of table: DelimitedText, _ name: String) -> SourceSpan {
    let file = sources.add(SourceFile(name: name, bytes: table.bytes))
    let range = table.range(ofLine: line)
    return SourceSpan(source: file, start: range.lowerBound, end: range.upperBound)
  }
}
