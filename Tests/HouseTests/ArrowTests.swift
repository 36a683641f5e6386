import Foundation
import Testing

/// The arrows of the architecture: what each target may import, and what touches the world outside.
@Suite struct ArrowTests {
  /// The stages in their order; a stage may import only what stands before it.
  static let order = [
    "SystemMemory", "SourceText", "Syntax", "CKernels", "Quantities", "Notation", "Portfolio",
    "Engine", "Planner", "Metrics",
    "Evaluator", "Reporting", "Reroute", "CLessons", "Lessons", "Clibedit", "CLineEditor",
    "LineEditor", "Prompt",
    "reroute",
  ]

  /// What each stage of the core may import, of the core; the table of the README.
  static let arrows: [String: Set<String>] = [
    "SystemMemory": [],
    "SourceText": [],
    "Syntax": ["SourceText", "SystemMemory"],
    "Quantities": ["CKernels"],
    "Notation": ["Quantities"],
    "Portfolio": ["Quantities"],
    "Engine": ["Quantities", "CKernels", "SystemMemory"],
    "Planner": ["Portfolio", "Engine", "Quantities"],
    "Metrics": ["Portfolio", "Engine", "Planner", "Quantities"],
    "Evaluator": [
      "Syntax", "SourceText", "Portfolio", "Quantities", "Planner", "Metrics", "Notation",
    ],
    "Reporting": ["Metrics", "Portfolio", "Quantities", "Notation", "SourceText"],
    "Reroute": [
      "SourceText", "Syntax", "Quantities", "Notation", "Portfolio", "Engine",
      "Planner", "Metrics",
      "Evaluator", "Reporting",
    ],
    "Lessons": [
      "CLessons", "Reroute", "SourceText", "Syntax", "Quantities", "Notation", "Portfolio",
      "Metrics", "Evaluator", "Reporting",
    ],
  ]

  /// Modules of the system that any file may use for mathematics, locks and calls of C.
  static let system: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization"]

  @Test func `Package.swift draws the arrows of the architecture`() throws {
    let targets = try House.targets()
    let names = Set(targets.map(\.name))
    #expect(names.isSuperset(of: Self.order))
    for (name, imports) in targets {
      if let allowed = Self.arrows[name] {
        #expect(imports == allowed, "\(name) imports \(imports.sorted())")
      }
      guard let position = Self.order.firstIndex(of: name) else { continue }
      for other in imports {
        guard let earlier = Self.order.firstIndex(of: other) else { continue }
        #expect(earlier < position, "\(name) imports \(other), which comes after it")
      }
    }
  }

  @Test func `the engine and the quantities know nothing of the syntax`() throws {
    let targets = Dictionary(try House.targets().map { ($0.name, $0.imports) }) { a, _ in a }
    for name in ["Engine", "Quantities", "Portfolio", "Planner", "Metrics"] {
      var reached: Set<String> = []
      var next = [name]
      while let current = next.popLast() {
        for other in targets[current] ?? [] where reached.insert(other).inserted {
          next.append(other)
        }
      }
      #expect(
        reached.isDisjoint(with: ["Syntax", "SourceText", "Evaluator"]), "\(name): \(reached)")
    }
  }

  @Test func `files import only what their target may`() throws {
    let targets = try House.targets()
    let names = Set(targets.map(\.name))
    for (name, imports) in targets {
      for path in House.swiftFiles(under: "Sources/\(name)") {
        let own = try House.imports(path).intersection(names)
        #expect(own.isSubset(of: imports.union([name])), "\(path) imports \(own.sorted())")
      }
    }
  }

  @Test func `the core does without Foundation, but for the essentials that write JSON`() throws {
    for name in Self.arrows.keys.sorted() {
      for path in House.swiftFiles(under: "Sources/\(name)") {
        let foundation = try House.imports(path).filter { $0.hasPrefix("Foundation") }
        if path == "Sources/Reporting/JSONValue.swift" {
          #expect(foundation == ["FoundationEssentials", "Foundation"])
          #expect(try House.text(path).contains("#if canImport(FoundationEssentials)"))
        } else {
          #expect(foundation.isEmpty, "\(path)")
        }
      }
    }
  }

  /// Calls that reach a file, a clock, the environment, a terminal or a global source of chance.
  static let outside = [
    "print(", "debugPrint(", "dump(", "readLine(", "getenv(", "setenv(", "fopen(", "fputs(",
    "printf(", "Date(", "ContinuousClock", "SuspendingClock", "clock_gettime(", "gettimeofday(",
    "SystemRandomNumberGenerator", ".random(", "CommandLine.", "ProcessInfo", "FileManager",
    "exit(", "abort(", "system(", "nonisolated(unsafe)", "@unchecked",
  ]

  /// Where one of them is right, and why.
  static let exceptions: [String: Set<String>] = [
    // The clock a host has unless it brings its own; scripts see it only as a deadline.
    "Sources/Reroute/Host.swift": ["ContinuousClock"],
    // Memory that nobody writes to once it is executable.
    "Sources/Engine/MachineCode/ExecutableMemory.swift": ["@unchecked"],
    // Threads write the values of their own blocks into one array, which is read when all have ended.
    "Sources/Engine/TrialCollector.swift": ["nonisolated(unsafe)"],
  ]

  @Test func `the core touches no file, no clock, no environment and no terminal`() throws {
    for name in Self.arrows.keys.sorted() {
      for path in House.swiftFiles(under: "Sources/\(name)") {
        for (i, line) in try House.code(path).enumerated() {
          for call in Self.outside where Self.calls(call, in: line) {
            // A global state that no lock guards would need a reason on its line.
            let isAllowed = Self.exceptions[path]?.contains(call) ?? false
            #expect(isAllowed, "\(path):\(i + 1): \(call)")
          }
        }
      }
    }
  }

  /// `true` iff a line holds `call`, not as the end of a longer name, a member, or a declaration.
  static func calls(_ call: String, in line: String) -> Bool {
    var rest = line[...]
    while let place = rest.range(of: call) {
      let before = line[..<place.lowerBound]
      let isName = before.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      let isMember = before.last == "." && !call.hasPrefix(".")
      let isDeclared = before.hasSuffix("func ") || before.hasSuffix("case ")
      if (!isName || call.hasPrefix(".")) && !isMember && !isDeclared { return true }
      rest = rest[place.upperBound...]
    }
    return false
  }
}
