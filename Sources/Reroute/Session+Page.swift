import Metrics
import Portfolio
import Reporting
import SourceText
import Syntax

extension Session {
  /// A page for a browser that holds a script, beside each question its answer, tables and pictures, and what the words
  /// mean: one document of HTML without scripts, which takes nothing from elsewhere.
  ///
  /// - Parameters:
  ///   - bytes: the script; it is run in this session, and the files that it draws are not written.
  ///   - name: what the script is called.
  ///   - showsError: whether Monte Carlo errors are told.
  /// - Returns: how it went, and the page; nil where the script is wrong.
  public mutating func page(bytes: [UInt8], name: String = "script", showsError: Bool = false) -> (
    outcome: Outcome, html: String?
  ) {
    let save = host.save
    host.save = { (_, _, _) throws(Host.Failure) in }
    defer { host.save = save }
    let outcome = run(bytes: bytes, name: name)
    guard let set = outcome.answers, outcome.status != .wrong, let tree = trees.last else {
      return (outcome, nil)
    }
    var options = ReportOptions()
    options.showsError = showsError
    let builder = ReportBuilder(
      model: outcome.model, options: options, places: outcome.places)
    let script = PageScript(tree)
    var answers: [Range<Int>: [Block]] = [:]
    for answer in set.answers where set.tells(answer) {
      let place = place(of: answer.question.declaration)
      // What an imported script asks stands behind the last line.
      let offset = place.flatMap { $0.source == tree.source ? $0.start : nil }
      answers[script.lines(at: offset), default: []] += Self.blocks(of: answer, builder)
    }
    let html = HTMLPage(
      title: script.title ?? name, name: name, steps: script.steps(answers),
      messages: outcome.renderedMessages(), terms: script.terms,
      notes: builder.notes(set) + [
        "Figures are means with their 90% interval, from the 5th to the 95th percentile of \(set.trials == 1 ? "what is certain" : "\(set.trials) trials"); seed \(outcome.model.seed).",
        "Made by Reroute \(Reroute.version).",
      ]
    ).html()
    return (outcome, html)
  }

  /// An answer's blocks; a picture that goes to a file is shown here as well.
  private static func blocks(of answer: Answer, _ builder: ReportBuilder) -> [Block] {
    guard case .plot(let form, _) = answer.form else { return builder.blocks(answer) }
    return builder.charts(of: form).map { .picture($0) }
  }
}
