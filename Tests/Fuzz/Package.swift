// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that neither `swift build` nor `swift test` of the project sees it: it links only with
/// libFuzzer, which `Scripts/fuzz` asks for.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "reroute", path: "../..")],
  targets: [
    .target(name: "CLibFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CLibFuzzer", .product(name: "Reroute", package: "reroute")],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
