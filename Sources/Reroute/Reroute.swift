import Evaluator
import SourceText

/// The language, for programs that embed it. See ``Session`` to run scripts.
public enum Reroute {
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
