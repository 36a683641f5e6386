import Metrics
import Notation
import Portfolio
import Quantities

/// Ledgers: the months, and what each declaration makes of them.
extension ReportBuilder {
  func ledgers(_ ledgers: [LedgerAnswer]) -> [Block] {
    var blocks: [Block] = []
    for ledger in ledgers { blocks.append(.table(monthTable(ledger, of: ledgers.count))) }
    if let table = declarationTable(ledgers) { blocks.append(.table(table)) }
    return blocks
  }

  // MARK: Months

  private func amount(_ value: Double, _ ledger: LedgerAnswer) -> Table.Cell {
    let text = NumberText.text(value, ledger.dimension, digits: 6)
    return Table.Cell(ledger.subject.isStock ? text.withoutUnit(unit(ledger)) : text, value)
  }

  private func unit(_ ledger: LedgerAnswer) -> String { NumberText.unit(ledger.dimension) }

  private func head(_ metric: Metric, _ sign: Int) -> String {
    (sign > 0 ? "+ " : sign < 0 ? "- " : "") + metric.name
  }

  /// The subject in words: `A.users`, `portfolio.margin`.
  func name(_ subject: LedgerSubject) -> String {
    let metric =
      subject.metric == .users
      ? subject.product.map { model[$0].unit } ?? "users" : subject.metric.name
    return "\(subject.product.map { model[$0].name } ?? "portfolio").\(metric)"
  }

  /// The columns of the flows that something happens in, or of one that is made of itself, none.
  private func shownFlows(_ ledger: LedgerAnswer) -> [Int] {
    let flows = ledger.subject.flows
    guard flows.count > 1 else { return [] }
    return flows.indices.filter { i in ledger.months.contains { $0.flows[i] != 0 } }
  }

  private func monthTable(_ ledger: LedgerAnswer, of count: Int) -> Table {
    let subject = ledger.subject
    let flows = subject.flows
    let shown = shownFlows(ledger)
    var heads = [Table.Column("month")]
    if model.start != nil { heads.append(Table.Column("", isNumeric: false)) }
    if subject.isStock { heads.append(Table.Column("opening")) }
    for i in shown { heads.append(Table.Column(head(flows[i].metric, flows[i].sign))) }
    heads.append(
      Table.Column("= " + (name(subject).split(separator: ".").last.map { String($0) } ?? "")))
    // Once nobody is left and nothing happens, one sentence says so.
    let alive =
      (ledger.months.lastIndex {
        $0.closing != 0 || $0.opening != 0 || $0.flows.contains { $0 != 0 }
      } ?? -1) + 1
    var rows = ledger.months.prefix(alive).map { month -> [Table.Cell] in
      var row = [Table.Cell("\(month.month)", Double(month.month))]
      if model.start != nil { row.append(Table.Cell(model.monthName(month.month))) }
      if subject.isStock { row.append(amount(month.opening, ledger)) }
      return row + shown.map { amount(month.flows[$0], ledger) } + [amount(month.closing, ledger)]
    }
    if let first = ledger.months.first, let last = ledger.months.last, ledger.months.count > 1 {
      var row = [Table.Cell("all")]
      if model.start != nil { row.append(Table.Cell("")) }
      if subject.isStock { row.append(amount(first.opening, ledger)) }
      func sum(_ value: (LedgerMonth) -> Double) -> Double {
        var sum = NeumaierSum()
        for month in ledger.months { sum.add(value(month)) }
        return sum.total
      }
      for i in shown { row.append(amount(sum { $0.flows[i] }, ledger)) }
      rows.append(row + [amount(subject.isStock ? last.closing : sum(\.closing), ledger)])
    }
    var notes = [
      "\(title(subject)) in \(model[ledger.scenario].name), in \(unit(ledger)); means over the trials, which add up as every trial does."
    ]
    if alive < ledger.months.count {
      notes.append(
        "From \(model.monthName(ledger.months[alive].month)) on there is \(subject.isStock ? "nobody left" : "nothing") and nothing happens."
      )
    }
    if subject.product == nil, subject.metric == .users {
      notes.append("Moves from one product to another are none of these: they cancel out.")
    }
    notes += ledger.events.compactMap { sentence($0) }
    return Table(
      title: count > 1 ? model[ledger.scenario].title : nil, columns: heads, rows: rows,
      notes: notes)
  }

  private func title(_ subject: LedgerSubject) -> String {
    let product = subject.product.map { model[$0].title } ?? "The portfolio"
    return subject.metric == .users ? product : "\(product)'s \(subject.metric.name)"
  }

  /// In how many trials something has happened, and by when.
  private func sentence(_ event: LedgerEvent) -> String? {
    guard let share = event.shares.last else { return nil }
    let what = event.kind == .failure ? "fails" : "is closed"
    let name = model[event.product].name
    let place = places[event.declaration].map { " (\($0.file):\($0.line))" } ?? ""
    if share == 0 { return "\(name) \(what) in no trial by then\(place)." }
    var news: [(month: Int, share: Double)] = []
    var before = 0.0
    for (i, share) in event.shares.enumerated() where share > before {
      news.append((i + 1, share))
      before = share
    }
    func percent(_ share: Double) -> String { figures.percent(share, error: 0) }
    guard let first = news.first, let last = news.last else { return nil }
    if news.count == 1 {
      let trials = share == 1 ? "every trial" : "\(percent(share)) of trials"
      return "\(name) \(what) in \(model.monthName(first.month)) in \(trials)\(place)."
    }
    // Of many months, those in which a share of them is reached tell enough.
    let told = news.count <= 6 ? news : quantiles(news, of: last.share)
    let course = told.map { "\(percent($0.share)) by \(model.monthName($0.month))" }
    return
      "\(name) \(what) in \(percent(share)) of trials\(place): \(course.joined(separator: ", "))."
  }

  private func quantiles(_ news: [(month: Int, share: Double)], of all: Double) -> [(
    month: Int, share: Double
  )] {
    var found: [(month: Int, share: Double)] = []
    for part in [0, 0.25, 0.5, 0.75, 1] {
      guard let reached = news.first(where: { $0.share >= part * all }),
        found.last?.month != reached.month
      else { continue }
      found.append(reached)
    }
    return found
  }

  // MARK: Declarations

  /// A declaration in words, as it was written where that is known.
  func words(_ line: LedgerLine, in ledger: LedgerAnswer) -> String {
    let owner = ledger.subject.product == nil ? "\(model[line.product].name): " : ""
    if let text = places[line.declaration]?.text, !text.isEmpty { return owner + text }
    switch line.origin {
    case .clause(let clause): return owner + clause.rawValue
    case .action(let action): return owner + phrase(action)
    }
  }

  /// What each declaration makes of the flows, a column for each scenario.
  private func declarationTable(_ ledgers: [LedgerAnswer]) -> Table? {
    guard let first = ledgers.first, let months = first.months.last?.month else { return nil }
    let hasProducts = first.subject.product == nil
    var heads = [Table.Column("flow", isNumeric: false)]
    if hasProducts { heads.append(Table.Column("product", isNumeric: false)) }
    heads += [Table.Column("declared by", isNumeric: false), Table.Column("at", isNumeric: false)]
    let span = months == 1 ? "month 1" : "months 1 to \(months)"
    for ledger in ledgers {
      heads.append(Table.Column(ledgers.count > 1 ? model[ledger.scenario].name : span))
    }
    var rows: [[Table.Cell]] = []
    var data: [[Table.Cell]] = []
    for line in lines(ledgers) {
      let entries = ledgers.map { ledger in ledger.entries.first { $0.line.key == line.line.key } }
      guard entries.contains(where: { $0?.months.contains { $0 != 0 } ?? false }) else { continue }
      let place = places[line.line.declaration]
      var row = [Table.Cell(head(line.line.metric, line.line.sign))]
      if hasProducts { row.append(Table.Cell(model[line.line.product].name)) }
      var bare = line.ledger
      if hasProducts { bare.subject.product = line.line.product }
      let text = words(line.line, in: bare)
      row += [Table.Cell(text), Table.Cell(place.map { "\($0.file):\($0.line)" } ?? "–")]
      for (ledger, entry) in zip(ledgers, entries) {
        row.append(entry.map { amount($0.total, ledger) } ?? Table.Cell("–"))
        for (i, value) in (entry?.months ?? []).enumerated() {
          data.append([
            Table.Cell(model[ledger.scenario].name), Table.Cell("\(i + 1)", Double(i + 1)),
            Table.Cell(model[line.line.product].name), Table.Cell(line.line.metric.name),
            Table.Cell("\(line.line.sign)", Double(line.line.sign)), Table.Cell(text),
            Table.Cell(place?.file ?? ""),
            place.map { Table.Cell("\($0.line)", Double($0.line)) } ?? Table.Cell(""),
            Table.Cell("\(value)", value),
          ])
        }
      }
      rows.append(row)
    }
    guard !rows.isEmpty else { return nil }
    var table = Table(
      columns: heads, rows: rows,
      notes: ledgers.contains { hasFactors($0) }
        ? ["Of what several change together, each integration is told after those above it."] : [])
    table.data = TableData(
      columns: [
        "scenario", "month", "product", "flow", "sign", "declared by", "file", "line", "amount",
      ], rows: data)
    return table
  }

  /// `true` iff several integrations multiply in a flow.
  private func hasFactors(_ ledger: LedgerAnswer) -> Bool {
    var seen = Set<LedgerKey>()
    for entry in ledger.entries {
      guard case .action(.integrate) = entry.line.origin, entry.total != 0,
        entry.line.metric != .cost
      else { continue }
      let key = LedgerKey(
        metric: entry.line.metric, product: entry.line.product,
        declaration: DeclarationID(rawValue: -1))
      if !seen.insert(key).inserted { return true }
    }
    return false
  }

  /// The lines of all ledgers by flow, each once, with the first ledger that has it.
  private func lines(_ ledgers: [LedgerAnswer]) -> [(line: LedgerLine, ledger: LedgerAnswer)] {
    var found: [(line: LedgerLine, ledger: LedgerAnswer)] = []
    var seen = Set<LedgerKey>()
    for (metric, _) in ledgers.first?.subject.flows ?? [] {
      for ledger in ledgers {
        for entry in ledger.entries
        where entry.line.metric == metric && seen.insert(entry.line.key).inserted {
          found.append((entry.line, ledger))
        }
      }
    }
    return found
  }
}

/// What makes two lines of different scenarios the same line.
private struct LedgerKey: Hashable {
  var metric: Metric
  var product: ProductID
  var declaration: DeclarationID
}

extension LedgerLine {
  fileprivate var key: LedgerKey {
    LedgerKey(metric: metric, product: product, declaration: declaration)
  }
}
