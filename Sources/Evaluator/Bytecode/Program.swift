import Portfolio
import Quantities
import SourceText
import Syntax

/// The bytecode of a function for arguments of certain kinds, and of all functions it calls.
final class Program {
  /// An operation that may be unusual: how the evaluator does it, which then reports or answers.
  struct Site {
    enum Work {
      /// A sum or a product: its sign and the nodes of its operands.
      case chain(Token, NodeID, NodeID, isSum: Bool)
      /// A power: the node of its exponent.
      case power(NodeID)
      /// A function of the catalogue.
      case builtin(Builtin, [NodeID])
      /// An index into a list of so many elements.
      case index(NodeID)
      /// A list that may be longer than allowed.
      case size
      /// The same, by one element.
      case append
      /// A call that may reach the limit of depth.
      case call(FunctionValue)
    }

    /// Where an operand is.
    enum Operand: Equatable {
      case register(Int)
      case constant(Double)
    }

    let work: Work
    let node: NodeID
    let tree: Int
    let operands: [(operand: Operand, kind: Kind)]
    let result: Kind
    /// What was evaluated since the last charge.
    let pending: [NodeID]
  }

  /// The expressions that a charge is for, in the order in which they are evaluated.
  struct Charge {
    let nodes: [NodeID]
    let tree: Int
  }

  /// What a name of the top level stood for when the program was made.
  struct Dependency {
    let name: String
    let binding: Value?
  }

  /// Nothing but numbers, so that its address stays: instructions 0 and 1 are what the first function returns to.
  let code: UnsafeMutableBufferPointer<Instruction>
  let sites: [Int: Site]
  let charges: [Int: Charge]
  let entry: Int
  let result: Kind
  /// The most registers of a function, with one for the place to return to.
  let frameSize: Int
  /// The levels within the first function.
  let levels: Int
  let dependencies: [Dependency]
  /// When the dependencies were last looked at.
  var stamp: NameStamp
  private let lists: [NumberList]

  init(
    code: [Instruction], sites: [Int: Site], charges: [Int: Charge], entry: Int, result: Kind,
    frameSize: Int, levels: Int, dependencies: [Dependency], stamp: NameStamp, lists: [NumberList]
  ) {
    self.code = .allocate(capacity: code.count)
    _ = self.code.initialize(from: code)
    (self.sites, self.charges, self.entry, self.result) = (sites, charges, entry, result)
    (self.frameSize, self.levels, self.dependencies) = (frameSize, levels, dependencies)
    (self.stamp, self.lists) = (stamp, lists)
  }

  deinit {
    code.deallocate()
    for list in lists { list.deallocate() }
  }
}

/// Changes whenever a name of the top level may stand for something else.
struct NameStamp: Equatable {
  var bindings = 0
  var products = 0
  var scenarios = 0
}

/// What a program is made for: a function, and the kinds of its arguments.
struct Signature: Hashable {
  let tree: Int
  let body: NodeID
  let arguments: [Kind]
}

extension FunctionValue {
  func signature(_ kinds: [Kind]) -> Signature {
    Signature(tree: tree, body: body, arguments: kinds)
  }

  func isSame(as other: FunctionValue) -> Bool {
    tree == other.tree && body == other.body && surroundings.isEmpty
      && other.surroundings.isEmpty
  }
}

extension Evaluator {
  /// What the names of the top level stand for depends on no more than this.
  var nameStamp: NameStamp {
    NameStamp(
      bindings: scopes.topNames.count, products: names.count, scenarios: scenarioNames.count)
  }

  /// `true` iff the names of the top level that a program uses stand for what they did when it was made.
  func isCurrent(_ program: Program) -> Bool {
    let stamp = nameStamp
    if program.stamp == stamp { return true }
    let isCurrent = program.dependencies.allSatisfy { dependency in
      let now = lookUpAtTop(dependency.name)?.value
      // A product or a scenario comes before a function of the catalogue.
      if now == nil, names[dependency.name] != nil || scenarioNames[dependency.name] != nil {
        return false
      }
      return isSame(now, dependency.binding)
    }
    if isCurrent { program.stamp = stamp }
    return isCurrent
  }

  private func isSame(_ a: Value?, _ b: Value?) -> Bool {
    switch (a, b) {
    case (nil, nil): true
    case (.quantity(let a)?, .quantity(let b)?): a == b
    case (.truth(let a)?, .truth(let b)?): a == b
    case (.function(let a)?, .function(let b)?): a.isSame(as: b)
    // A list at the top level is bound once.
    case (.list(let a)?, .list(let b)?): a.count == b.count
    default: false
    }
  }
}
