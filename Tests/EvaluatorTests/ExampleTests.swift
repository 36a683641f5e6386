import Evaluator
import Reroute
import Testing

@Suite("The catalogue of functions")
struct ExampleTests {
  /// An example and the function it belongs to.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let example: Builtin.Example
    var testDescription: String { "\(name): \(example.script.split(separator: "\n").last ?? "")" }
  }

  static let cases = Catalogue.all.flatMap { builtin in
    builtin.examples.map { Case(name: builtin.name, example: $0) }
  }

  @Test("Every example answers what it says", arguments: cases)
  func example(_ test: Case) {
    for (name, text) in test.example.files { #expect(Reroute.exampleFiles[name] == text) }
    let outcome = run(test.example.script, files: Reroute.exampleFiles)
    let answer = outcome.report(.text, showsQuestion: false)
    #expect(answer == test.example.answer + "\n", "\(outcome.renderedMessages())")
  }

  @Test("Every function has a name of its own, a summary and an example that calls it")
  func complete() {
    #expect(Set(Catalogue.names).count == Catalogue.all.count)
    for builtin in Catalogue.all {
      #expect(!builtin.summary.isEmpty && !builtin.examples.isEmpty, "\(builtin.name)")
      #expect(
        builtin.examples.allSatisfy { $0.script.contains(builtin.name + "(") }, "\(builtin.name)")
      #expect(Catalogue.named(builtin.name)?.signature == builtin.signature)
      // Optional parameters come last, so that arguments need no names.
      let isOptional = builtin.parameters.map { $0.hasPrefix("[") }
      #expect(isOptional == isOptional.sorted { !$0 && $1 }, "\(builtin.name)")
    }
  }

  @Test("A call with too many or too few values, or with what is no value of the kind, is an error")
  func wrongArguments() {
    for builtin in Catalogue.all {
      let many = Array(repeating: "1", count: builtin.parameters.count + 1)
      let outcome = run("\(builtin.name)(\(many.joined(separator: ", ")))")
      #expect(outcome.messages.map(\.code) == ["R205"], "\(builtin.name)")
      let truths = Array(repeating: "true", count: builtin.parameters.count)
      let wrong = run("\(builtin.name)(\(truths.joined(separator: ", ")))")
      if builtin.name != "first" {
        #expect(wrong.status == .wrong && !wrong.messages.isEmpty, "\(builtin.name)")
      }
    }
  }

  @Test("The reference names every function and holds its examples")
  func reference() {
    let text = Reroute.functionReference
    for builtin in Catalogue.all {
      #expect(text.contains("#### `\(builtin.signature)`\n"))
      for example in builtin.examples { #expect(text.contains(example.script)) }
    }
    for section in Builtin.Section.allCases { #expect(text.contains("### \(section.rawValue)\n")) }
    #expect(!text.contains("\n\n\n"))
  }
}

/// Runs a script on a session of its own, with files by name.
func run(_ script: String, files: [String: String] = [:]) -> Outcome {
  var host = Host()
  host.load = { (name, _) throws(Host.Failure) in
    guard let text = files[name] else { throw .unreadable("there is no such file") }
    return (name, Array(text.utf8))
  }
  var session = Session(host: host)
  return session.run(script)
}

/// The figure a script answers, at full precision.
func figure(_ script: String, files: [String: String] = [:]) -> Double? {
  run(script, files: files).estimate?.mean
}

/// Whether two figures agree within an absolute tolerance; false for a missing one.
func agree(_ left: Double?, _ right: Double, within tolerance: Double) -> Bool {
  left.map { ($0 - right).magnitude <= tolerance } ?? false
}
