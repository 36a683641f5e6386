package import Metrics
package import Portfolio
import Quantities
package import SourceText
package import Syntax

/// What running a script gives, before anything is simulated.
package struct Evaluation: Sendable {
  /// The portfolio and its expressions.
  package var model: Model
  /// What is asked, in order.
  package var questions: [Question]
  /// The values of the top-level names, in order of declaration.
  package var names: [NamedValue]
  /// The places of declarations, by identity.
  package var declarations: [SourceSpan]
  /// What is wrong or doubtful.
  package var diagnostics: [Diagnostic]
  /// The unit names declared so far.
  package var units: UnitNames
  /// What holes leave open.
  package var open = OpenPlaces()
  /// The questions asked inside a block, whose words may mean nothing outside.
  package var localQuestions: Set<DeclarationID> = []

  /// A top-level name and its value.
  package struct NamedValue: Hashable, Sendable {
    /// The name, its value, what kind of value that is, and where it was given.
    package var name: String
    /// The value.
    package var value: Datum
    /// The kind of value in words: "a quantity".
    package var kind: String
    /// Where it was declared.
    package var declaration: DeclarationID
  }
}

/// A failure to import a text, from the host.
package enum ImportFailure: Error, Hashable {
  /// The host allows no imports, or not this one.
  case refused(String)
  case unreadable(String)
}

/// A top-level statement of one of several trees.
package struct StatementReference: Hashable, Sendable {
  /// The tree, by position.
  package var tree: Int
  /// The statement.
  package var node: NodeID
  /// Creates the reference to `node` of the tree at position `tree`.
  package init(tree: Int, node: NodeID) { (self.tree, self.node) = (tree, node) }
}

/// What the evaluator asks of the outside; everything else stays inside.
package struct EvaluatorHost {
  /// The text called `name`, imported from the text called `from`: its full name and its bytes.
  package var load:
    (_ name: String, _ from: String) throws(ImportFailure) -> (name: String, bytes: [UInt8])
  /// Whether to stop now, asked now and then.
  package var shouldStop: () -> Bool

  /// Creates a host.
  package init(
    load: @escaping (String, String) throws(ImportFailure) -> (name: String, bytes: [UInt8]),
    shouldStop: @escaping () -> Bool = { false }
  ) {
    (self.load, self.shouldStop) = (load, shouldStop)
  }
}

/// Runs a script once, on ordinary values: names, functions and loops become a portfolio of expressions, and questions.
///
/// Top-level products and scenarios are known by name before the first statement; the bodies of declarations, actions and
/// questions are evaluated after the last, in phases, so that they may mention one another in any order. `let`, `fn`, loops and
/// settings run from top to bottom. A mistake is reported once; what depends on it is `broken` and stays silent.
package struct Evaluator {
  /// A mistake that has been reported, or one whose cause has.
  struct Failure: Error {}

  var model = Model()
  var trees: [SyntaxTree]
  var sources: SourceMap
  /// The tree that is read, by position.
  var tree = 0 { didSet { if tree != oldValue { syntax = trees[tree] } } }
  /// That tree. Taking it from ``trees`` for each look at it took 8 % of the check of a large script.
  private(set) var syntax: SyntaxTree
  var diagnostics: [Diagnostic] = []
  var questions: [Question] = []
  /// Those of texts before the newest, by position.
  private var oldQuestions: Set<Int> = []
  var localQuestions: Set<DeclarationID> = []
  /// `false` while what is evaluated belongs to a text before the newest.
  private var isNew = true
  var declarations: [SourceSpan] = []
  /// The names that were met, and what they stand for where the script gives them.
  var nameTable = NameTable()
  var scopes = Scopes()
  /// What names that the script doesn't give stand for, by their numbers, as of so many products and scenarios.
  var givenNames: [GivenName] = []
  var names: [String: ProductID] = [:]
  var scenarioNames: [String: ScenarioID] = [:]
  var units: UnitNames
  /// The counts declared by `unit`, beside users.
  var declaredUnits: Set<String> = []
  /// Where the currency that money is told in was mentioned first.
  var currencyPlace: SourceSpan?
  /// Declared currency rates: one unit of the first is so many of the second.
  var rates: [CurrencyPair: ExpressionID] = [:]
  /// The path of names that keys draws, and how many draws and calls were made at each path.
  var path: [String] = []
  var counters: [String: Int] = [:]
  var deferred: [Deferred] = []
  /// The scenario whose block is being read, nil outside.
  var scenario: ScenarioID?
  /// Where an expression stands.
  var context = Context.script
  let limits: EvaluationLimits
  let host: EvaluatorHost
  /// Runs what computes with certain numbers.
  let machine = Machine()
  var steps = 0
  var statements = 0
  var depth = 0
  var imported: [String: SourceSpan] = [:]
  var importChain: [String] = []
  /// The declaration where each thing was first declared, for messages about a second.
  var firstDeclarations: [String: SourceSpan] = [:]

  /// What a name that the script doesn't give stood for when so many products and scenarios were known; -1 for one not met.
  struct GivenName {
    var stamp = -1
    var value = Value.broken
  }

  struct CurrencyPair: Hashable {
    let from: String
    let to: String
  }

  /// A node of one of the trees.
  struct DeclaredNode: Hashable {
    let tree: Int
    let node: NodeID
  }

  /// A statement, and whether it says the same outside of the loop or function it was written in.
  struct DeclaredStatement {
    let place: DeclaredNode
    let isSelfContained: Bool
  }

  /// Where an expression stands, which decides what bare words mean.
  enum Context: Equatable {
    case script
    /// A clause of a product: metrics are last month's, `month` is the month.
    case clause(ProductID)
    /// The criteria of a failure: the product's own metrics by bare name.
    case condition(ProductID)
    case question
  }

  /// A declaration's body or a question, to be evaluated after the script's last statement.
  struct Deferred {
    /// In the order in which they are evaluated.
    enum Phase: CaseIterable { case product, pair, failure, action, evidence, question }
    var phase: Phase
    var node: NodeID
    var tree: Int
    /// The scopes around it but the top level.
    var surroundings: [Scope]
    var path: [String]
    var scenario: ScenarioID?
    /// `false` iff it belongs to a text before the newest.
    var isNew: Bool
  }

  /// Runs the statements of `program`, in order, over the texts of `sources`. What a loop, a branch or an import of a tree before
  /// the last asks was answered then, and isn't asked again. `fillings` are values in place of holes, by their places. Functions
  /// that compute with certain numbers run as bytecode unless `compiles` says otherwise; what they answer and refuse is the same.
  package static func evaluate(
    _ program: [StatementReference], of trees: [SyntaxTree], sources: inout SourceMap,
    units: UnitNames = .builtIn, limits: EvaluationLimits = EvaluationLimits(), host: EvaluatorHost,
    compiles: Bool = true, filling fillings: [SourceSpan: Double] = [:]
  ) -> Evaluation {
    var evaluator = Evaluator(
      trees: trees, sources: sources, units: units, limits: limits, host: host)
    evaluator.fillings = fillings
    evaluator.machine.isEnabled = compiles
    // Most statements of a long text give a name; a short one needn't wait for the types that this takes.
    if program.count > 1000 { evaluator.scopes.reserveCapacity(program.count) }
    // What a plan of some products takes, without being moved on the way there.
    if program.count > 16 { evaluator.model.graph.reserveCapacity(512) }
    for statement in program { evaluator.hoist(statement) }
    evaluator.runTopLevel(program)
    evaluator.runDeferred()
    if !evaluator.diagnostics.hasErrors { evaluator.validate() }
    sources = evaluator.sources
    return evaluator.evaluation
  }

  private init(
    trees: [SyntaxTree], sources: SourceMap, units: UnitNames, limits: EvaluationLimits,
    host: EvaluatorHost
  ) {
    (self.trees, self.sources, self.units) = (trees, sources, units)
    (self.limits, self.host) = (limits, host)
    syntax =
      trees.first
      ?? Parser.parse(SourceFile(name: "", bytes: []), source: SourceID(rawValue: 0)).tree
    scenarioNames["baseline"] = .baseline
    scenarioNames["plan"] = .plan
    if !units.declared.isEmpty { declaredUnits.formUnion(units.declared) }
  }

  private var evaluation: Evaluation {
    var named: [Evaluation.NamedValue] = []
    named.reserveCapacity(scopes.topNames.count)
    for (id, binding) in zip(scopes.topNames, scopes.topBindings) {
      guard let declaration = binding.declaration else { continue }
      let name = nameTable.text(id)
      named.append(
        Evaluation.NamedValue(
          name: name, value: datum(binding.value, text: name), kind: binding.value.kindName,
          declaration: declaration))
    }
    let asked =
      oldQuestions.isEmpty
      ? questions : questions.indices.filter { !oldQuestions.contains($0) }.map { questions[$0] }
    return Evaluation(
      model: model, questions: asked, names: named, declarations: declarations,
      diagnostics: diagnostics.sortedByPlace(), units: units, open: open,
      localQuestions: localQuestions)
  }

  // MARK: Running

  /// Runs the statements of the top level, each text's with the note whether it is the newest.
  private mutating func runTopLevel(_ program: [StatementReference]) {
    let newest = trees.count - 1
    var rest = program[...]
    while let first = rest.first, !isOutOfBudget {
      isNew = first.tree == newest
      let text = rest.prefix { ($0.tree == newest) == isNew }
      run(Array(text))
      rest = rest.dropFirst(text.count)
    }
  }

  /// Runs statements of any tree; a mistake in one doesn't stop the next.
  mutating func run(_ program: [StatementReference]) {
    let outer = tree
    defer { tree = outer }
    for statement in program {
      tree = statement.tree
      do throws(Failure) {
        try run(statement.node)
      } catch {
        if isOutOfBudget { return }
      }
    }
  }

  /// Runs the statements of a block.
  mutating func run(statementsOf block: NodeID) {
    run(syntax.children(of: block).map { StatementReference(tree: tree, node: $0) })
  }

  /// `true` once a limit was reached, after which nothing more is run.
  var isOutOfBudget: Bool { steps > limits.steps || statements > limits.statements || wasStopped }
  var wasStopped = false
  /// The products with an observation, right or wrong.
  var observedProducts: Set<ProductID> = []
  /// The actions that each scenario states itself.
  var ownActions: [ScenarioID: [Action.Identity: DeclarationID]] = [:]
  /// The statements of actions and changed clauses, by their declarations.
  var actionNodes: [DeclarationID: DeclaredStatement] = [:]
  /// Where each of the correlations was declared.
  var correlationPlaces: [SourceSpan] = []
  /// Product declarations that have a name.
  var registered: [DeclaredNode: ProductID] = [:]
  /// The products whose failures are declared at the top level, by name; and whether loops or imports may declare more.
  var failureNames: Set<String> = []
  var hasHiddenFailures = false
  /// The bound of the last `trials … until error …`; nil where that `trials` has none.
  var errorBound: DeclaredNode?
  /// The holes found, and what can't be put because of them.
  var open = OpenPlaces()
  /// Values that fill holes, by their places.
  var fillings: [SourceSpan: Double] = [:]
  /// `true` while what is evaluated would be missing in the model; a `let` that is open or a question that can't be put is not.
  var failureOpensModel = true
  /// The holes that what is evaluated came upon.
  var touchedHoles: Set<SourceSpan> = []
  /// Where the script called the function that is under way; what that calls in turn is left out.
  var outermostCall: SourceSpan?
  /// `true` while functions are tried for what fits a hole.
  var isProbing = false
  /// `true` while the sides of a comparison are aligned: a bare number takes the unit of the other side.
  var isComparing = false

  private mutating func runDeferred() {
    // A deferred body may defer more: a scenario's block its actions.
    while !deferred.isEmpty, !isOutOfBudget {
      let now = deferred
      deferred = []
      for phase in Deferred.Phase.allCases {
        for item in now where item.phase == phase && !isOutOfBudget { run(item) }
      }
      scopes = scopes.moved()
      path = []
      scenario = nil
    }
  }

  private mutating func run(_ item: Deferred) {
    (tree, path, scenario) = (item.tree, item.path, item.scenario)
    // Names of the top level as they are at the end; those of blocks as they were.
    scopes = scopes.moved(to: item.surroundings)
    counters = [:]
    let known = diagnostics.count
    let asked = questions.count
    isNew = item.isNew
    failureOpensModel = item.phase != .question
    touchedHoles = []
    do throws(Failure) { try runBody(item.node) } catch {
      if item.phase == .question, isNew, diagnostics.count == known { noteUnasked(item.node) }
    }
    if !isNew { oldQuestions.formUnion(asked..<questions.count) }
    failureOpensModel = true
  }

  mutating func later(_ phase: Deferred.Phase, _ node: NodeID) {
    deferred.append(
      Deferred(
        phase: phase, node: node, tree: tree, surroundings: scopes.surroundings, path: path,
        scenario: scenario, isNew: isNew))
  }

  // MARK: Reporting

  mutating func report(_ diagnostic: Diagnostic) -> Failure {
    if diagnostics.count < 500, !isToldOfAnotherCall(diagnostic) {
      diagnostics.append(traced(diagnostic))
    }
    return Failure()
  }

  @inline(__always) func span(_ node: NodeID) -> SourceSpan { syntax.span(node) }
  @inline(__always) func text(_ node: NodeID) -> String { syntax.text(node) }

  /// The number of the name that a node is.
  @inline(__always) mutating func nameID(_ node: NodeID) -> NameID {
    nameTable.id(of: span(node), in: syntax.file)
  }

  mutating func declare(_ node: NodeID) -> DeclarationID {
    declarations.append(span(node))
    return DeclarationID(rawValue: Int32(declarations.count - 1))
  }

  func span(of declaration: DeclarationID) -> SourceSpan {
    declarations[Int(declaration.rawValue)]
  }
}
