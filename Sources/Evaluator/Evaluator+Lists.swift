import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Lists, records and tables.
extension Evaluator {
  mutating func index(_ node: NodeID) throws(Failure) -> Value {
    guard let position = syntax.child(1, of: node) else { throw Failure() }
    let base = try evaluate(first(node))
    guard case .list(let items) = base else {
      throw wrongKind("a list", "before `[`", base, span(first(node)))
    }
    return items[
      try self.position(
        evaluate(position), among: items.count, at: position, of: first(node))]
  }

  /// The place, from 0, that an index names among `count` elements.
  mutating func position(
    _ value: Value, among count: Int, at node: NodeID, of list: NodeID? = nil
  ) throws(Failure) -> Int {
    let number = try certain(
      try quantity(value, at: node, place: .number("the index")), at: node)
    guard number == number.rounded(), number >= 1, number <= Double(count) else {
      let place = list.map { span($0) }.flatMap { isInFunction($0) ? nil : $0 }
      throw report(.indexOutside(text(node), count, span(node), list: place))
    }
    return Int(number) - 1
  }

  mutating func elements(_ node: NodeID) throws(Failure) -> [Value] {
    var values: [Value] = []
    for (i, child) in syntax.children(of: node).enumerated() {
      values.append(try within("\(i)") { (e) throws(Failure) in try e.evaluate(child) })
      try checkSize(values.count, at: node)
    }
    return values
  }

  mutating func checkSize(_ count: Int, at node: NodeID) throws(Failure) {
    if count > limits.elements {
      throw report(.limit(.sizeLimit, "elements", limits.elements, "elements", span(node)))
    }
  }

  mutating func checkLength(_ bytes: Int, at node: NodeID) throws(Failure) {
    if bytes > limits.elements {
      throw report(.limit(.sizeLimit, "bytes of text", limits.elements, "elements", span(node)))
    }
  }

  mutating func record(_ node: NodeID) throws(Failure) -> Value {
    var fields: [(name: String, value: Value)] = []
    for field in syntax.children(of: node) {
      guard let nameNode = syntax.child(0, of: field), let expression = syntax.child(1, of: field)
      else { continue }
      let key = fieldName(nameNode)
      if fields.contains(where: { $0.name == key }) {
        let first = syntax.children(of: node).first { field in
          syntax.child(0, of: field).map { fieldName($0) } == key
        }
        throw report(
          .duplicate(
            "the field", key, span(nameNode),
            first: first.flatMap { syntax.child(0, of: $0) }.map { span($0) }))
      }
      let value = try within(key) { (e) throws(Failure) in try e.evaluate(expression) }
      fields.append((key, value))
    }
    return .record(fields)
  }

  private func fieldName(_ node: NodeID) -> String {
    let spelling = text(node)
    return spelling.hasPrefix("\"") ? unescaped(String(spelling.dropFirst().dropLast())) : spelling
  }

  mutating func tableLiteral(_ node: NodeID) throws(Failure) -> Value {
    guard let heading = syntax.child(.heading, of: node) else { throw Failure() }
    let columns = syntax.children(of: heading).map { text($0) }
    if let twice = columns.enumerated().first(where: { columns.firstIndex(of: $1) != $0 }) {
      let place = syntax.children(of: heading)
      throw report(
        .duplicate(
          "the column", twice.element, span(place[place.startIndex + twice.offset]),
          first: span(place[place.startIndex + (columns.firstIndex(of: twice.element) ?? 0)])))
    }
    var rows: [Value] = []
    // A row's draws are keyed by its first cell, so that rows can be added and moved. Where all cells are numbers nothing draws.
    let draws = !hasOnlyNumbers(node)
    var seen: [String: Int] = [:]
    for row in syntax.children(of: node) where syntax.kind(row) == .row {
      let cells = syntax.children(of: row)
      guard cells.count == columns.count else {
        throw report(.rowLength(columns, cells.count, span(row), span(heading)))
      }
      var fields: [(name: String, value: Value)] = []
      fields.reserveCapacity(columns.count)
      for (i, cell) in cells.enumerated() {
        if !draws || syntax.kind(cell) == .literal {
          fields.append((columns[i], try evaluate(cell)))
          continue
        }
        let label = fields.first.map { elementName($0.value) } ?? "row"
        let times = seen[label, default: 0]
        let component = label + (times > 0 ? "~\(times + 1)" : "")
        path.append("\(component).\(columns[i])")
        defer { path.removeLast() }
        fields.append((columns[i], try evaluate(cell)))
      }
      if draws, let label = fields.first.map({ elementName($0.value) }) {
        seen[label, default: 0] += 1
      }
      rows.append(.record(fields))
      try checkSize(rows.count, at: node)
    }
    return .list(rows)
  }

  /// `true` iff all cells of a table are numbers, with a sign or without.
  private func hasOnlyNumbers(_ table: NodeID) -> Bool {
    syntax.children(of: table).allSatisfy { row in
      syntax.kind(row) != .row
        || syntax.children(of: row).allSatisfy {
          syntax.kind(syntax.kind($0) == .signed ? first($0) : $0) == .literal
        }
    }
  }
}
