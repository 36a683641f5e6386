import Evaluator
import Metrics
import Reporting
import SourceText
import Syntax

/// Answers that later texts may use by number.
extension Session {
  /// Runs a text in which `_` and `_3` may stand for earlier answers. What they stand for is declared first, as `let _3 = …`, so
  /// that the session's source runs by itself.
  mutating func advanceNamingResults(_ bytes: [UInt8], _ name: String) -> Outcome {
    guard namesResults, !results.isEmpty, bytes.contains(UInt8(ascii: "_")) else {
      return advance(bytes, name)
    }
    var (text, used) = resolvingResults(bytes)
    var open = used
    while let number = open.popFirst() {
      // An answer may have been one of an earlier answer.
      let more = resolvingResults(Array(results[number - 1].utf8)).used.subtracting(used)
      used.formUnion(more)
      open.formUnion(more)
    }
    let bound = Set((evaluation?.names ?? []).map(\.name))
    let missing = used.sorted().filter { !bound.contains(ResultName(number: $0).text) }
    if !missing.isEmpty {
      let declarations = missing.map { "let \(ResultName(number: $0).text) = \(results[$0 - 1])" }
      // To name an answer is no change.
      let kept = revision
      let outcome = advance(Array(declarations.joined(separator: "\n").utf8), "results")
      revision = kept
      if outcome.status != .done { return outcome }
    }
    return advance(text, name)
  }

  /// The text with each `_` that stands for the last answer as `_3`, and the numbers of the answers it names.
  func resolvingResults(_ bytes: [UInt8]) -> (bytes: [UInt8], used: Set<Int>) {
    let ownsUnderscore = (evaluation?.names ?? []).contains { $0.name == "_" }
    let tokens = Lexer.tokens(of: bytes)
    var text: [UInt8] = []
    var used: Set<Int> = []
    var copied = 0
    for (i, token) in tokens.enumerated() where token.kind == .word {
      let before = i > 0 ? tokens[i - 1] : nil
      let binds = [.let, .fn, .for].contains(before?.word) || before?.kind == .dot
      let spelling = String(decoding: bytes[token.range], as: UTF8.self)
      if binds { continue }
      if spelling == "_", !ownsUnderscore {
        text += bytes[copied..<token.range.lowerBound]
        text += Array(ResultName(number: results.count).text.utf8)
        copied = token.range.upperBound
        used.insert(results.count)
      } else if let number = ResultName(spelling)?.number, number <= results.count {
        used.insert(number)
      }
    }
    return (text + bytes[copied...], used)
  }

  /// What was asked for the answer that `name` stands for, `_` or `_3`; nil for any other name.
  public func question(of name: String) -> String? {
    let number = name == "_" ? results.count : ResultName(name)?.number ?? 0
    return results.indices.contains(number - 1) ? results[number - 1] : nil
  }

  /// Takes over the numbered answers of another state, where that has more of them.
  public mutating func keepResults(_ others: [String]) {
    if others.count > results.count { results = others }
  }

  /// Numbers the answers to expressions.
  mutating func nameResults(of answers: AnswerSet) {
    guard namesResults else { return }
    for answer in answers.answers {
      if case .value = answer.form { results.append(answer.question.text) }
    }
  }
}

extension Outcome {
  /// One answer as a person reads it.
  public struct Told: Sendable, Hashable {
    /// The question as it was asked.
    public let question: String
    /// The answer, perhaps of several lines, without the last line's end.
    public let text: String
    /// Its number, where answers are numbered and it is one of an expression.
    public let number: Int?
  }

  /// The answers one by one, and what is to be said of all of them.
  ///
  /// - Parameters:
  ///   - showsError: whether Monte Carlo errors are told.
  ///   - colour: whether to colour with ANSI escapes.
  ///   - width: the columns of the terminal, which pictures and tables are fitted to; nil for pictures of 80 columns.
  ///   - isPlain: whether pictures are drawn with the characters of ASCII alone.
  public func told(
    showsError: Bool = false, colour: Bool = false, width: Int? = nil, isPlain: Bool = false
  ) -> (answers: [Told], notes: String) {
    guard var set = answers else { return ([], "") }
    var options = ReportOptions()
    (options.showsQuestion, options.showsError, options.colour) = (false, showsError, colour)
    (options.width, options.isPlain) = (width ?? 80, isPlain)
    options.fitsTables = width != nil
    let builder = ReportBuilder(model: model, options: options)
    var next = firstResult
    let all = set.answers.compactMap { answer -> Told? in
      var number: Int?
      if case .value = answer.form, let numbered = next {
        number = numbered
        next = numbered + 1
      }
      guard set.tells(answer) else { return nil }
      var text = TextReport.text(builder.blocks(answer), options: options)
      while text.hasSuffix("\n") { text.removeLast() }
      return Told(question: answer.question.text, text: text, number: number)
    }
    set.answers = []
    return (all, TextReport.text(builder.blocks(set), options: options))
  }
}
