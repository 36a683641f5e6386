import Foundation
import Portfolio
import Reroute
import Testing

@Suite(.serialized) struct DocumentationTests {
  static let documents = ["README.md", "Grammar/reference.md"]

  @Test(arguments: documents)
  func `every program runs and shows its output`(path: String) throws {
    var document = try Document(path)
    let run = DocumentRun(document)
    #expect(!run.steps.isEmpty)
    for step in run.steps {
      let place = "\(path):\(step.program.line)"
      let errors = step.outcome.messages.filter { $0.severity == .error }
      let warnings = step.outcome.messages.filter { $0.severity == .warning }
      switch step.program.info.dropFirst().first {
      case "error": #expect(errors.first?.code == step.program.info.last, "\(place)")
      case "warning":
        #expect(step.outcome.status == .done, "\(place)")
        #expect(warnings.map(\.code) == [step.program.info.last], "\(place)")
      case "fails": #expect(step.outcome.status == .expectationFailed, "\(place)")
      default:
        #expect(step.outcome.status == .done, "\(place)\n\(step.outcome.renderedMessages())")
        #expect(step.outcome.messages.isEmpty, "\(place)\n\(step.outcome.renderedMessages())")
      }
      if let shown = step.shown, !Document.records {
        #expect(step.output == shown.text, "\(place)")
      }
    }
    guard Document.records else { return }
    for step in run.steps.reversed() {
      guard let shown = step.shown else { continue }
      document.lines.replaceSubrange(shown.body, with: step.output.components(separatedBy: "\n"))
    }
    for (name, generated) in Self.generated {
      if let section = document.section(name) {
        document.lines.replaceSubrange(section, with: generated)
      }
    }
    try document.write()
    Issue.record("recorded \(path)")
  }

  /// The generated sections of the reference.
  static var generated: [(String, [String])] {
    let functions = Reroute.functionReference.split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(String.init)
    let metrics = Metric.allCases.filter { $0 != .leastPeople }.map { metric in
      let owners = [
        metric.isOfProduct ? "product" : nil, metric.isOfPortfolio ? "portfolio" : nil,
      ].compactMap { $0 }
      return "| `\(metric.name)` | \(owners.joined(separator: ", ")) | \(metric.definition) |"
    }
    return [
      ("functions", [""] + functions + [""]),
      ("metrics", ["", "| metric | of | what it is |", "| --- | --- | --- |"] + metrics + [""]),
    ]
  }

  @Test func `generated sections are those of the program`() throws {
    let document = try Document("Grammar/reference.md")
    for (name, generated) in Self.generated {
      let section = try #require(document.section(name), "no section \(name)")
      #expect(Array(document.lines[section]) == generated || Document.records, "\(name)")
    }
  }

  @Test func `the reference names every limit, command and clause`() throws {
    let text = try Document("Grammar/reference.md").lines.joined(separator: "\n")
    let clauses =
      ProductClause.allCases.map(\.rawValue) + Redirection.Clause.allCases.map(\.rawValue)
      + Integration.Clause.allCases.map(\.rawValue) + Ramp.Shape.allCases.map(\.rawValue)
    for name in Limits.names + clauses { #expect(text.contains("`\(name)`"), "\(name)") }
    for command in ["run", "check", "test", "format", "explain", "report"] {
      #expect(text.contains("`reroute \(command)"), "\(command)")
    }
  }

  /// The rows of the README's table of stages: the cells of each.
  private func stages() throws -> [[String]] {
    let lines = try Document("README.md").lines
    let start = try #require(lines.firstIndex { $0.hasPrefix("| stage") })
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test func `every file of the stage table exists and declares the type`() throws {
    for row in try stages() {
      try #require(row.count == 3)
      for (type, file) in zip(names(row[1]), names(row[2])) {
        let url = Document.root.appendingPathComponent(file)
        let text = try String(contentsOf: url, encoding: .utf8)
        let isDeclared = ["struct", "enum", "class", "extension", "func", "actor"].contains {
          text.contains("\($0) \(type)")
        }
        #expect(isDeclared, "\(file) declares no \(type)")
      }
      #expect(names(row[1]).count == names(row[2]).count, "\(row)")
    }
  }

  @Test func `every target is in the stage table`() throws {
    let folder = Document.root.appendingPathComponent("Sources")
    let targets = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }
    let named = Set(try stages().flatMap { names($0[0]) })
    // What only tests need isn't part of the house.
    let forTests: Set = ["CPseudoTerminal", "PseudoTerminal", "line-editor-demo"]
    #expect(Set(targets).subtracting(forTests) == named)
  }

  /// The words between backticks.
  private func names(_ cell: String) -> [String] {
    cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
