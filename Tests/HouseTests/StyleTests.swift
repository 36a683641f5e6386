import Foundation
import Testing

/// What the compiler doesn't check: the top level, comments, what must not be written, the size of files.
@Suite struct StyleTests {
  @Test func `the top level holds what the house says and dot files`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: House.root.path)
      .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    #expect(
      Set(names) == ["Package.swift", "Sources", "Tests", "Scripts", "Grammar", "README.md"])
  }

  @Test func `nothing traps on purpose, nothing is left to do`() throws {
    let words = ["try!", "as!", "fatalError", "preconditionFailure", "TODO", "FIXME", "XXX"]
    for path in House.swiftFiles(under: "Sources") {
      for (i, line) in try House.text(path).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated() {
        for word in words { #expect(!line.contains(word), "\(path):\(i + 1): \(word)") }
      }
    }
  }

  @Test func `whatever crosses a target's border says what it is`() throws {
    var missing: [String] = []
    for path in House.swiftFiles(under: "Sources") { missing += try undocumented(path) }
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
  }

  /// The package and public declarations of a file that have no comment.
  ///
  /// A comment over a run of stored properties of a package declaration is about all of the run; what a
  /// protocol asks for (`==`, `<`, `hash(into:)`, `encode(to:)`) needs none.
  private func undocumented(_ path: String) throws -> [String] {
    let lines = try House.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    var missing: [String] = []
    var isCovered = false
    for (i, line) in lines.enumerated() {
      let words = line.split(separator: " ").map(String.init).filter { !$0.hasPrefix("@") }
      guard let access = words.first, ["package", "public"].contains(access), words.count > 1,
        !["import", "extension"].contains(words[1])
      else {
        isCovered = false
        continue
      }
      var above = i - 1
      while above >= 0, lines[above].hasPrefix("@") || lines[above].hasPrefix("#") { above -= 1 }
      let isStored = words.contains("var") || words.contains("let")
      let isAsked = ["func ==", "func <", "func hash(into", "func encode(to"].contains {
        line.contains($0)
      }
      let hasComment = above >= 0 && lines[above].hasPrefix("///")
      let isFine = hasComment || isAsked || (isCovered && isStored && access == "package")
      if !isFine { missing.append("\(path):\(i + 1): \(line)") }
      isCovered = isStored && isFine
    }
    return missing
  }

  /// Files of more than 400 lines, and why each is one.
  static let long: [String: String] = [
    "Sources/Evaluator/Bytecode/Machine+Execution.swift": "one switch over the instructions"
  ]

  @Test func `files are short, or there is a reason`() throws {
    for path in House.swiftFiles(under: "Sources") {
      let count = try House.text(path).split(separator: "\n", omittingEmptySubsequences: false)
        .count
      if Self.long[path] != nil {
        #expect(count > 401, "\(path) is short now: it wants no reason in StyleTests")
      } else {
        #expect(count <= 401, "\(path) has \(count) lines: split it, or say why in StyleTests")
      }
    }
  }

  @Test func `nothing names a path of some machine`() throws {
    // The words are put together here so that this file doesn't hold them.
    let words = ["/ho" + "me/", "/Us" + "ers/", "/wo" + "rk/"]
    for folder in ["Sources", "Tests", "Scripts", "Grammar"] {
      for path in files(under: folder) {
        guard let text = try? House.text(path) else { continue }
        for word in words { #expect(!text.contains(word), "\(path) names \(word)…") }
      }
    }
  }

  private func files(under folder: String) -> [String] {
    let base = House.root.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
    return (names ?? []).map { "\(folder)/\($0)" }
  }
}
