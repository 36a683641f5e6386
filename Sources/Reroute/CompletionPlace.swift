import Evaluator
import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// The end of a text that is under way: which names it knows, which block is open there, what an expectation stands for.
struct CompletionPlace {
  /// The text up to the place.
  let tree: SyntaxTree
  let session: Session
  /// `true` iff a part of the word is typed already.
  let isTyping: Bool

  /// The tokens before the end of the text.
  private var tokens: ArraySlice<Token> { tree.tokens.dropLast() }
  private var model: Model { session.evaluation?.model ?? Model() }

  /// The candidates for all of `expected`, in the order to list them.
  func candidates(_ expected: Set<Expectation>) -> [Completer.Candidate] {
    var found: [Completer.Candidate] = []
    if expected.contains(.item) { found += items }
    if expected.contains(.listItem), owner == .observe { found += months }
    if expected.contains(.product) { found += fittingProducts }
    if expected.contains(.feature) { found += features }
    if expected.contains(.member) { found += members }
    if expected.contains(.unit) || expected.contains(.unitFactor) { found += units }
    if expected.contains(.duration) { found += durations }
    if expected.contains(.perUnit) { found += perUnits }
    if expected.contains(.target) { found += scenarios + units.filter { $0.text != "points" } }
    if expected.contains(.scenario) { found += scenarios }
    if expected.contains(.time) { found += times }
    if expected.contains(.shape) { found += Self.shapes }
    if expected.contains(.decline) { found += Self.ways }
    if expected.contains(.sampling) { found += Self.samplings }
    if expected.contains(.statistic) { found += Self.statistics }
    if expected.contains(.hypercube) { found.append(Self.plain("hypercube")) }
    if expected.contains(.value) { found += values }
    return found + words(expected)
  }

  /// The grammar's own words. Right after a number only those that make it an interval or a rate come unasked.
  private func words(_ expected: Set<Expectation>) -> [Completer.Candidate] {
    let afterNumber = expected.contains(.unit) && !isTyping
    // A question of a product takes nothing but one.
    if askedProducts != nil { return [] }
    return Word.allCases.filter { word in
      expected.contains(.word(word)) && (!afterNumber || word == .to || word == .per)
    }.map { Self.plain($0.text) }
  }

  private static func plain(_ text: String, _ summary: String = "") -> Completer.Candidate {
    Completer.Candidate(text: text, display: text, summary: summary)
  }

  // MARK: Where

  /// The word that began the statement or clause list whose `{` is the innermost open one; nil outside of braces.
  private var owner: Word? {
    var depth = 0
    for i in tokens.indices.reversed() {
      switch tokens[i].kind {
      case .rightBrace: depth += 1
      case .leftBrace:
        if depth == 0 { return tokens[firstOfStatement(endingAt: i)].word }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  /// The first token of the statement that the token at `index` belongs to.
  private func firstOfStatement(endingAt index: Int) -> Int {
    var i = index
    while i > tokens.startIndex,
      ![.separator, .leftBrace, .rightBrace].contains(tokens[i - 1].kind)
    {
      i -= 1
    }
    return i
  }

  /// The first word of the statement or the clause at the end of the text.
  private var leading: Token? {
    let first = firstOfStatement(endingAt: tokens.endIndex)
    return first < tokens.endIndex ? tokens[first] : nil
  }

  // MARK: Names

  /// The names that words of kind `word` give in the text itself.
  private func written(_ word: Word) -> [String] {
    tokens.indices.filter { tokens[$0].word == word && $0 + 1 < tokens.endIndex }.compactMap { i in
      let isFirst = i == tokens.startIndex
      guard isFirst || [.separator, .leftBrace, .rightBrace].contains(tokens[i - 1].kind),
        tokens[i + 1].kind == .word, !tokens[i + 1].word.isReserved
      else { return nil }
      return tree.text(ofToken: i + 1)
    }
  }

  private var productNames: [String] { model.products.map(\.name) + written(.product) }

  private var products: [Completer.Candidate] {
    let titles = Dictionary(model.products.map { ($0.name, $0.title) }) { a, _ in a }
    return productNames.map { name in
      let title = titles[name] ?? name
      return Self.plain(Self.reference(name), title == name ? "" : title)
    }
  }

  /// The products that may stand here in a statement that relates two: each once; those that have the feature.
  private var fittingProducts: [Completer.Candidate] {
    guard let leading else { return products }
    let first = firstOfStatement(endingAt: tokens.endIndex)
    let before = tokens[first...].filter { $0.kind == .word }.map { tree.file.text($0.range) }
    switch leading.word {
    case .overlap where tokens.last?.word == .of:
      return products.filter { before.contains($0.text) }
    case .integrate where tokens.last?.word == .from:
      let having = model.products.filter { product in
        product.features.contains { before.contains($0) }
      }
      return having.isEmpty
        ? products : products.filter { product in having.contains { $0.name == product.text } }
    case .reallocate where tokens.last?.word == .of:
      let costly = model.products.filter { $0.clauses[.cost] != nil }
      return costly.isEmpty
        ? products : products.filter { product in costly.contains { $0.name == product.text } }
    case .redirect, .overlap, .integrate, .reallocate, .split:
      return products.filter { !before.contains($0.text) }
    default: return products
    }
  }

  /// A product's name as a script must write it.
  private static func reference(_ name: String) -> String {
    let tokens = Lexer.tokens(of: Array(name.utf8))
    let isWord = tokens.count == 2 && tokens[0].kind == .word && !tokens[0].word.isReserved
    return isWord && Int(tokens[0].end) == name.utf8.count ? name : "(\"\(name)\")"
  }

  /// The features of all products, or of those that have any, by their product.
  private var features: [Completer.Candidate] {
    model.products.flatMap { product in
      product.features.map { Self.plain(Self.reference($0), "of \(product.name)") }
    }
  }

  private var scenarios: [Completer.Candidate] {
    // A scenario can't extend itself.
    let own = tokens.last?.word == .extends ? written(.scenario).last : nil
    return (model.scenarios.map(\.name) + written(.scenario)).filter { $0 != own }.map {
      Self.plain($0)
    }
  }

  private var values: [Completer.Candidate] {
    if let asked = askedProducts { return asked }
    let bound = (session.evaluation?.names ?? []).map { Self.plain($0.name, $0.kind) }
    let local = (written(.`let`) + written(.`for`) + parameters).map { Self.plain($0) }
    let functions = written(.fn).map {
      Completer.Candidate(text: $0 + "(", display: $0 + "(…)", summary: "")
    }
    let portfolio = [Self.plain("portfolio", "all products together")]
    let own = owner == .failure ? ownMetrics : []
    let words = [Word.`if`, .choose, .table].filter { _ in isTyping }.map { Self.plain($0.text) }
    let flow = leading?.word == .plot ? [Self.plain("flow", "where the users went")] : []
    return own + flow + bound + local + functions + products + portfolio + builtins + words + truths
  }

  /// The products that a `why` or a `detect` may ask about, right behind the word; nil elsewhere.
  private var askedProducts: [Completer.Candidate]? {
    switch tokens.last?.word {
    case .why: return products
    case .detect:
      let measured = Set(model.observations.map { model[$0.product].name } + written(.observe))
      return products.filter { measured.contains($0.text) }
    default: return nil
    }
  }

  private var truths: [Completer.Candidate] {
    (isTyping ? ["true", "false"] : []).map { Self.plain($0) }
      + (owner == .product ? [Self.plain("month", "the month's number")] : [])
  }

  private var builtins: [Completer.Candidate] {
    Catalogue.all.map {
      Completer.Candidate(text: $0.name + "(", display: $0.signature, summary: $0.summary)
    }
  }

  /// The parameters of functions that are being written.
  private var parameters: [String] {
    guard let function = tokens.indices.last(where: { tokens[$0].word == .fn }) else { return [] }
    var names: [String] = []
    for i in tokens.indices where i > function + 2 {
      if tokens[i].kind == .rightParenthesis { break }
      if tokens[i].kind == .word { names.append(tree.text(ofToken: i)) }
    }
    return names
  }

  // MARK: Metrics

  /// What may follow the dot at the end of the text.
  private var members: [Completer.Candidate] {
    let dot = tokens.endIndex - 1
    guard dot > tokens.startIndex, tokens[dot].kind == .dot else { return [] }
    if leading?.word == .reallocate {
      let isTarget = tokens.contains { $0.word == .into }
      return [isTarget ? "acquisition" : "cost"].map { Self.plain($0) }
    }
    let base = tree.text(ofToken: dot - 1)
    guard tokens[dot - 1].kind == .word else { return Self.metrics { $0.isOfProduct } }
    if base == "portfolio" { return Self.metrics { $0.isOfPortfolio } }
    if let named = session.evaluation?.names.first(where: { $0.name == base }) {
      guard case .record(let fields) = named.value else { return [] }
      return fields.map { Self.plain($0.name) }
    }
    if leading?.word == .observe {
      return [Self.plain(model.products.first { $0.name == base }?.unit ?? "users")]
    }
    if let product = model.productIDs.first(where: { model[$0].name == base }) {
      return metrics(of: product)
    }
    return productNames.contains(base) ? Self.metrics { $0.isOfProduct } : []
  }

  private static func metrics(where fits: (Metric) -> Bool) -> [Completer.Candidate] {
    Metric.allCases.filter(fits).map { plain($0.name, $0.definition) }
  }

  /// The metrics that a product has: its traffic by its unit, and failures and observations only where there are any.
  private func metrics(of product: ProductID) -> [Completer.Candidate] {
    let unit = model[product].unit
    let mayFail = model.failures[product] != nil || written(.failure).contains(model[product].name)
    return Metric.allCases.filter(\.isOfProduct).compactMap { metric in
      switch metric {
      case .users: Self.plain(unit, metric.definition)
      case .failed, .failureMonth: mayFail ? Self.plain(metric.name, metric.definition) : nil
      case .observed:
        model.observations.contains { $0.product == product }
          ? Self.plain(metric.name, metric.definition) : nil
      default: Self.plain(metric.name, metric.definition)
      }
    }
  }

  /// The metrics that a failure's criteria call by bare name.
  private var ownMetrics: [Completer.Candidate] {
    Self.metrics { $0.isOfProduct && $0 != .observed && $0 != .failureMonth }
  }

  // MARK: Units and times

  /// The units that may follow a number; the singular where the number is 1.
  private var units: [Completer.Candidate] {
    let isOne = tokens.last.map { $0.kind == .number && tree.file.text($0.range) == "1" } ?? false
    let builtIn = ["users", "months", "weeks", "days", "years", "points"]
    let declared = session.units.all.union(written(.unit)).subtracting(UnitNames.builtIn.all)
      .sorted()
    let plurals = declared.filter { $0.hasSuffix("s") || !declared.contains($0 + "s") }
    return (builtIn + plurals).map { name in
      Self.plain(isOne && name.hasSuffix("s") ? String(name.dropLast()) : name)
    } + (isTyping ? UnitNames.currencyCodes.sorted().map { Self.plain($0) } : [])
  }

  /// The units of time.
  private var durations: [Completer.Candidate] {
    let stems = ["month", "week", "day", "year"]
    return units.filter { unit in stems.contains { unit.text.hasPrefix($0) } }
  }

  /// The units that may follow a `/`, in the singular.
  private var perUnits: [Completer.Candidate] {
    let declared = session.units.all.union(written(.unit)).subtracting(UnitNames.builtIn.all)
    let singular = declared.filter {
      !declared.contains(String($0.dropLast())) || !$0.hasSuffix("s")
    }
    return (["month", "year", "week", "day", "user"] + singular.sorted()).map { Self.plain($0) }
  }

  private static var shapes: [Completer.Candidate] {
    ["normal", "lognormal", "uniform", "triangular", "pert", "beta"].map { plain($0) }
  }

  private static var ways: [Completer.Candidate] {
    [plain("stays", "who declines stays as before"), plain("leaves", "who declines leaves")]
  }

  private static let samplings = Sampling.allCases.map { plain($0.rawValue, $0.summary) }

  private var times: [Completer.Candidate] {
    var found = [Self.plain("month", "a month by its number: `month 3`")]
    found.append(Self.plain("end", "the last month"))
    if isOfAction { found.append(Self.plain("failure", "when the source's criteria are met")) }
    let failing = model.failures.keys.map { model[$0].name }.sorted() + written(.failure)
    return found + failing.map { Self.plain("\($0).failure", "when its criteria are met") } + months
  }

  /// `true` iff a bare `failure` has a product that it is of: in actions.
  private var isOfAction: Bool {
    let words: [Word] = [.redirect, .integrate, .reallocate, .close]
    return owner.map { words.contains($0) } ?? false
      || leading.map { words.contains($0.word) } ?? false
  }

  /// The calendar months of the simulation, 20 years of them at most.
  private var months: [Completer.Candidate] {
    guard let start = model.start else { return [] }
    return (0..<min(240, model.months)).map { Self.plain((start + $0).text) }
  }

  // MARK: Statements and clauses

  /// A statement, or a clause of the open block.
  private var items: [Completer.Candidate] {
    guard let owner else { return statements(Self.statementWords) + values }
    let annotations = [
      Self.plain("source", "who says so"), Self.plain("as", "the month it is of: `as of 2023-07`"),
      Self.plain("note", "a remark"),
    ]
    switch owner {
    case .product: return productClauses + annotations
    case .failure:
      return [
        Self.plain("when", "the criteria: `users < 2M for 3 months`"),
        Self.plain("at", "the month, where it is known"),
        Self.plain("because", "the reasons"),
      ] + annotations
    case .redirect:
      return Self.timing
        + Redirection.Clause.allCases.map { Self.plain($0.rawValue, Self.meaning($0)) }
        + [Self.plain("decline", "what who declines does: stays or leaves")] + annotations
    case .integrate:
      return Self.timing
        + Integration.Clause.allCases.map { Self.plain($0.rawValue, Self.meaning($0)) }
        + annotations
    case .reallocate:
      return Self.timing.filter { $0.text != "over" }
        + [Self.plain("cac", "the cost of winning a user: `$5/user`")] + annotations
    case .claim:
      return [
        Self.plain("before", "the figure before"), Self.plain("after", "the figure after"),
        Self.plain("because", "the reasons"),
      ] + annotations
    case .observe:
      return [
        Self.plain("time", "the column of months"), Self.plain("value", "the column of figures"),
        Self.plain("scale", "what a figure is multiplied by"),
        Self.plain("where", "a column and its value: `where \"Entity\" == \"Orkut\"`"),
      ] + annotations
    case .detect:
      return ["below", "periods", "drawdown", "tolerated"].map { Self.plain($0) }
    case .advise: return Self.choices
    case .scenario, .baseline:
      return statements([.redirect, .integrate, .close, .reallocate, .`let`, .`for`, .`if`])
        + products.filter { !$0.text.isEmpty }
    default: return statements(Self.statementWords.filter { $0 != .simulate }) + values
    }
  }

  private static let statementWords = Word.allCases.filter { $0.beginsStatement }

  private func statements(_ words: [Word]) -> [Completer.Candidate] {
    words.map { Self.plain($0.text, Self.meaning($0)) }
  }

  private static let choices = [
    plain("maximise", "the mean, `percentile 5%` or `cvar 5%`"),
    plain("split", "the users that each target is offered: `Resso -> TikTok, YouTube`"),
    plain("integrate", "an integration to do or not"),
    plain("close", "the months to choose from: `Resso from month 3 to month 12`"),
    plain("limit", "what must hold: `total(portfolio.cost) < $5M`"),
  ]

  private static let statistics = [
    plain("mean", "the mean over the trials"), plain("percentile", "`percentile 5%`"),
    plain("cvar", "the mean of the worst trials: `cvar 5%`"),
  ]

  private static let timing = [
    plain("from", "when it begins"), plain("over", "how long it takes, and its ramp"),
    plain("until", "the month before which it ends"),
  ]

  private var productClauses: [Completer.Candidate] {
    let declared = session.units.all.union(written(.unit)).subtracting(UnitNames.builtIn.all)
    let counts = declared.filter { $0.hasSuffix("s") || !declared.contains($0 + "s") }.sorted()
    return ProductClause.allCases.map { Self.plain($0.rawValue, Self.meaning($0)) }
      + [
        Self.plain("features", "what of it may live on elsewhere"),
        Self.plain("goal", "a level of traffic and when: `5M users by 2023-12`"),
      ] + counts.map { Self.plain($0, "traffic, counted in \($0)") }
  }
}
