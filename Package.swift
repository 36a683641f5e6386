// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: Swift 6, warnings are errors, imports are internal and explicit.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A stage of the pipeline and the stages it may import. `Tests/HouseTests` asserts these arrows.
func stage(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings)
}

/// The tests of a stage, `Tests/NAMETests`.
func tests(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name)] + imports, swiftSettings: settings)
}

let package = Package(
  name: "reroute",
  products: [.library(name: "Reroute", targets: ["Reroute"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // What the system can be told of large blocks of memory.
    stage("SystemMemory"),
    // The core: text in, answers out.
    stage("SourceText"),
    stage("Syntax", ["SourceText", "SystemMemory"]),
    // Rounding of single numbers, which Swift leaves to libm where the baseline has no instruction for it.
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    stage("Quantities", ["CKernels"]),
    stage("Notation", ["Quantities"]),
    stage("Portfolio", ["Quantities"]),
    stage("Engine", ["Quantities", "CKernels", "SystemMemory"]),
    stage("Planner", ["Portfolio", "Engine", "Quantities"]),
    stage("Metrics", ["Portfolio", "Engine", "Planner", "Quantities"]),
    stage(
      "Evaluator",
      ["Syntax", "SourceText", "Portfolio", "Quantities", "Planner", "Metrics", "Notation"]),
    stage("Reporting", ["Metrics", "Portfolio", "Quantities", "Notation", "SourceText"]),
    stage(
      "Reroute",
      [
        "SourceText", "Syntax", "Quantities", "Notation", "Portfolio", "Engine", "Planner",
        "Metrics", "Evaluator", "Reporting",
      ]),
    // The lessons: the files of Scripts/lessons as bytes, and what a lesson is.
    .target(name: "CLessons"),
    stage(
      "Lessons",
      [
        "CLessons", "Reroute", "SourceText", "Syntax", "Quantities", "Notation", "Portfolio",
        "Metrics",
        "Evaluator", "Reporting",
      ]),
    // The prompt.
    .systemLibrary(name: "Clibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "CLineEditor", dependencies: ["Clibedit"]),
    stage("LineEditor", ["CLineEditor"]),
    stage("Prompt", ["Reroute", "Lessons", "SourceText", "LineEditor"]),
    // The command.
    .executableTarget(
      name: "reroute",
      dependencies: [
        "Prompt", "Reroute", "Lessons", "SourceText", "LineEditor", "SystemMemory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // What Scripts/benchmark runs.
    .executableTarget(
      name: "engine-benchmark",
      dependencies: [
        "Engine", "Evaluator", "Metrics", "Planner", "Portfolio", "SourceText", "Syntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Scripts/benchmarks/engine", swiftSettings: settings),
    // What tests need.
    .target(name: "CPseudoTerminal"),
    stage("PseudoTerminal", ["CPseudoTerminal"]),
    .executableTarget(
      name: "line-editor-demo", dependencies: ["LineEditor"], swiftSettings: settings),
    .executableTarget(
      name: "random-bytes", dependencies: ["Quantities"], path: "Tests/RandomBytes",
      exclude: ["RECORD.md"],
      swiftSettings: settings),
    tests("SourceText", ["Reroute", "Syntax"]),
    tests("Syntax", ["SourceText"]),
    tests("Evaluator", ["Reroute", "SourceText", "Syntax"]),
    tests("Quantities"),
    tests("Metrics", ["Quantities"]),
    tests("Notation", ["Quantities"]),
    tests("Reporting", ["Metrics", "Notation", "Portfolio", "Quantities"]),
    tests("Engine", ["Quantities"]),
    tests("Planner", ["Portfolio", "Engine", "Quantities"]),
    tests(
      "Reroute",
      [
        "Engine", "Planner", "Portfolio", "Quantities", "Metrics", "Evaluator", "Reporting",
        "Syntax", "SourceText",
      ]),
    tests("Lessons", ["Reroute", "SourceText"]),
    tests("LineEditor", ["PseudoTerminal", "line-editor-demo"]),
    .testTarget(name: "HouseTests", swiftSettings: settings),
    .testTarget(
      name: "DocumentationTests", dependencies: ["Reroute", "Portfolio"], exclude: ["README.md"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: ["PseudoTerminal", "reroute"], swiftSettings: settings),
    // The case studies in Scripts/cases.
    .testTarget(name: "CasesTests", dependencies: ["Reroute"], swiftSettings: settings),
    tests(
      "Prompt",
      ["Reroute", "Lessons", "Syntax", "SourceText", "LineEditor", "PseudoTerminal", "reroute"]),
  ],
  swiftLanguageModes: [.v6]
)
