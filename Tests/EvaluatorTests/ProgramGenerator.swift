/// Makes programs of functions over numbers, quantities, conditions and lists, most of them right.
struct ProgramGenerator {
  /// What an expression is to be.
  enum Kind: CaseIterable { case number, users, condition, list }

  /// A generator of its own, so that a seed makes the same programs anywhere.
  struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  struct Function {
    let name: String
    let parameters: [Kind]
    let result: Kind
  }

  var random: Random
  private var functions: [Function] = []
  private var locals: [(name: String, kind: Kind)] = []

  init(seed: UInt64) { random = Random(state: seed) }

  mutating func program() -> String {
    functions = []
    locals = []
    var lines = ["let k = \(constant(.number))", "let people = \(constant(.users))"]
    lines.append("let base = [\(constant(.number)), \(constant(.number)), \(constant(.number))]")
    // All are known before the first body, so they call one another.
    for i in 0..<4 {
      let count = Int.random(in: 1...3, using: &random)
      functions.append(
        Function(name: "f\(i)", parameters: (0..<count).map { _ in kind() }, result: kind()))
    }
    for function in functions { lines.append(definition(function)) }
    locals = [("p0", .number)]
    lines.append("fn up(p0) = \(expression(.number, 2))".replacing("n - 1", with: "0"))
    lines.append("fn fits(p0) = \(expression(.condition, 2))".replacing("n - 1", with: "0"))
    locals = [("p0", .number), ("p1", .number)]
    lines.append("fn put(p0, p1) = \(expression(.number, 2))".replacing("n - 1", with: "0"))
    locals = []
    for i in 0..<10 {
      let function = functions[Int.random(in: 0..<functions.count, using: &random)]
      lines.append("let v\(i) = \(call(function, 1))")
    }
    return lines.joined(separator: "\n")
  }

  private mutating func definition(_ function: Function) -> String {
    locals = function.parameters.enumerated().map { ("p\($0.offset)", $0.element) }
    let names = locals.map(\.name).joined(separator: ", ")
    let head = "fn \(function.name)(n, \(names))"
    // Every function counts down, so that most calls end.
    let stop = expression(function.result, 1)
    if chance(30) {
      let kind = kind()
      let bound = expression(kind, 2)
      locals.append(("b", kind))
      return
        "\(head) {\n  let b = \(bound)\n  if n < 1 then \(stop) else \(expression(function.result, 3))\n}"
    }
    return "\(head) = if n < 1 then \(stop) else \(expression(function.result, 3))"
  }

  private mutating func kind() -> Kind { Kind.allCases.randomElement(using: &random) ?? .number }
  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func constant(_ kind: Kind) -> String {
    let n = Int.random(in: 0...5, using: &random)
    switch kind {
    case .number: return chance(20) ? "\(n).5" : "\(n)"
    case .users: return "\(n + 1) users"
    case .condition: return chance(50) ? "true" : "false"
    case .list: return chance(20) ? "[]" : "[\(n), \(n + 2)]"
    }
  }

  private mutating func call(_ function: Function, _ depth: Int) -> String {
    let arguments = function.parameters.map { expression($0, depth - 1) }
    // Inside a function one less, outside a few.
    let count = locals.isEmpty ? "\(Int.random(in: 0...5, using: &random))" : "n - 1"
    return "\(function.name)(\(([count] + arguments).joined(separator: ", ")))"
  }

  private mutating func leaf(_ kind: Kind) -> String {
    let known = locals.filter { $0.kind == kind }.map(\.name)
    if let name = known.randomElement(using: &random), chance(70) { return name }
    switch kind {
    case .number where chance(20): return "k"
    case .users where chance(30): return "people"
    case .list where chance(30): return "base"
    default: return constant(kind)
    }
  }

  private mutating func expression(_ wanted: Kind, _ depth: Int) -> String {
    // Now and then a mistake.
    let kind = chance(1) ? self.kind() : wanted
    if depth <= 0 || chance(15) { return leaf(kind) }
    let callable = functions.filter { $0.result == kind && $0.name.hasPrefix("f") }
    if let function = callable.randomElement(using: &random), chance(25) {
      return call(function, depth)
    }
    if chance(15) {
      return "(if \(expression(.condition, depth - 1)) then \(expression(kind, depth - 1)) else "
        + "\(expression(kind, depth - 1)))"
    }
    switch kind {
    case .number: return number(depth - 1)
    case .users: return users(depth - 1)
    case .condition: return condition(depth - 1)
    case .list: return list(depth - 1)
    }
  }

  private mutating func number(_ depth: Int) -> String {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "(\(expression(.number, depth)) - \(expression(.number, depth)))"
    case 1: return "(\(expression(.number, depth)) * \(expression(.number, depth)))"
    case 2: return "(\(expression(.number, depth)) / \(expression(.number, depth)))"
    case 3: return "(\(expression(.users, depth)) / \(expression(.users, depth)))"
    case 4: return "-\(leaf(.number))"
    case 5: return "length(\(expression(.list, depth)))"
    case 6: return "sum(\(expression(.list, depth)))"
    case 7: return "\(leaf(.list))[\(expression(.number, depth))]"
    case 8 where chance(50):
      return "fold(\(expression(.list, depth)), \(expression(.number, depth)), put)"
    case 8: return "floor(\(expression(.number, depth)))"
    case 9: return "max(\(expression(.number, depth)), \(expression(.number, depth)))"
    case 10: return "sqrt(\(expression(.number, depth)))"
    default: return "(\(expression(.number, depth)) + \(expression(.number, depth)))"
    }
  }

  private mutating func users(_ depth: Int) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return "(\(expression(.users, depth)) - \(expression(.users, depth)))"
    case 1: return "(\(expression(.number, depth)) * \(expression(.users, depth)))"
    case 2: return "min(\(expression(.users, depth)), \(expression(.users, depth)))"
    default: return "(\(expression(.users, depth)) + \(expression(.users, depth)))"
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    let sign = ["<", "<=", ">", ">=", "==", "!="].randomElement(using: &random) ?? "<"
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return "(\(expression(.condition, depth)) and \(expression(.condition, depth)))"
    case 1: return "(\(expression(.condition, depth)) or \(expression(.condition, depth)))"
    case 2: return "not \(expression(.condition, depth))"
    case 3: return "(\(expression(.users, depth)) \(sign) \(expression(.users, depth)))"
    case 4: return "any(\(expression(.list, depth)), fits)"
    default: return "(\(expression(.number, depth)) \(sign) \(expression(.number, depth)))"
    }
  }

  private mutating func list(_ depth: Int) -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "[\(expression(.number, depth))]"
    case 1: return "[\(expression(.number, depth)), \(expression(.number, depth))]"
    case 2: return "with(\(expression(.list, depth)), 1, \(expression(.number, depth)))"
    case 3:
      return chance(30)
        ? "filter(\(expression(.list, depth)), fits)"
        : "map(\(expression(.list, depth)), \(chance(20) ? "sqrt" : "up"))"
    case 4: return "reverse(\(expression(.list, depth)))"
    case 5: return "sort(\(expression(.list, depth)))"
    case 6: return "range(1, \(expression(.number, depth)))"
    default: return "(\(expression(.list, depth)) + \(expression(.list, depth)))"
    }
  }
}
