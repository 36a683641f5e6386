import Portfolio
import Quantities
import SourceText
import Syntax

/// What is known, while a program is compiled, of its functions and of the names of the top level.
///
/// The kinds of results are found together: all functions are compiled, calls of those not yet known being of no kind, until
/// none changes.
final class KindTable {
  /// A function for arguments of certain kinds.
  struct Entry {
    let function: FunctionValue
    var result: Kind
  }

  /// The signatures in the order in which they were met, and what is known of each.
  private(set) var order: [Signature] = []
  private var entries: [Entry] = []
  private(set) var dependencies: [Program.Dependency] = []
  private var names: Set<String> = []
  private(set) var constants: [String: (list: NumberList, kind: Kind)] = [:]
  /// More than this are made by a recursion that changes the unit each time.
  private static let limit = 64

  subscript(signature: Signature) -> Entry? { order.firstIndex(of: signature).map { entries[$0] } }

  /// The kind of what a call gives, as far as it is known.
  func result(of signature: Signature, _ function: FunctionValue) throws(Unsupported) -> Kind {
    if let known = self[signature] { return known.result }
    if signature.arguments.contains(.never) { return .never }
    guard order.count < Self.limit else { throw Unsupported() }
    order.append(signature)
    entries.append(Entry(function: function, result: .never))
    return .never
  }

  func given(by function: FunctionValue, _ kinds: [Kind]) throws(Unsupported) -> Kind {
    try result(of: function.signature(kinds), function)
  }

  /// Notes what a function gives; `true` iff that is news.
  func note(_ kind: Kind, _ signature: Signature) throws(Unsupported) -> Bool {
    guard let i = order.firstIndex(of: signature), let joined = entries[i].result.joined(kind)
    else {
      throw Unsupported()
    }
    let known = entries[i].result
    entries[i].result = joined
    return joined != known
  }

  /// What a name of the top level stands for; the program hangs on it.
  func binding(of name: String, _ e: Evaluator) -> Value? {
    let value = e.lookUpAtTop(name)?.value
    if names.insert(name).inserted {
      dependencies.append(Program.Dependency(name: name, binding: value))
    }
    return value
  }

  /// A list of the top level, which the program owns.
  func constantList(_ name: String, _ items: [Value], _ e: inout Evaluator) throws(Unsupported) -> (
    list: NumberList, kind: Kind
  ) {
    if let known = constants[name] { return known }
    guard let kind = e.machine.kind(of: .list(items), e) else { throw Unsupported() }
    let list = NumberList(capacity: items.count)
    e.machine.fill(list, items, e)
    constants[name] = (list, kind)
    return (list, kind)
  }
}

extension Program {
  /// Compiles a function for arguments of certain kinds, and all it calls; nil where something in it is not known here.
  static func compile(_ function: FunctionValue, _ arguments: [Kind], _ e: inout Evaluator)
    -> Program?
  {
    let table = KindTable()
    let outer = (e.tree, e.isComparing)
    defer { (e.tree, e.isComparing) = outer }
    e.isComparing = false
    do throws(Unsupported) {
      return try link(function.signature(arguments), function, table, &e)
    } catch {
      if error.withAnyArguments { function.refusals = Machine.mostRefusals }
      for constant in table.constants.values { constant.list.deallocate() }
      return nil
    }
  }

  private static func link(
    _ root: Signature, _ function: FunctionValue, _ table: KindTable, _ e: inout Evaluator
  ) throws(Unsupported) -> Program {
    _ = try table.result(of: root, function)
    var compiled: [Signature: FunctionCompiler] = [:]
    var hasNews = true
    while hasNews {
      hasNews = false
      compiled = [:]
      var i = 0
      while i < table.order.count {
        let signature = table.order[i]
        i += 1
        guard let entry = table[signature] else { throw Unsupported() }
        e.tree = signature.tree
        var compiler = FunctionCompiler(entry.function, signature.arguments, table, e.limits)
        let kind = try compiler.compile(&e)
        if try table.note(kind, signature) { hasNews = true }
        compiled[signature] = compiler
      }
    }
    // Instructions 0 and 1 are what the first function returns to.
    var code = [Instruction(opcode: .halt), Instruction(opcode: .halt)]
    var starts: [Signature: Int] = [:]
    for signature in table.order {
      starts[signature] = code.count
      code += compiled[signature]?.code ?? []
    }
    var sites: [Int: Site] = [:]
    var charges: [Int: Charge] = [:]
    var frameSize = 1
    for signature in table.order {
      guard let part = compiled[signature], let start = starts[signature] else { continue }
      sites.merge(part.sites.map { ($0.key + start, $0.value) }) { $1 }
      charges.merge(part.charges.map { ($0.key + start, $0.value) }) { $1 }
      frameSize = max(frameSize, part.registers + 2)
      for link in part.links {
        guard let target = starts[link.target], let callee = compiled[link.target] else {
          throw Unsupported()
        }
        code[start + link.instruction].setHalves(
          low: target, high: e.limits.depth - callee.levels - 1)
      }
    }
    let plain = code + Array(repeating: Instruction(opcode: .halt), count: 3)
    let targets = code.targets
    for i in code.indices { code[i].opcode = Instruction.fused(plain, i, targets) }
    guard let entry = starts[root], let levels = compiled[root]?.levels,
      let result = table[root]?.result
    else { throw Unsupported() }
    return Program(
      code: code, sites: sites, charges: charges, entry: entry, result: result,
      frameSize: frameSize, levels: levels, dependencies: table.dependencies, stamp: e.nameStamp,
      lists: table.constants.values.map(\.list))
  }
}
