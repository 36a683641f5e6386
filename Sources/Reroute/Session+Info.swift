import Evaluator
import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

extension Session {
  /// What is known of a name: what it is, its definition and formula, where its numbers come from, and where it is used.
  public struct Info: Sendable, Hashable {
    /// The name, and what it is.
    public let title: String
    /// What is said of it, each with a label: `is`, `formula`, `declared`, `value`, `source`, `used in` …
    public let lines: [Line]

    /// A label and what it says.
    public struct Line: Sendable, Hashable {
      /// The label; the same again for what goes on.
      public let label: String
      /// What is said.
      public let text: String
    }
  }

  /// What is known of `name`: of a product, a metric or a clause of one (`TikTok.churn`), a `let` or an `fn`, a scenario, a feature,
  /// a unit, a function, a metric or a word of the language. Nil for a name that stands for nothing.
  public func info(_ name: String) -> Info? {
    member(name) ?? declared(name) ?? ofLanguage(name)
  }

  /// The names that ``info(_:)`` knows beside those of products' metrics.
  public var knownWords: [String] {
    let own =
      statements.flatMap { boundNames($0) }
      + (evaluation?.model.products ?? []).flatMap { [$0.name] + $0.features }
    return Array(Set(own)).sorted() + HelpTopic.all.map(\.name)
  }

  /// What is known of the name that the UTF-8 offset `offset` of a text is in or behind; with a product before its dot, of both.
  public func info(at offset: Int, in text: String) -> Info? {
    let bytes = Array(text.utf8)
    let tokens = Lexer.tokens(of: bytes)
    let here = tokens.indices.last { i in
      tokens[i].kind == .word && Int(tokens[i].start) <= offset && offset <= Int(tokens[i].end)
    }
    guard let here else { return nil }
    func spelling(_ i: Int) -> String { String(decoding: bytes[tokens[i].range], as: UTF8.self) }
    if here >= 2, tokens[here - 1].kind == .dot, tokens[here - 2].kind == .word {
      return info(spelling(here - 2) + "." + spelling(here))
    }
    return info(spelling(here))
  }

  /// The statements that declare `name`, as they were written; nil for a name that no statement gives.
  public func declarationText(of name: String) -> String? {
    let own = statements.filter { boundNames($0).contains(name) }
    return own.isEmpty ? nil : own.map { trees[$0.tree].text($0.node) }.joined(separator: "\n")
  }

  /// What is wrong with asking `text`; nil for a single question that can be answered.
  public func refusal(ofQuestion text: String) -> String? {
    var copy = self
    copy.namesResults = false
    let before = copy.statements.count
    let outcome = copy.check(bytes: Array(text.utf8), name: "prompt")
    if outcome.status == .wrong { return outcome.renderedMessages() }
    let asked = copy.evaluate(Array(text.utf8), "prompt").questions.count
    let declares = copy.trees.last.map { tree in
      tree.children(of: tree.root).contains { !tree.kind($0).isQuestion }
    }
    guard asked == 1, declares == false, copy.statements.count == before else {
      return "error: that is not one question\n"
    }
    return nil
  }

  // MARK: Members

  /// `TikTok.users`, `portfolio.margin`.
  private func member(_ name: String) -> Info? {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let model = evaluation?.model else { return nil }
    let product = model.productIDs.first { model[$0].name == parts[0] }
    guard product != nil || parts[0] == "portfolio" else { return nil }
    let isCount = product.map { model[$0].unit == parts[1] } ?? false
    guard let metric = isCount ? .users : Metric.byName[parts[1]],
      product == nil ? metric.isOfPortfolio : metric.isOfProduct
    else { return nil }
    var lines = [Info.Line(label: "is", text: metric.definition)]
    if let formula = metric.formula { lines.append(Info.Line(label: "formula", text: formula)) }
    if let product,
      let clause = ProductClause(rawValue: metric == .declaredCost ? "cost" : metric.name),
      let value = model[product].clauses[clause]
    {
      if let text = place(of: value.declaration).flatMap({
        sources[$0.source]?.text($0.start..<$0.end)
      }) {
        lines.append(
          Info.Line(label: clause == .users ? "begins with" : "declared", text: Self.oneLine(text)))
      }
      lines += Self.lines(of: value.provenance, or: model[product].provenance)
    } else if product != nil, ProductClause(rawValue: metric.name) != nil, metric != .users {
      lines.append(Info.Line(label: "declared", text: "not; it counts as 0"))
    }
    let changed = model.scenarioIDs.filter { id in
      product.map { product in
        model[id].changes.keys.contains {
          $0.product == product && $0.clause.rawValue == metric.name
        }
      } ?? false
    }
    if !changed.isEmpty {
      lines.append(
        Info.Line(label: "changed in", text: changed.map { model[$0].name }.joined(separator: ", "))
      )
    }
    return Info(
      title: "\(name): a metric of \(product == nil ? "all products together" : parts[0])",
      lines: lines + uses(of: parts))
  }

  // MARK: Declared names

  private func declared(_ name: String) -> Info? {
    guard let model = evaluation?.model else { return nil }
    let own = statements.filter { boundNames($0).contains(name) }
    var lines = own.map { Info.Line(label: "declared", text: line($0)) }
    let used = uses(of: [name], butIn: Set(own))
    if let product = model.products.first(where: { $0.name == name }) {
      let title = product.title == name ? "" : " \"\(product.title)\""
      if own.isEmpty { lines.append(Info.Line(label: "declared", text: "by a loop or an import")) }
      lines += Self.lines(of: product.provenance, or: Provenance())
      return Info(
        title: "\(name): a product\(title), counted in \(product.unit)", lines: lines + used)
    }
    if let named = evaluation?.names.first(where: { $0.name == name }) {
      let value =
        nameText(named.value, model)
        ?? answers(to: [name])?.first?.split(separator: "\n").joined(separator: "; ")
      if let value, value != name { lines.append(Info.Line(label: "value", text: value)) }
      lines += own.flatMap { notes(of: $0) }
      return Info(title: "\(name): \(named.kind)", lines: lines + used)
    }
    if model.scenarios.contains(where: { $0.name == name }) {
      if lines.isEmpty {
        let what =
          name == "plan"
          ? "the actions outside any scenario"
          : "what happens in any case: no action, unless `baseline { … }` says so"
        lines.append(Info.Line(label: "is", text: what))
      }
      return Info(title: "\(name): a scenario", lines: lines + used)
    }
    if let product = model.products.first(where: { $0.features.contains(name) }) {
      return Info(title: "\(name): a feature of \(product.name)", lines: used)
    }
    if let claim = model.claims.first(where: { $0.name == name }) {
      return Info(
        title: "\(name): a claim",
        lines: lines + Self.lines(of: claim.provenance, or: Provenance()) + used)
    }
    return own.isEmpty ? nil : Info(title: "\(name): a unit", lines: lines + used)
  }

  // MARK: The language

  private func ofLanguage(_ name: String) -> Info? {
    if name == "portfolio" {
      return Info(title: "portfolio: all products together", lines: uses(of: [name]))
    }
    if name == "_" || ResultName(name) != nil {
      let number = ResultName(name)?.number ?? results.count
      guard results.indices.contains(number - 1) else { return nil }
      return Info(
        title: "\(name): answer number \(number)",
        lines: [Info.Line(label: "is", text: Self.oneLine(results[number - 1]))])
    }
    let topics = HelpTopic.all.filter { $0.name == name }
    guard let topic = topics.first(where: { $0.group != .metrics }) ?? topics.first else {
      return unitOrClause(name)
    }
    let kinds: [HelpTopic.Group: String] = [
      .settings: "a setting", .script: "a statement", .declarations: "a declaration",
      .questions: "a question", .values: "values", .metrics: "a metric", .functions: "a function",
    ]
    var lines = [Info.Line(label: "is", text: topic.summary)]
    lines += topic.text.map {
      Info.Line(label: topic.group == .metrics ? "formula" : "written", text: $0)
    }
    return Info(
      title: "\(name): \(kinds[topic.group] ?? "a word")", lines: lines + uses(of: [name]))
  }

  private func unitOrClause(_ name: String) -> Info? {
    if let clause = ProductClause(rawValue: name) {
      return Info(
        title: "\(name): a clause of a product",
        lines: [Info.Line(label: "is", text: CompletionPlace.meaning(clause))])
    }
    if let clause = Redirection.Clause(rawValue: name) {
      return Info(
        title: "\(name): a clause of a redirection",
        lines: [Info.Line(label: "is", text: CompletionPlace.meaning(clause))])
    }
    if let clause = Integration.Clause(rawValue: name) {
      return Info(
        title: "\(name): a clause of an integration",
        lines: [Info.Line(label: "is", text: CompletionPlace.meaning(clause))])
    }
    if let word = Word.allCases.first(where: { $0.text == name }),
      let text = CompletionPlace.others[word]
    {
      return Info(
        title: "\(name): a word of the grammar", lines: [Info.Line(label: "is", text: text)])
    }
    return units.contains(name) ? Info(title: "\(name): a unit", lines: uses(of: [name])) : nil
  }

  // MARK: Lines

  /// The statements and questions that mention a name, or two with a dot between them.
  private func uses(of parts: [String], butIn own: Set<StatementReference> = []) -> [Info.Line] {
    let users = statements.filter { !own.contains($0) && mentions($0, parts) }
    return users.map { Info.Line(label: "used in", text: line($0)) }
  }

  private func mentions(_ statement: StatementReference, _ parts: [String]) -> Bool {
    let tree = trees[statement.tree]
    let range = Int(tree[statement.node].firstToken)..<Int(tree[statement.node].endToken)
    return range.contains { i in
      guard tree.text(ofToken: i) == parts[0] else { return false }
      if parts.count == 1 { return true }
      return i + 2 < range.upperBound && tree.tokens[i + 1].kind == .dot
        && tree.text(ofToken: i + 2) == parts[1]
    }
  }

  private func notes(of statement: StatementReference) -> [Info.Line] {
    let tree = trees[statement.tree]
    let labels: [SyntaxKind: String] = [
      .sourceNote: "source", .asOfNote: "as of", .noteNote: "note",
    ]
    return tree.children(of: statement.node).compactMap { child in
      labels[tree.kind(child)].map { label in
        Info.Line(
          label: label, text: String(tree.text(child).dropFirst(label.count).drop { $0 == " " }))
      }
    }
  }

  private static func lines(of own: Provenance, or given: Provenance) -> [Info.Line] {
    [
      ("source", own.source ?? given.source), ("as of", (own.asOf ?? given.asOf)?.text),
      ("note", own.note ?? given.note),
    ].compactMap { label, text in text.map { Info.Line(label: label, text: $0) } }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
