import Portfolio
import SourceText
import Syntax

/// Names that are unknown: which are legal where they stand, and what they are called elsewhere.
extension Evaluator {
  /// What a name is used as, which decides what it may have meant.
  private enum Role { case called, owner, unit, value }

  private func role(_ node: NodeID) -> Role {
    let first = Int(syntax[node].firstToken)
    let next = syntax.tokens[min(first + 1, syntax.tokens.count - 1)]
    if next.kind == .leftParenthesis, next.start == syntax.tokens[first].end { return .called }
    if next.kind == .dot { return .owner }
    guard first > 0 else { return .value }
    let before = syntax.tokens[first - 1]
    return before.kind == .slash || before.word == .per ? .unit : .value
  }

  /// The message about a name that nothing bears.
  mutating func unknownName(_ node: NodeID) -> Failure {
    let spelling = text(node)
    if units.contains(spelling) { return report(.unitAlone(spelling, span(node))) }
    let role = role(node)
    if role == .called, let habit = calledElsewhere(spelling, node) { return report(habit) }
    if role == .unit, let unit = Self.units[spelling.lowercased()] {
      return report(
        .renamed("`\(spelling)` is written `\(unit)`", span(node), "write `\(unit)`", unit))
    }
    if let word = Self.truths[spelling.lowercased()] {
      return report(
        .renamed("`\(spelling)` is written `\(word)`", span(node), "write `\(word)`", word))
    }
    if ["null", "none", "nil", "na", "nan", "undefined", "void"].contains(spelling.lowercased()) {
      return report(
        Diagnostic(
          .unknownName, "there is no name called `\(spelling)`", at: span(node),
          notes: ["nothing is said by leaving a clause or a statement out"],
          help: ["write `?` for a value that is still to be found"]))
    }
    var diagnostic = Diagnostic.unknown("name", spelling, span(node), among: names(for: role))
    if role == .called, diagnostic.corrections.isEmpty {
      diagnostic.message = "there is no function called `\(spelling)`"
      diagnostic.help = [
        ["p", "pr", "prob", "probability", "chance"].contains(spelling.lowercased())
          ? "ask for the condition itself: it is answered by the share of trials in which it holds"
          : "define it first: `fn \(spelling)(x) = …`"
      ]
    } else if role == .unit, diagnostic.corrections.isEmpty {
      diagnostic.message = "there is no unit called `\(spelling)`"
      diagnostic.help = ["declare a unit of your own: `unit \(spelling)`"]
    } else if role == .owner, diagnostic.corrections.isEmpty {
      diagnostic.help = ["declare it: `product \(spelling) { users 1M }`"]
    } else if diagnostic.corrections.isEmpty, Cell(spelling) != nil {
      diagnostic.notes = ["there are no cells here, as a spreadsheet has: a value has a name"]
    }
    return report(diagnostic)
  }

  /// The names that are legal in a role.
  private func names(for role: Role) -> [String] {
    var all: Set<String> = []
    for (name, binding) in scopes.visible.joined() where fits(binding.value, role) {
      all.insert(nameTable.text(name))
    }
    switch role {
    case .called: all.formUnion(Catalogue.names)
    case .owner: all.formUnion(self.names.keys.map { $0 } + ["portfolio"])
    case .unit: all.formUnion(units.all)
    case .value:
      all.formUnion(["month", "true", "false"])
      all.formUnion(self.names.keys.map { $0 })
      if case .condition = context { all.formUnion(Metric.byName.keys) }
    }
    return Array(all)
  }

  private func fits(_ value: Value, _ role: Role) -> Bool {
    switch (role, value) {
    case (_, .broken), (_, .hole): true
    case (.called, .function), (.called, .builtin): true
    case (.called, _): false
    case (.owner, .record), (.owner, .product), (.owner, .portfolio), (.owner, .list): true
    case (.owner, _): false
    default: true
    }
  }

  private static let units = [
    "mo": "month", "mth": "month", "mon": "month", "yr": "year", "annum": "year", "wk": "week",
    "dy": "day", "m": "month", "y": "year", "w": "week", "d": "day",
  ]
  private static let truths = [
    "true": "true", "false": "false", "yes": "true", "no": "false",
  ]

  // MARK: Functions of spreadsheets and other languages

  /// The message about a function that is called otherwise here, with the call written anew.
  private func calledElsewhere(_ name: String, _ node: NodeID) -> Diagnostic? {
    let opener = Int(syntax[node].firstToken) + 1
    guard let (arguments, closer) = arguments(from: opener) else { return nil }
    let whole = span(node).union(syntax.span(ofToken: closer))
    func rewritten(_ text: String) -> Diagnostic {
      .renamed("`\(name)` is written otherwise here", whole, "write `\(text)`", text)
    }
    let list = arguments.joined(separator: ", ")
    switch (name.lowercased(), arguments.count) {
    case ("if", 3):
      return rewritten("(if \(arguments[0]) then \(arguments[1]) else \(arguments[2]))")
    case ("and", 2...): return rewritten("(" + arguments.joined(separator: " and ") + ")")
    case ("or", 2...): return rewritten("(" + arguments.joined(separator: " or ") + ")")
    case ("not", 1): return rewritten("(not \(list))")
    case ("power", 2), ("pow", 2): return rewritten("((\(arguments[0])) ^ (\(arguments[1])))")
    case ("sum", 1), ("round", 1), ("abs", 1), ("sqrt", 1), ("exp", 1), ("ln", 1), ("floor", 1),
      ("min", 1...2), ("max", 1...2), ("mean", 1):
      return rewritten("\(name.lowercased())(\(list))")
    case ("min", 3...), ("max", 3...): return rewritten("\(name.lowercased())([\(list)])")
    case ("sum", 2...): return rewritten("sum([\(list)])")
    case ("average", 1), ("avg", 1): return rewritten("mean(\(list))")
    case ("average", 2...), ("avg", 2...), ("mean", 2...): return rewritten("mean([\(list)])")
    case ("len", 1), ("count", 1), ("size", 1): return rewritten("length(\(list))")
    case ("count", 2...): return rewritten("length([\(list)])")
    case ("print", 1), ("echo", 1), ("show", 1), ("puts", 1): return rewritten(list)
    case ("vlookup", _), ("index", _), ("lookup", _), ("match", _):
      return Diagnostic(
        .foreignHabit, "there is no `\(name)`", at: span(node),
        help: [
          "read a column with `column(csv(\"file.csv\"), \"heading\")`, a place with `list[2]`"
        ]
      )
    default: return nil
    }
  }

  /// The texts of a call's arguments, and its closing parenthesis.
  private func arguments(from opener: Int) -> ([String], Int)? {
    var (found, depth, start) = ([String](), 0, opener + 1)
    for i in (opener + 1)..<syntax.tokens.count {
      switch syntax.tokens[i].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis where depth == 0:
        if i > start { found.append(written(start, i)) }
        return (found, i)
      case .rightParenthesis, .rightBracket, .rightBrace: depth -= 1
      case .comma where depth == 0:
        found.append(written(start, i))
        start = i + 1
      default: break
      }
    }
    return nil
  }

  private func written(_ first: Int, _ end: Int) -> String {
    guard end > first else { return "" }
    return syntax.file.text(
      Int(syntax.tokens[first].start)..<Int(syntax.tokens[end - 1].end))
  }
}

extension Diagnostic {
  /// What another language spells otherwise, with the sure correction.
  static func renamed(_ message: String, _ span: SourceSpan, _ title: String, _ replacement: String)
    -> Diagnostic
  {
    Diagnostic(
      .foreignHabit, message, at: span,
      corrections: [Correction(title, replacing: span, with: replacement, .automatic)])
  }
}
