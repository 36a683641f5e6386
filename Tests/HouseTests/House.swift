import Foundation

/// The project's own files, as the tests of the house read them.
enum House {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A text file of the project.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The Swift files under a folder: paths from the root, in order.
  static func swiftFiles(under folder: String) -> [String] {
    let base = root.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }.sorted()
  }

  /// The lines of a Swift file without comments and the insides of plain strings.
  static func code(_ path: String) throws -> [String] {
    try text(path).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var code = ""
      var isString = false
      var previous: Character = " "
      for c in line {
        if c == "\"", previous != "\\" { isString.toggle() }
        if !isString, c == "/", previous == "/" {
          code.removeLast()
          break
        }
        if !isString || c == "\"" { code.append(c) }
        previous = c
      }
      return code
    }
  }

  /// The modules a file imports, with the conditional ones.
  static func imports(_ path: String) throws -> Set<String> {
    var found = Set<String>()
    for line in try code(path) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "." }).map(String.init)
      guard let i = words.firstIndex(of: "import"), i + 1 < words.count else { continue }
      guard words[..<i].allSatisfy({ ["package", "public", "internal"].contains($0) }) else {
        continue
      }
      found.insert(words[i + 1])
    }
    return found
  }

  /// The targets of Package.swift, each with those it may import, in the order they stand there.
  static func targets() throws -> [(name: String, imports: Set<String>)] {
    let manifest = try text("Package.swift")
    guard let start = manifest.range(of: "targets: [\n") else { return [] }
    var found: [(String, Set<String>)] = []
    let openings = ["stage(", ".target(", ".executableTarget(", ".systemLibrary("]
    var rest = manifest[start.upperBound...]
    while let next = openings.compactMap({ rest.range(of: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      var depth = 1
      var end = next.upperBound
      while depth > 0, end < rest.endIndex {
        if rest[end] == "(" { depth += 1 }
        if rest[end] == ")" { depth -= 1 }
        end = rest.index(after: end)
      }
      let body = String(rest[next.upperBound..<end])
      let names = body.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .compactMap { $0.offset % 2 == 1 ? String($0.element) : nil }
      if let name = names.first {
        let isLibrary = rest[next] == ".systemLibrary("
        found.append((name, isLibrary ? [] : Set(names.dropFirst())))
      }
      rest = rest[end...]
    }
    return found
  }
}
