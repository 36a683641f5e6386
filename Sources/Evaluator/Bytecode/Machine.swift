import Portfolio
import Quantities
import SourceText
import Syntax

/// Runs functions of the script that compute with certain numbers, conditions and lists of them as bytecode over registers that
/// are plain numbers; it answers and refuses what the evaluator does, to the word, and counts the same steps.
///
/// Whatever is unusual (a value that is not finite, an index that is not there, a limit) is done again by the evaluator, one
/// operation at a time, which reports it. Functions that draw are never compiled, so the paths that key draws stay right.
final class Machine {
  /// How a run ended.
  enum Outcome {
    case value
    /// A mistake was reported.
    case failed
    /// The evaluator is to do it all; nothing happened.
    case abandoned
  }

  /// `false` to have the evaluator do everything.
  var isEnabled = true
  var units = UnitTable()
  let lists = ListPool()
  var outcome = Outcome.value
  private var programs: [Signature: Program] = [:]
  /// How often a function is tried in vain.
  static let mostRefusals = 3
  private var runs = 0
  /// Calls that the evaluator makes for the machine, inside which everything is its own work.
  private var suspensions = 0
  /// Registers that are not in use.
  private var registers: UnsafeMutableBufferPointer<Double>?

  deinit { registers?.deallocate() }

  // MARK: Programs

  /// The program for a call; nil where there is none, or not yet: what calls nothing is compiled from its
  /// second call on.
  private func program(
    _ function: FunctionValue, _ arguments: [Value], _ e: inout Evaluator
  ) -> Program? {
    if function.refusals >= Self.mostRefusals { return nil }
    if !function.wasCalled {
      function.wasCalled = true
      if !e.callsAnother(function) { return nil }
    }
    var kinds: [Kind] = []
    for argument in arguments {
      guard let kind = kind(of: argument, e) else { return nil }
      kinds.append(kind)
    }
    let signature = function.signature(kinds)
    if let known = programs[signature], e.isCurrent(known) { return known }
    programs[signature] = Program.compile(function, kinds, &e)
    if programs[signature] == nil { function.refusals += 1 }
    return programs[signature]
  }

  // MARK: Running

  /// The value of a call; nil where the evaluator is to find it.
  func run(_ function: FunctionValue, _ arguments: [Value], _ e: inout Evaluator)
    throws(Evaluator.Failure) -> Value?
  {
    guard isEnabled, suspensions == 0, function.surroundings.isEmpty,
      let program = program(function, arguments, &e),
      e.depth + program.levels < e.limits.depth
    else { return nil }
    let before = (e.steps, e.statements, e.depth, e.tree)
    let room = (e.limits.depth - e.depth + 2) * program.frameSize
    let stack = takeRegisters(room)
    runs += 1
    defer {
      runs -= 1
      if runs == 0 { lists.removeAll() }
      giveBack(stack)
    }
    let base = stack.baseAddress.unsafelyUnwrapped + 1
    for (i, argument) in arguments.enumerated() { base[i] = register(argument, e) }
    outcome = .value
    execute(program, base, &e)
    switch outcome {
    case .value: return value(base[0], program.result, &e)
    case .failed:
      (e.depth, e.tree) = (before.2, before.3)
      throw Evaluator.Failure()
    case .abandoned:
      (e.steps, e.statements, e.depth, e.tree) = before
      function.refusals += 1
      return nil
    }
  }

  private func takeRegisters(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
    if let free = registers, free.count >= count {
      registers = nil
      return free
    }
    return .allocate(capacity: max(count, 1 << 12))
  }

  private func giveBack(_ stack: UnsafeMutableBufferPointer<Double>) {
    if let free = registers, free.count >= stack.count {
      stack.deallocate()
    } else {
      registers?.deallocate()
      registers = stack
    }
  }

  // MARK: Values

  /// The kind of a value; nil for what the machine does not know.
  func kind(of value: Value, _ e: Evaluator) -> Kind? {
    switch value {
    case .quantity(let quantity):
      return e.model.graph.constant(quantity.expression) == nil ? nil : units.kind(quantity)
    case .truth(let condition): return e.model.graph.constant(condition) == nil ? nil : .truth
    case .list(let items):
      guard let first = items.first else { return .emptyList }
      guard let element = kind(of: first, e), let whole = element.listOf else { return nil }
      for item in items.dropFirst() where kind(of: item, e) != element { return nil }
      return whole
    default: return nil
    }
  }

  /// What a register holds for a value of a known kind.
  func register(_ value: Value, _ e: Evaluator) -> Double {
    guard case .list(let items) = value else { return number(value, e) }
    let list = lists.make(capacity: items.count)
    fill(list, items, e)
    return list.register
  }

  private func number(_ value: Value, _ e: Evaluator) -> Double {
    switch value {
    case .quantity(let quantity): e.model.graph.constant(quantity.expression) ?? .nan
    case .truth(let condition): e.model.graph.constant(condition) ?? .nan
    default: .nan
    }
  }

  /// Puts the numbers of `items` into an empty list with room for them.
  func fill(_ list: NumberList, _ items: [Value], _ e: Evaluator) {
    for (i, item) in items.enumerated() { list.elements[i] = number(item, e) }
    list.header.pointee.count = items.count
  }

  /// The value in a register; of a list, a copy.
  func value(_ register: Double, _ kind: Kind, _ e: inout Evaluator) -> Value {
    switch kind {
    case .never: return .broken
    case .number(let unit):
      let id = e.model.graph.add(constant: register)
      return .quantity(Quantity(id, units[unit].dimension, units[unit].presentation))
    case .truth: return .truth(e.model.graph.add(constant: register))
    case .numbers, .truths, .emptyList:
      guard let list = NumberList(register) else { return .list([]) }
      var items: [Value] = []
      items.reserveCapacity(list.count)
      for number in list.buffer { items.append(value(number, kind.element, &e)) }
      return .list(items)
    }
  }

  // MARK: What is unusual

  /// Does the operation at `index` by the evaluator; nil where the run ends, and then ``outcome`` says why.
  @inline(never)
  func unusual(
    _ program: Program, _ index: Int, _ registers: UnsafeMutablePointer<Double>, _ depth: Int,
    _ e: inout Evaluator
  ) -> Double? {
    guard let site = program.sites[index] else {
      outcome = .abandoned
      return nil
    }
    let outer = (e.tree, e.depth)
    (e.tree, e.depth) = (site.tree, depth)
    defer { (e.tree, e.depth) = outer }
    // A mistake comes after the steps before it, and a limit among these comes first.
    e.steps += site.pending.count
    guard e.steps <= e.limits.steps else {
      reportSteps(site.pending, e.steps - site.pending.count, &e)
      return nil
    }
    var values: [Value] = []
    for operand in site.operands {
      let number: Double
      switch operand.operand {
      case .register(let register): number = registers[register]
      case .constant(let constant): number = constant
      }
      values.append(value(number, operand.kind, &e))
    }
    do throws(Evaluator.Failure) {
      let value = try done(site, values, program.code[index], registers, &e)
      if let kind = kind(of: value, e), site.result.joined(kind) != nil {
        e.steps -= site.pending.count
        return register(value, e)
      }
      outcome = .abandoned
    } catch {
      outcome = .failed
    }
    return nil
  }

  private func done(
    _ site: Program.Site, _ values: [Value], _ instruction: Instruction,
    _ registers: UnsafeMutablePointer<Double>, _ e: inout Evaluator
  ) throws(Evaluator.Failure) -> Value {
    switch site.work {
    case .chain(let token, let left, let right, let isSum):
      return try e.combine(values[0], values[1], token, left, right, isSum: isSum)
    case .power(let exponent):
      guard case .quantity(let a) = values[0], case .quantity(let b) = values[1] else {
        throw Evaluator.Failure()
      }
      return .quantity(try e.raised(a, to: b, site.node, exponent))
    case .builtin(let builtin, let nodes):
      return try builtin.body(
        &e, Arguments(values: values, nodes: nodes, call: site.node))
    case .index(let node):
      let count = NumberList(registers[Int(instruction.b)])?.count ?? 0
      _ = try e.position(values[0], among: count, at: node)
      throw Evaluator.Failure()
    case .size:
      let lists = [instruction.b, instruction.c].map { NumberList(registers[Int($0)])?.count ?? 0 }
      try e.checkSize(lists[0] + lists[1], at: site.node)
      throw Evaluator.Failure()
    case .append:
      let count = NumberList(registers[Int(instruction.b)])?.count ?? 0
      try e.checkSize(count + 1, at: site.node)
      throw Evaluator.Failure()
    case .call(let function):
      e.depth += Int(instruction.b)
      suspensions += 1
      defer { suspensions -= 1 }
      return try e.apply(function, values)
    }
  }

  /// The fuel for the next steps, after more were counted than there was; negative where the run ends.
  @inline(never)
  func refuel(_ fuel: Int, _ charge: Int, _ program: Program, _ index: Int, _ e: inout Evaluator)
    -> Int
  {
    let steps = e.steps - fuel
    let nodes = program.charges[index]?.nodes ?? []
    let tree = e.tree
    defer { e.tree = tree }
    e.tree = program.charges[index]?.tree ?? tree
    if steps > e.limits.steps {
      reportSteps(nodes, steps - charge, &e)
      return -1
    } else if e.host.shouldStop() {
      e.steps = steps
      e.wasStopped = true
      _ = e.report(.stopped(e.span(nodes.last ?? e.syntax.root)))
    } else {
      e.steps = steps
      return fueled(&e)
    }
    outcome = .failed
    return -1
  }

  /// Reports that the limit of steps was reached within `nodes`, of which the first was the one after `before` steps.
  private func reportSteps(_ nodes: [NodeID], _ before: Int, _ e: inout Evaluator) {
    let place = min(max(e.limits.steps - before, 0), nodes.count - 1)
    let node = nodes.isEmpty ? e.syntax.root : nodes[place]
    e.steps = e.limits.steps + 1
    outcome = .failed
    _ = e.report(.limit(.stepLimit, "steps", e.limits.steps, "steps", e.span(node)))
  }

  /// Steps to run before the next look at the limits; they count as done until then.
  func fueled(_ e: inout Evaluator) -> Int {
    let fuel = min(e.limits.steps, e.steps | 0xFFFF) - e.steps
    e.steps += fuel
    return max(fuel, 0)
  }

  /// Counts a statement; `false` beyond their limit.
  @inline(never)
  func countStatement(_ program: Program, _ index: Int, _ e: inout Evaluator) -> Bool {
    e.statements += 1
    guard e.statements > e.limits.statements else { return true }
    let tree = e.tree
    defer { e.tree = tree }
    if let charge = program.charges[index], let node = charge.nodes.first {
      e.tree = charge.tree
      _ = e.report(
        .limit(.statementLimit, "statements", e.limits.statements, "statements", e.span(node)))
    }
    outcome = .failed
    return false
  }
}
