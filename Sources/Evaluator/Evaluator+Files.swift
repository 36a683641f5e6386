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
    for (line, row) in table.rows where row.count != table.header.count {
      throw report(
        .dataRow(
          name, line, "it has \(row.count) values where the header has \(table.header.count)",
          span(node)))
    }
    return table
  }
}
