import Evaluator
import SourceText

/// The language, for programs that embed it. See ``Session`` to run scripts.
public enum Reroute {
  /// The version of the language and the command.
  public static let version = "0.1.0"

  /// What a message's code means, with an example; nil for a code that doesn't exist.
  public static func explanation(of code: String) -> String? {
    DiagnosticCode(rawValue: code.uppercased()).map { "\($0.rawValue)  \($0.explanation)\n" }
  }

  /// The codes of all messages, in order.
  public static var codes: [String] { DiagnosticCode.allCases.map(\.rawValue).sorted() }

  /// The functions of the language: signature and one sentence.
  public static var functions: [(signature: String, summary: String)] {
    Catalogue.all.map { ($0.signature, $0.summary) }
  }

  /// The files that examples of the reference read, by name; a host that runs them gives these.
  public static var exampleFiles: [String: String] { Catalogue.exampleFiles }

  /// The reference of the functions in Markdown, with examples and their answers; made from the same table.
  public static var functionReference: String { Catalogue.reference }
}

extension Reroute {
  /// The names among `candidates` that a misspelt `word` may have meant, nearest first.
  public static func nearNames(to word: String, among candidates: [String]) -> [String] {
    Spelling.suggestions(for: word, among: candidates)
  }

  /// The whole number that `text` writes as a script does, such as `10k` or `12_500`; nil for anything else.
  public static func wholeNumber(_ text: String) -> Int? {
    guard let value = Evaluator.number(text), value == value.rounded(), abs(value) < 1e15 else {
      return nil
    }
    return Int(value)
  }
}
