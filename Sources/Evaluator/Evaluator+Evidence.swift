import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Observations, claims and correlations.
extension Evaluator {
  mutating func runObserve(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "an observation")
    guard let member = syntax.child(.member, of: node), let reference = syntax.child(0, of: member),
      let word = syntax.child(1, of: member)
    else { return }
    let product = try productReference(reference)
    guard let metric = productMetric(text(word), of: product), metric == .users else {
      throw report(
        .unknownMetric(
          text(word), of: model[product].name, unit: model[product].unit, span(word),
          onlyUsers: true))
    }
    let shared = try provenance(node)
    observedProducts.insert(product)
    var points = try writtenPoints(node, product, shared)
    if let file = syntax.child(.string, of: node) {
      points += try importedPoints(node, file, product, shared)
    }
    points.sort { $0.month < $1.month }
    if let existing = model.observations.firstIndex(where: { $0.product == product }) {
      points = (model.observations[existing].points + points).sorted { $0.month < $1.month }
      try refuseTwice(points, node, model[product].name)
      model.observations[existing].points = points
      return
    }
    try refuseTwice(points, node, model[product].name)
    guard !points.isEmpty else { throw report(.noObservations(model[product].name, span(node))) }
    model.observations.append(
      Observation(product: product, metric: metric, points: points, declaration: declare(node)))
  }

  private mutating func refuseTwice(_ points: [Observation.Point], _ node: NodeID, _ name: String)
    throws(Failure)
  {
    for (a, b) in zip(points, points.dropFirst()) where a.month == b.month {
      throw report(.observationTwice(name, a.month.text, span(node), first: nil))
    }
  }

  private mutating func writtenPoints(
    _ node: NodeID, _ product: ProductID, _ shared: Provenance
  ) throws(Failure) -> [Observation.Point] {
    var points: [Observation.Point] = []
    var places: [TimePoint: SourceSpan] = [:]
    for child in syntax.children(of: node) where syntax.kind(child) == .observation {
      guard let timeNode = syntax.child(0, of: child), let value = syntax.child(1, of: child) else {
        continue
      }
      let time = try time(timeNode, source: nil)
      guard case .point(let point) = time else {
        if syntax.kind(timeNode) == .hole { throw giveUp() }
        throw wrongKind("a month", "of an observation", .time(time), span(timeNode))
      }
      if let first = places[point] {
        throw report(
          .observationTwice(model[product].name, point.text, span(timeNode), first: first))
      }
      places[point] = span(timeNode)
      let measured = try certain(
        try quantity(
          evaluate(value), at: value, place: .count("an observation", of: model[product].unit)),
        at: value)
      guard measured >= 0 else {
        throw report(.negative("what was observed", text(value), span(value)))
      }
      let own = try provenance(child)
      points.append(
        Observation.Point(month: point, value: measured, provenance: own.isEmpty ? shared : own))
    }
    return points
  }

  /// Points of a CSV file: the columns that `time` and `value` name, in the rows where every `where` holds.
  private mutating func importedPoints(
    _ node: NodeID, _ file: NodeID, _ product: ProductID, _ shared: Provenance
  ) throws(Failure) -> [Observation.Point] {
    let name = try stringText(file)
    let table = try delimited(name, at: file)
    var columns: [String: Int] = [:]
    var conditions: [(column: Int, value: String)] = []
    var scale = 1.0
    func column(_ header: String, _ place: NodeID, _ e: inout Evaluator) throws(Failure) -> Int {
      if let i = table.header.firstIndex(of: header) { return i }
      throw e.report(
        .unknown("column", header, e.span(place), among: table.header, code: .dataColumn))
    }
    for clause in syntax.children(of: node) {
      switch syntax.kind(clause) {
      case .whereClause:
        guard let header = syntax.child(0, of: clause), let value = syntax.child(1, of: clause)
        else { continue }
        let wanted = DatumText.text(datum(try evaluate(value), text: ""), graph: model.graph)
        conditions.append((try column(try stringText(header), header, &self), wanted))
      case .clause:
        guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause) else {
          continue
        }
        switch text(word) {
        case "time", "value":
          guard case .text(let header) = try evaluate(value) else {
            throw wrongKind(
              "a column's name in quotes", "for `\(text(word))`", try evaluate(value), span(value)
            )
          }
          columns[text(word)] = try column(header, value, &self)
        case "scale":
          scale = try certain(
            try quantity(evaluate(value), at: value, place: .number("scale")), at: value)
        default:
          throw report(
            .unknownClause(
              text(word), "an observation from a file", span(word),
              among: ["time", "value", "scale", "where", "source", "note"]))
        }
      default: continue
      }
    }
    let timeColumn = columns["time"] ?? 0
    let valueColumn = columns["value"] ?? table.header.count - 1
    var points: [Observation.Point] = []
    for (line, row) in table.rows {
      if conditions.contains(where: { row[$0.column] != $0.value }) { continue }
      guard let month = CalendarMonth(row[timeColumn]) else {
        throw report(
          .dataRow(
            name, line, "`\(row[timeColumn])` is no month such as 2023-07 and no year", span(file),
            at: place(ofLine: line, of: table, name)))
      }
      if table.isAmbiguous(row[valueColumn]) {
        throw report(
          .dataRow(
            name, line,
            "`\(row[valueColumn])` may mean thousands or a decimal; write it without the point, or with commas between the values",
            span(file),
            at: place(ofLine: line, of: table, name)))
      }
      guard let value = Self.number(row[valueColumn]), value >= 0 else {
        throw report(
          .dataRow(
            name, line, "`\(row[valueColumn])` is no number of \(model[product].unit)", span(file),
            at: place(ofLine: line, of: table, name)))
      }
      points.append(
        Observation.Point(month: .calendar(month), value: value * scale, provenance: shared))
    }
    if points.isEmpty { throw report(.noRows(name, model[product].name, span(file))) }
    return points
  }

  // MARK: Claims

  mutating func runClaim(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "a claim")
    guard let reference = syntax.child(.reference, of: node) else { return }
    let name = try referenceName(reference)
    if let first = firstDeclarations["claim \(name)"] {
      throw report(.duplicate("the claim", name, span(reference), first: first))
    }
    firstDeclarations["claim \(name)"] = span(reference)
    var title = names[name].map { model[$0].title } ?? name
    if let own = syntax.child(.title, of: node) { title = try stringText(first(own)) }
    let unit = names[name].map { model[$0].unit } ?? "users"
    var values: [String: Double] = [:]
    var reasons: [String] = []
    for clause in syntax.children(of: node) {
      switch syntax.kind(clause) {
      case .becauseClause: reasons += try reasonTexts(clause)
      case .clause:
        guard let word = syntax.child(0, of: clause), let value = syntax.child(1, of: clause) else {
          continue
        }
        let key = text(word)
        guard key == "before" || key == "after" else {
          throw report(
            .unknownClause(
              key, "a claim", span(word), among: ["before", "after", "because", "source", "note"]))
        }
        if values[key] != nil { throw report(.duplicateClause(key, span(word), first: span(word))) }
        let number = try certain(
          try quantity(evaluate(value), at: value, place: .count(key, of: unit)), at: value)
        guard number >= 0 else { throw report(.negative(key, text(value), span(value))) }
        values[key] = number
      default: continue
      }
    }
    guard let before = values["before"], let after = values["after"] else {
      let missing = values["before"] == nil ? "before" : "after"
      throw report(.missingClause(missing, "claim \(name)", "\(missing) 1M users", span(reference)))
    }
    var source = Provenance()
    for clause in syntax.children(of: node) {
      let said = try provenance(clause)
      if said.source != nil { source.source = said.source }
    }
    let own = try provenance(node)
    model.claims.append(
      Claim(
        name: name, title: title, before: before, after: after, unit: unit, reasons: reasons,
        provenance: own.isEmpty ? source : own, declaration: declare(reference)))
  }

  // MARK: Correlations

  mutating func runCorrelation(_ node: NodeID) throws(Failure) {
    let parts = Array(syntax.children(of: node))
    guard parts.count == 3 else { return }
    let firstDraw = try correlated(parts[0])
    let secondDraw = try correlated(parts[1])
    guard firstDraw.isMonthly == secondDraw.isMonthly else {
      let which = firstDraw.isMonthly ? (1, 0) : (0, 1)
      throw report(
        .correlationTarget(
          text(parts[which.0]),
          "it is drawn once a trial, and `\(text(parts[which.1]))` anew each month",
          span(parts[which.0])))
    }
    let (first, second) = (firstDraw.key, secondDraw.key)
    let rho = try certain(
      try quantity(evaluate(parts[2]), at: parts[2], place: .number("a rank correlation")),
      at: parts[2])
    guard rho > -1, rho < 1 else {
      throw report(
        .range("a rank correlation", text(parts[2]), "strictly between -1 and 1", span(parts[2])))
    }
    guard first != second else {
      throw report(
        .correlationTarget(
          text(parts[1]), "it is the same draw as `\(text(parts[0]))`", span(parts[1])))
    }
    let pair = [first, second].sorted { $0.value < $1.value }
    if model.graph.correlations.contains(where: {
      [$0.first, $0.second].sorted { $0.value < $1.value } == pair
    }) {
      throw report(
        .duplicate(
          "the correlation of", "\(text(parts[0])) and \(text(parts[1]))", span(node),
          first: model.graph.correlations.firstIndex {
            [$0.first, $0.second].sorted { $0.value < $1.value } == pair
          }.map { correlationPlaces[$0] }))
    }
    model.graph.correlations.append(Correlation(first, second, rho: rho))
    correlationPlaces.append(span(node))
  }

  /// The one draw that a name or a clause is.
  private mutating func correlated(_ node: NodeID) throws(Failure) -> Draw {
    var expression: ExpressionID?
    if syntax.kind(node) == .memberAccess, let base = syntax.child(0, of: node),
      let word = syntax.child(1, of: node),
      case .product(let id) = try evaluate(base), let clause = productClause(text(word), of: id)
    {
      expression = model[id].clauses[clause]?.expression
    } else if case .quantity(let quantity) = try evaluate(node) {
      expression = quantity.expression
    }
    // A draw by the year or in another unit is still that draw: look through operations with constants.
    let draws =
      expression.map { id in
        model.graph.reachable(from: [id]).compactMap { model.graph.draw($0) }
      } ?? []
    guard draws.count == 1 else {
      let why = draws.isEmpty ? "it is no uncertain quantity" : "it depends on \(draws.count) draws"
      throw report(.correlationTarget(text(node), why, span(node)))
    }
    return draws[0]
  }
}
