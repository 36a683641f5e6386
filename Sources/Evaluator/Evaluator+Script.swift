import Portfolio
import Quantities
import SourceText
import Syntax

/// Statements: names, functions, branches, loops, imports, settings; the bodies of the rest wait.
extension Evaluator {
  /// Makes a top-level product or scenario known by name before anything runs.
  mutating func hoist(_ reference: StatementReference) {
    let outer = tree
    tree = reference.tree
    defer { tree = outer }
    let statement = reference.node
    switch syntax.kind(statement) {
    case .unitDeclaration: declareUnits(statement)
    case .product:
      if let name = syntax.child(.reference, of: statement), syntax.children(of: name).isEmpty {
        _ = registerProduct(text(name), statement, at: name)
      }
    case .scenario:
      if let name = syntax.child(.name, of: statement) { registerScenario(name, statement) }
    case .failure:
      let name = syntax.child(.reference, of: statement)
      if let name, syntax.children(of: name).isEmpty { failureNames.insert(text(name)) }
    case .loop, .conditionalBlock, .importStatement: hasHiddenFailures = true
    default: break
    }
  }

  mutating func run(_ node: NodeID) throws(Failure) {
    statements += 1
    if statements > limits.statements {
      throw report(
        .limit(.statementLimit, "statements", limits.statements, "statements", span(node)))
    }
    switch syntax.kind(node) {
    case .skipped: return
    case .letBinding: try runLet(node)
    case .function: try runFunction(node)
    case .conditionalBlock: try runConditional(node)
    case .loop: try runLoop(node)
    case .importStatement: try runImport(node)
    case .unitDeclaration: if !scopes.isTopLevel { declareUnits(node) }
    case .simulate: try runSimulate(node)
    case .trials, .seed, .discount: try runSetting(node)
    case .sampling: try runSampling(node)
    case .exchange: try runExchange(node)
    case .product: try runProduct(node)
    case .scenario, .baseline: try runScenario(node)
    case .overlap: later(.pair, node)
    case .failure: later(.failure, node)
    case .redirect, .integrate, .close, .reallocate: later(.action, node)
    case .assignment: later(.action, node)
    case .observe, .claim: later(.evidence, node)
    case .correlation: later(.evidence, node)
    case .tableQuestion, .claimsQuestion, .whyQuestion, .compareQuestion, .expectQuestion,
      .drivesQuestion, .detectQuestion, .adviseQuestion, .explainQuestion, .plotQuestion,
      .expressionStatement:
      try refuseInScenario(node, "a question")
      warnSplit(node)
      later(.question, node)
    default: return
    }
  }

  /// Evaluates what was put off.
  mutating func runBody(_ node: NodeID) throws(Failure) {
    switch syntax.kind(node) {
    case .product: try fillProduct(node)
    case .overlap: try runOverlap(node)
    case .failure: try runFailure(node)
    case .redirect: try runRedirect(node)
    case .integrate: try runIntegrate(node)
    case .close: try runClose(node)
    case .reallocate: try runReallocate(node)
    case .assignment: try runAssignment(node)
    case .observe: try runObserve(node)
    case .claim: try runClaim(node)
    case .correlation: try runCorrelation(node)
    case .errorBound: try runErrorBound(node)
    default: try runQuestion(node)
    }
  }

  mutating func refuseInScenario(_ node: NodeID, _ what: String) throws(Failure) {
    guard scenario != nil else { return }
    throw report(
      .misplaced(
        "\(what) can't stand inside a scenario", span(node),
        help:
          "a scenario holds actions (redirect, integrate, close, reallocate) and changes (`Resso.churn = 3%/month`)"
      ))
  }

  // MARK: Names

  /// Gives a name a value in the innermost scope; twice in one scope is an error.
  mutating func bind(_ name: NodeID, _ value: Value) throws(Failure) {
    let spelling = text(name)
    if units.contains(spelling) {
      throw report(.nameOfUnit(spelling, span(name)))
    }
    let id = nameID(name)
    if let known = scopes.innermost(id), let first = known.declaration {
      throw report(.duplicate("the name", spelling, span(name), first: span(of: first)))
    }
    nameTable.spell(id, spelling)
    scopes.bind(id, Binding(value: value, declaration: declare(name)))
  }

  /// Runs `body` with `component` added to the path that keys draws.
  mutating func within<T>(
    _ component: String, _ body: (inout Evaluator) throws(Failure) -> T
  ) throws(Failure) -> T {
    path.append(component)
    defer { path.removeLast() }
    return try body(&self)
  }

  private mutating func runLet(_ node: NodeID) throws(Failure) {
    guard let name = syntax.child(0, of: node), let expression = syntax.child(1, of: node) else {
      return
    }
    let outer = (context, failureOpensModel)
    (context, failureOpensModel) = (.script, false)
    defer { (context, failureOpensModel) = outer }
    var value = Value.broken
    var failed = false
    do throws(Failure) {
      value = try evaluate(expression, boundTo: text(name))
    } catch {
      failed = true
    }
    try bind(name, value)
    if failed { throw Failure() }
  }

  /// The value of an expression whose draws are keyed by the name it is bound to. A result's name (`_3`) stands for a question
  /// that was answered, and draws as that did.
  private mutating func evaluate(_ expression: NodeID, boundTo name: String) throws(Failure)
    -> Value
  {
    guard scopes.isTopLevel, ResultName(name) != nil else {
      return try within(name) { (e) throws(Failure) in try e.evaluate(expression) }
    }
    let outer = counters
    counters = [:]
    defer { counters = outer }
    return try within(Self.questionKey) { (e) throws(Failure) in try e.evaluate(expression) }
  }

  private mutating func runFunction(_ node: NodeID) throws(Failure) {
    let children = syntax.children(of: node)
    guard children.count >= 2, let name = children.first, let body = children.last else { return }
    let parts = children.dropFirst().dropLast()
    let parameters = syntax.texts(parts)
    for (i, parameter) in parameters.enumerated().dropFirst() {
      guard let known = parameters[..<i].firstIndex(of: parameter) else { continue }
      let (first, second) = (parts[parts.startIndex + known], parts[parts.startIndex + i])
      throw report(.duplicate("the parameter", parameter, span(second), first: span(first)))
    }
    let function = FunctionValue(
      text(name), parameters, parts.map { nameID($0) }, body: body, tree: tree,
      surroundings: scopes.surroundings)
    try bind(name, .function(function))
  }

  private mutating func runConditional(_ node: NodeID) throws(Failure) {
    let parts = Array(syntax.children(of: node))
    var i = 0
    while i < parts.count {
      if syntax.kind(parts[i]) == .block { return runScope(parts[i]) }
      if try certainTruth(parts[i]) {
        if i + 1 < parts.count { runScope(parts[i + 1]) }
        return
      }
      i += 2
    }
  }

  /// Runs a block's statements with names of their own.
  private mutating func runScope(_ block: NodeID) {
    scopes.enterBlock()
    run(statementsOf: block)
    scopes.leaveBlock()
  }

  private mutating func runLoop(_ node: NodeID) throws(Failure) {
    let parts = Array(syntax.children(of: node))
    guard parts.count == 3 else { return }
    guard case .list(let elements) = try evaluate(parts[1]) else {
      throw wrongKind("a list", "to loop over", try evaluate(parts[1]), span(parts[1]))
    }
    let (name, id) = (text(parts[0]), nameID(parts[0]))
    var seen: [String: Int] = [:]
    for element in elements {
      let label = elementName(element)
      seen[label, default: 0] += 1
      let times = seen[label] ?? 1
      let component = "\(name)=\(label)" + (times > 1 ? "~\(times)" : "")
      scopes.enterBlock()
      scopes.bind(id, Binding(value: element, declaration: nil))
      path.append(component)
      run(statementsOf: parts[2])
      path.removeLast()
      scopes.leaveBlock()
      if isOutOfBudget { throw Failure() }
    }
  }

  /// What keys the draws of a loop's element: its name, its text, its number.
  func elementName(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .quantity(let quantity): model.graph.constant(quantity.expression).map { "\($0)" } ?? "?"
    case .product(let id): model[id].name
    case .record(let fields):
      (fields.first { $0.name == "name" } ?? fields.first).map { elementName($0.value) } ?? "{}"
    case .list(let items): items.first.map { elementName($0) } ?? "[]"
    case .time(.point(let point)): point.text
    case .time(.day(let day)): day.text
    default: value.kindName
    }
  }

  private mutating func runImport(_ node: NodeID) throws(Failure) {
    let token = syntax.tokens[Int(syntax[node].firstToken) + 1]
    let quoted = syntax.file.text(token.range)
    let name = unescaped(String(quoted.dropFirst().dropLast()))
    let loaded: (name: String, bytes: [UInt8])
    do throws(ImportFailure) {
      loaded = try host.load(name, syntax.file.name)
    } catch {
      throw report(.importFailed(name, error, span(node)))
    }
    if importChain.contains(loaded.name) || loaded.name == syntax.file.name {
      throw report(
        .importCircle(
          (importChain.first == loaded.name
            ? importChain
            : [syntax.file.name] + importChain.drop { $0 != syntax.file.name }.dropFirst()) + [
              loaded.name
            ],
          span(node)))
    }
    if imported[loaded.name] != nil { return }
    imported[loaded.name] = span(node)
    let file = SourceFile(name: loaded.name, bytes: loaded.bytes)
    let id = sources.add(file)
    let result = Parser.parse(file, source: id, units: units)
    diagnostics += result.diagnostics
    trees.append(result.tree)
    importChain.append(loaded.name)
    let outer = scopes
    scopes = scopes.moved()
    let root = result.tree.root
    let program = result.tree.children(of: root).map {
      StatementReference(tree: trees.count - 1, node: $0)
    }
    for statement in program { hoist(statement) }
    run(program)
    scopes = outer.withTop(of: scopes)
    importChain.removeLast()
  }

  private mutating func declareUnits(_ node: NodeID) {
    for name in syntax.children(of: node) {
      let plural = text(name)
      if UnitNames.builtIn.contains(plural) {
        _ = report(
          .builtInName("the unit", plural, "it is built in and need not be declared", span(name)))
        continue
      }
      units.declare(plural)
      declaredUnits.insert(plural)
    }
  }

  private mutating func runExchange(_ node: NodeID) throws(Failure) {
    guard let left = syntax.child(0, of: node), let right = syntax.child(1, of: node) else {
      return
    }
    let (a, b) = try within("rate") { (e) throws(Failure) in
      (try e.evaluate(left), try e.evaluate(right))
    }
    guard case .quantity(let from) = a, case .quantity(let to) = b,
      let fromCode = from.dimension.currency, let toCode = to.dimension.currency,
      fromCode != toCode,
      from.dimension == Dimension(.currency(fromCode)), to.dimension == Dimension(.currency(toCode))
    else {
      throw report(
        .conversion(
          "`rate` relates amounts of two currencies", span(node), help: "write `rate €1 = $1.08`"))
    }
    rates[CurrencyPair(from: fromCode, to: toCode)] = model.graph.add(
      .divide, to.expression, from.expression)
    rates[CurrencyPair(from: toCode, to: fromCode)] = model.graph.add(
      .divide, from.expression, to.expression)
  }

  private mutating func runScenario(_ node: NodeID) throws(Failure) {
    try refuseInScenario(node, "a scenario")
    guard let block = syntax.child(.block, of: node) else { return }
    let outer = scenario
    defer { scenario = outer }
    if syntax.kind(node) == .baseline {
      scenario = .baseline
    } else {
      guard let name = syntax.child(.name, of: node) else { return }
      if !scopes.isTopLevel { registerScenario(name, node) }
      // A second scenario of that name was refused already.
      guard let id = scenarioNames[text(name)],
        model[id].declaration.map({ self.span(of: $0) == span(name) }) == true
      else { throw Failure() }
      if let title = syntax.child(.title, of: node), let string = syntax.child(0, of: title) {
        model[id].title = try stringText(string)
      }
      if let base = syntax.child(.scenarioName, of: node) {
        guard let extended = scenarioNames[text(base)] else {
          throw report(
            .unknown(
              "scenario", text(base), span(base),
              among: scenarioNames.keys.filter { $0 != text(name) }, code: .unknownScenario))
        }
        if extended == id || model.lineage(of: extended).contains(id) {
          let chain =
            [text(name), text(base)]
            + model.lineage(of: extended).dropFirst().map { model[$0].name }.prefix {
              $0 != text(name)
            } + (extended == id ? [] : [text(name)])
          throw report(.scenarioCircle(text(name), chain, span(base)))
        }
        model[id].extends = extended
      }
      scenario = id
    }
    runScope(block)
  }

  mutating func registerScenario(_ name: NodeID, _ node: NodeID) {
    let spelling = text(name)
    if units.contains(spelling) {
      _ = report(.nameOfUnit(spelling, span(name)))
    } else if spelling == "plan" || spelling == "portfolio" {
      _ = report(
        .builtInName(
          "the scenario", spelling, "`plan` is made of the actions that stand outside any scenario",
          span(name)))
    } else if let known = scenarioNames[spelling] {
      let first = model[known].declaration.map { span(of: $0) }
      _ = report(.duplicate("the scenario", spelling, span(name), first: first))
    } else {
      model.scenarios.append(
        Scenario(name: spelling, extends: .baseline, declaration: declare(name)))
      scenarioNames[spelling] = ScenarioID(rawValue: Int32(model.scenarios.count - 1))
    }
  }
}
