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
  targets: [
    stage("SourceText"),
    stage("Syntax", ["SourceText"]),
    tests("Syntax", ["SourceText"]),
  ],
  swiftLanguageModes: [.v6]
)
