package import Metrics
package import Portfolio
import Reporting
package import SourceText

/// What became of a text that was run.
public struct Outcome: Sendable {
  /// How it ended, as the command's exit status tells it.
  public enum Status: Int32, Sendable {
    /// Everything was answered, and every expectation holds.
    case done = 0
    /// An expectation failed, or the trials can't settle it.
    case expectationFailed = 1
    /// The script is wrong; nothing was changed.
    case wrong = 2
    /// Stopped before the last trial; the answers tell of those that were done.
    case interrupted = 130
  }

  /// The formats of ``report(_:)``.
  public enum Format: String, Sendable, CaseIterable { case text, json, csv, markdown }

  /// How it ended.
  public internal(set) var status: Status
  /// What is wrong or doubtful, in the order of the text.
  public let messages: [Message]
  /// What a redefinition changed: the name or the question, before, and after.
  public let changes: [Change]
  /// Statements that a redefinition made void: changes of a product that is declared anew.
  public let dropped: [String]
  /// The expectations that hold, and all.
  public let expectationsMet: Int
  /// All expectations of the text.
  public internal(set) var expectations: Int

  /// The holes of the script, `?` in place of a value; the answers that hang on them are withheld.
  public internal(set) var holes: [Hole] = []
  /// The questions that are not answered, for they hang on holes.
  public internal(set) var withheld: [String] = []

  /// A value that a redefinition changed.
  public struct Change: Sendable, Hashable {
    /// The name, or the question as it was asked.
    public let name: String
    /// What it was, as it was told.
    public let before: String
    /// What it is now.
    public let after: String
    /// How much that is more or less, trial by trial with the same draws, with its own interval; nil where that can't be told.
    public var difference: String?

    /// Creates a change.
    public init(name: String, before: String, after: String, difference: String? = nil) {
      (self.name, self.before, self.after, self.difference) = (name, before, after, difference)
    }
  }

  /// The number of the first answer to an expression, where answers are numbered; see ``Session/namesResults``.
  public internal(set) var firstResult: Int?

  /// `true` iff anything was answered, if only by some of the trials.
  var hasAnswers: Bool { answers != nil }

  /// The count of answers.
  public var answerCount: Int { answers?.answers.count ?? 0 }

  /// What was answered; nil where nothing was run.
  package let answers: AnswerSet?
  /// The model that was asked.
  package let model: Model
  /// What the messages were made from.
  package let diagnostics: [Diagnostic]
  /// The texts that the places point into.
  package let sources: SourceMap
  /// Where the declarations stand that answers lead back to.
  var places: [DeclarationID: DeclarationPlace] = [:]

  /// The answers as text in a format. JSON holds the messages too.
  ///
  /// - Parameters:
  ///   - showsQuestion: whether each answer says what was asked.
  ///   - showsError: whether Monte Carlo errors are told.
  ///   - colour: whether to colour with ANSI escapes.
  ///   - width: the columns of the terminal, which pictures and tables are fitted to; nil for pictures of 80 columns, and tables as
  ///     wide as they are.
  ///   - isPlain: whether pictures are drawn with the characters of ASCII alone.
  public func report(
    _ format: Format = .text, showsQuestion: Bool = true, showsError: Bool = false,
    colour: Bool = false, width: Int? = nil, isPlain: Bool = false
  ) -> String {
    var options = ReportOptions()
    (options.showsQuestion, options.showsError, options.colour) = (
      showsQuestion, showsError, colour
    )
    (options.width, options.isPlain) = (width ?? 80, isPlain)
    options.fitsTables = width != nil
    options.givesRows = format == .csv
    let blocks =
      answers.map { ReportBuilder(model: model, options: options, places: places).blocks($0) } ?? []
    switch format {
    case .text: return TextReport.text(blocks, options: options)
    case .markdown: return MarkdownReport.text(blocks, options: options)
    case .csv: return CSVReport.text(blocks)
    case .json:
      var fields: [String: JSONValue] = [
        "status": .number(Double(status.rawValue)), "messages": .array(messages.map(\.jsonValue)),
      ]
      if !holes.isEmpty {
        fields["holes"] = .array(holes.map(\.jsonValue))
        fields["withheld"] = .array(withheld.map { .text($0) })
      }
      if let answers { fields["result"] = JSONReport(model: model, places: places).value(answers) }
      return (try? JSONValue.object(fields).text()) ?? "{}\n"
    }
  }

  /// The messages as a person reads them, with the lines they are about.
  ///
  /// - Parameters:
  ///   - colour: whether to colour with ANSI escapes.
  ///   - form: how much is said, and for whom.
  ///   - width: the columns to keep to; nil for as many as the sentences take.
  ///   - hidden: codes whose warnings and notes aren't told.
  public func renderedMessages(
    colour: Bool = false, form: MessageForm = .full, width: Int? = nil,
    hiding hidden: Set<String> = []
  ) -> String {
    DiagnosticRenderer(
      sources: sources, colour: colour,
      form: DiagnosticRenderer.Form(rawValue: form.rawValue) ?? .full, width: width
    ).render(diagnostics.filter { $0.severity == .error || !hidden.contains($0.code.rawValue) })
  }

  /// The forms in which messages are rendered.
  public enum MessageForm: String, Sendable, CaseIterable {
    /// With the lines they are about.
    case full
    /// A line each, for those who know the rest.
    case short
    /// In sentences without marks or colour, for screen readers.
    case narrated
  }

  /// The estimate of the first answer that is a figure, at its last month if it is a series.
  public var estimate: Estimate? {
    for answer in answers?.answers ?? [] {
      if case .value(.figure(let figure)) = answer.form, let last = figure.estimates.last {
        return Estimate(last)
      }
    }
    return nil
  }
}

extension Outcome {
  /// The outcome that a host is told of first.
  static func preliminary(
    _ answers: AnswerSet, _ model: Model, _ sources: SourceMap
  ) -> Outcome {
    Outcome(
      status: .done, messages: [], changes: [], dropped: [], expectationsMet: 0, expectations: 0,
      answers: answers, model: model, diagnostics: [], sources: sources)
  }

  /// The expectations that don't hold, a line each.
  public var failedExpectations: [String] {
    guard let answers else { return [] }
    let failed = answers.answers.filter { answer in
      guard answers.tells(answer) else { return false }
      if case .verdict(_, _, _, _, _, _, let verdict) = answer.form { return verdict != .holds }
      return false
    }
    let options = ReportOptions()
    return failed.map { answer in
      TextReport.text(
        ReportBuilder(model: model, options: options).blocks(answer), options: options
      ).split(
        separator: "\n"
      )
      .joined(separator: " ")
    }
  }
}
