import Evaluator
import Foundation
import Metrics
import Portfolio
import Quantities
import Reroute
import SourceText
import Synchronization
import Syntax
import Testing

import struct Reroute.Limits

/// Functions run as bytecode answer and refuse what the evaluator does by itself, to the word.
@Suite struct BytecodeTests {
  /// What a script comes to, by one way or the other.
  struct Result: Equatable, Sendable {
    var names: [String] = []
    var messages: [Diagnostic] = []
  }

  /// Runs `body` on a stack for deep recursion.
  private static func deep(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = 128 << 20
    thread.start()
    done.wait()
  }

  /// Evaluates a script with or without bytecode.
  static func result(
    _ script: String, compiles: Bool, limits: EvaluationLimits = EvaluationLimits()
  ) -> Result {
    let result = Mutex(Result())
    deep {
      let found = evaluated(script, compiles, limits)
      result.withLock { $0 = found }
    }
    return result.withLock { $0 }
  }

  private static func evaluated(
    _ script: String, _ compiles: Bool, _ limits: EvaluationLimits
  ) -> Result {
    let file = SourceFile(name: "script", text: script)
    var sources = SourceMap()
    let id = sources.add(file)
    let parsed = Parser.parse(file, source: id)
    let statements = parsed.tree.children(of: parsed.tree.root).map {
      StatementReference(tree: 0, node: $0)
    }
    let host = EvaluatorHost(load: { (_, _) throws(ImportFailure) in throw .unreadable("") })
    let evaluation = Evaluator.evaluate(
      statements, of: [parsed.tree], sources: &sources, limits: limits, host: host,
      compiles: compiles)
    return Result(
      names: evaluation.names.map { "\($0.name) = \(told($0.value, evaluation.model.graph))" },
      messages: parsed.diagnostics + evaluation.diagnostics)
  }

  /// A value with every digit, its dimension and its presentation.
  private static func told(_ datum: Datum, _ graph: ExpressionGraph) -> String {
    switch datum {
    case .figure(let figure):
      let value = graph.constant(figure.expression).map { "\($0)" }
      let draw = graph.draw(figure.expression)?.name
      return "\(value ?? draw ?? "a series") \(figure.dimension) \(figure.presentation)"
        + (figure.isCondition ? " truth" : "")
    case .list(let items): return "\(items.map { told($0, graph) })"
    case .record(let fields): return "\(fields.map { "\($0.name): \(told($0.value, graph))" })"
    default: return "\(datum)"
    }
  }

  static func agrees(
    _ script: String, _ limits: EvaluationLimits = EvaluationLimits(),
    at place: Testing.SourceLocation = #_sourceLocation
  ) {
    let bytecode = result(script, compiles: true, limits: limits)
    let evaluator = result(script, compiles: false, limits: limits)
    #expect(bytecode == evaluator, "\(script)", sourceLocation: place)
  }

  // MARK: Chosen scripts

  @Test(arguments: [
    "fn f(x) = 1 / x\nlet a = f(1)\nlet b = f(2)\nlet c = f(0)",
    "fn f(x) = 10 ^ x\nlet a = f(1)\nlet b = f(300)\nlet c = f(400)",
    "fn f(x) = sqrt(x)\nlet a = f(1)\nlet b = f(2)\nlet c = f(-1)",
    "fn f(x) = ln(x) + exp(x)\nlet a = f(1)\nlet b = f(2)\nlet c = f(1000)\nlet d = f(0)",
    "fn f(x, y) = x + y\nlet a = f(1, 2)\nlet b = f(1, 2)\nlet c = f(3 users, 4 users)\nlet d = f(3 users, $1)",
    "fn f(x) = x * $2 / month\nlet a = f(1)\nlet b = f(2 users)\nlet c = f(3 years)",
    "fn f(x) = $2 * x\nlet a = f(1)\nlet b = f(2)\nlet c = f(2 users)",
    "fn f(x) = x + 3 points\nlet a = f(10%)\nlet b = f(20%)\nlet c = f(5)",
    "fn f(a, i) = a[i]\nlet l = [1, 2, 3]\nlet a = f(l, 1)\nlet b = f(l, 3)\nlet c = f(l, 4)\nlet d = f(l, 1.5)",
    "fn f(a, i) = with(a, i, a[i] + 1)\nlet l = [1, 2]\nlet a = f(l, 1)\nlet b = f(l, 2)\nlet c = f(a, 1)\nlet d = f(l, 0)",
    "let l = [5, 6]\nfn f(i) = l[i] + length(l) + sum(l)\nlet a = f(1)\nlet b = f(2)\nlet c = f(3)",
    "fn f(n) = range(1, n)\nlet a = f(2)\nlet b = f(3)\nlet c = f(0)\nlet d = f(2.5)\nlet e = f(2_000_000)",
    "fn f(l) = min(l) + max(l)\nlet a = f([1, 2])\nlet b = f([3, 2])\nlet c = f([])",
    "fn f(l) = sum(l)\nlet a = f([1 users])\nlet b = f([1 users, 2 users])\nlet c = f([])",
    "fn up(x) = x + 1\nfn f(l) = map(l, up)\nlet a = f([1, 2])\nlet b = f([3])\nlet c = f([])\nlet d = f([true])",
    "fn ok(x) = x > 1\nfn f(l) = filter(l, ok)\nlet a = f([1, 2])\nlet b = f([3])\nlet c = f([])\nlet d = f([$1])",
    "fn ok(x) = x > 1\nfn f(l) = any(l, ok) and not all(l, ok)\nlet a = f([1, 2])\nlet b = f([3])\nlet c = f([])",
    "fn put(l, x) = l + [x]\nfn f(l) = fold(l, [], put)\nlet a = f([1, 2])\nlet b = f([3])\nlet c = f([])",
    "fn f(l) = sort(l) + reverse(l)\nlet a = f([3, 1, 2])\nlet b = f([2 users, 1 users])\nlet c = f([])",
    "fn f(x) { let y = x + 1\n let z = y * y\n z - y }\nlet a = f(1)\nlet b = f(2)\nlet c = f(2 users)",
    "fn f(x) { let users = x\n users }\nlet a = f(1)\nlet b = f(2)",
    "fn f(x) { let y = x\n let y = x\n y }\nlet a = f(1)\nlet b = f(2)",
    "fn f(x) = g(x)\nlet a = f(1)\nlet b = f(1)\nfn g(x) = x + 1\nlet c = f(1)\nlet d = f(2)",
    "fn f(x) = min(x, 3)\nlet a = f(1)\nlet b = f(4)\nfn min(a, b) = a - b\nlet c = f(4)",
    "let k = 2\nfn f(x) = k * x\nlet a = f(1)\nlet b = f(2)\nfn g(k) = f(k)\nlet c = g(5)\nlet d = g(6)",
    "fn f(x) = if x > 2 then 1 else 2 users\nlet a = f(1)\nlet b = f(3)\nlet c = f(3)",
    "fn f(x) = \"{x}\"\nfn g(x) = if x > 2 then f(x) else g(x + 1)\nlet a = g(1)\nlet b = g(1)",
    "fn f(x) = x + (1 to 2)\nlet a = f(1)\nlet b = f(1)\nlet c = map([1, 2], f)",
    "fn f(x) = normal(x, 1)\nfn g(x, h) = if x > 3 then h(x) else g(x + 1, h)\nlet a = g(1, f)\nlet b = g(1, f) + f(2)",
    "let u = 1 to 2\nfn f(x) = u * x\nlet a = f(1)\nlet b = f(2)\nlet c = f(u)",
    "fn even(n) = if n == 0 then true else odd(n - 1)\nfn odd(n) = if n == 0 then false else even(n - 1)\nlet a = even(7)\nlet b = even(2000)",
    "fn f(x) = x == x and x != 2\nlet a = f(1)\nlet b = f(2)\nlet c = f(true)",
    "fn f(l, i) = i <= length(l) and l[i] > 1\nlet a = f([1, 2], 1)\nlet b = f([1, 2], 2)\nlet c = f([1, 2], 3)",
    "fn f(x) = if x then 1 else 0\nlet a = f(true)\nlet b = f(false)\nlet c = f(3)",
    "fn f(a, b) = if a > b then f(b, a) else f(a + 1, b - 1)\nfn g(a, b) = if a == 5 then b else g(b, a)\nlet a = g(1, 5)\nlet b = g(5, 1)",
    "fn last(l, d) = if length(l) == 0 then d else last([], l[1])\nlet a = last([4, 5], 0)\nlet b = last([4, 5], 0)",
    "fn f(x) = f2(x, x)\nfn f2(x) = x\nlet a = f(1)\nlet b = f(1)",
    "fn f(n) = g(h(n), 2, n, 0)\nfn h(n) = n + 7\nfn g(a, b, c, d) = if b > 5 then [a, b, c, d] else g(a, b + 1, c, d)\nlet a = f(1)\nlet b = f(3)",
    "let k = 1\nif true { let k = 0\n fn f(x) = x / k\n let a = f(1)\n let b = f(2) }",
    "fn f(x) = missing + x\nlet a = f(1)\nlet b = f(1)",
    "fn f(x) = x.users\nlet a = f(1)\nlet b = f(1)",
  ]) func agrees(_ script: String) {
    Self.agrees(script)
  }

  // MARK: Limits

  @Test func `limits end a script at the same expression`() {
    let scripts = [
      "fn f(x) = if x > 1000 then x else f(x + 1)\nlet a = f(1)\nlet b = f(1)",
      "fn f(x) = 1 + f(x + 1)\nlet a = f(1)",
      "fn f(x) = f(x + 1)\nlet a = f(1)",
      "fn f(x) { let y = x + 1\n if y > 100 then y else f(y) }\nlet a = f(1)",
      "fn fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)\nlet a = fib(1)\nlet b = fib(11)",
      "fn up(x) = x + 1\nfn f(n) = sum(map(range(1, n), up))\nlet a = f(1)\nlet b = f(99)",
      "fn f(l) = if length(l) > 50 then l else f(l + l)\nlet a = f([1])\nlet b = f([1, 2])",
      "fn f(x) = if x > 0 and not (x == 1) or x < -5 then f(x - 1) else x\nlet a = f(1)\nlet b = f(70)",
      "fn put(l, x) = l + [x]\nfn f(n) = sort(fold(range(1, n), [], put))\nlet a = f(2)\nlet b = f(30)",
    ]
    for script in scripts {
      for steps in [7, 40, 41, 42, 43, 44, 100, 333, 1000, 5000] {
        var limits = EvaluationLimits()
        limits.steps = steps
        Self.agrees(script, limits)
      }
      for depth in [3, 5, 6, 7, 8, 9, 10, 25, 60, 61, 62] {
        var limits = EvaluationLimits()
        limits.depth = depth
        limits.steps = 20_000
        Self.agrees(script, limits)
      }
      for few in [2, 30, 64] {
        var limits = EvaluationLimits()
        (limits.elements, limits.statements, limits.steps) = (few, few, 20_000)
        Self.agrees(script, limits)
      }
    }
  }
}
