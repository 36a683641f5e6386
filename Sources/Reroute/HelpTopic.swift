import Evaluator
import Portfolio
import SourceText
import Syntax

/// Something to be helped with: what it is, how it is written, and an example to run now.
public struct HelpTopic: Sendable, Hashable {
  /// The groups, in the order in which they are listed.
  public enum Group: String, Sendable, CaseIterable {
    case settings = "Settings"
    case script = "Script"
    case declarations = "Declarations"
    case questions = "Questions"
    case values = "Values"
    case metrics = "Metrics"
    case functions = "Functions"
  }

  /// What one asks for.
  public let name: String
  /// Where it is listed.
  public let group: Group
  /// What it is, in a line.
  public let summary: String
  /// How it is written and what else is to be said, in paragraphs.
  public let text: [String]
  /// What is declared before the example.
  public let setup: String
  /// Statements to run one after another, with what they answer.
  public let example: [String]
  /// The files that the example reads, by name.
  public let files: [String: String]

  init(
    _ name: String, _ group: Group, _ summary: String, _ text: [String] = [], setup: String = "",
    example: [String], files: [String: String] = [:]
  ) {
    (self.name, self.group, self.summary, self.text) = (name, group, summary, text)
    (self.setup, self.example, self.files) = (setup, example, files)
  }

  /// All topics, in the order of their groups.
  public static let all: [HelpTopic] = {
    let topics = statements + values + metrics + functions
    return Group.allCases.flatMap { group in topics.filter { $0.group == group } }
  }()

  /// The topics that `pattern` names: the one of just that name; else those whose names it begins; else those in whose names it
  /// stands, or in whose summaries, capitals or not.
  public static func matching(_ pattern: String) -> [HelpTopic] {
    let pattern = pattern.lowercased()
    let ways: [(HelpTopic) -> Bool] = [
      { $0.name.lowercased() == pattern }, { $0.name.lowercased().hasPrefix(pattern) },
      { $0.name.lowercased().contains(pattern) }, { $0.summary.lowercased().contains(pattern) },
    ]
    for fits in ways {
      let found = all.filter(fits)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Runs the example now, in a session of its own: each statement with what was answered, which is nothing for a declaration.
  public func run(trials: Int = 1000, clock: @escaping @Sendable () -> Double) -> [(
    statement: String, answer: String, status: Outcome.Status
  )] {
    var host = Host()
    let files = files
    host.clock = clock
    host.load = { (name, _) throws(Host.Failure) in
      guard let text = files[name] else { throw .unreadable("there is no such file") }
      return (name, Array(text.utf8))
    }
    var session = Session(host: host)
    session.trials = trials
    session.namesResults = true
    if !setup.isEmpty { _ = session.run(setup, name: "example") }
    return example.map { statement in
      let outcome = session.run(statement, name: "example")
      let changes = outcome.changes.map { change in
        "\(change.name): \(change.before) -> \(change.after)\n"
      }
      return (
        statement,
        outcome.renderedMessages() + outcome.report(.text, showsQuestion: false)
          + changes.joined(), outcome.status
      )
    }
  }

  /// Two products, of which one fails, for examples.
  static let portfolio = """
    simulate 12 months from 2024-01
    product Reader { users 1M; acquisition 5k users/month; churn 4% to 8%/month; arpu $0.10/user/month; cost $50k/month; invested $2M; features Notes }
    product Feedly { users 200k; churn 2%/month; arpu $0.50/user/month }
    """

  /// The same with what is done about it.
  static let plan =
    portfolio + """

      failure Reader { at month 3; because "fell out of favour" }
      redirect Reader -> Feedly { over 2 months; reach 80%; accept 30% to 50%; overlap 10% }
      """

  private static var functions: [HelpTopic] {
    Catalogue.all.map { builtin in
      let example = builtin.examples.first
      let file = SourceFile(name: "example", text: example?.script ?? "")
      let tree = Parser.parse(file, source: SourceID(rawValue: 0)).tree
      let call = tree.children(of: tree.root).last.map { tree.span($0) }
      return HelpTopic(
        builtin.name, .functions, builtin.summary, [builtin.signature],
        setup: call.map { file.text(0..<$0.start) } ?? "",
        example: call.map { [file.text($0.start..<$0.end)] } ?? [], files: example?.files ?? [:])
    }
  }

  private static var metrics: [HelpTopic] {
    Metric.allCases.filter { $0 != .leastPeople }.map { metric in
      let owner =
        !metric.isOfProduct
        ? "portfolio" : metric == .movedIn || metric == .redirected ? "Feedly" : "Reader"
      let isMeasured = metric == .observed
      return HelpTopic(
        metric.name, .metrics, metric.definition,
        metric.formula.map { [metric.name + " = " + $0] } ?? [],
        setup: plan + (isMeasured ? "\nobserve Reader.users { 2024-03: 980k, 2024-04: 950k }" : ""),
        example: [metric == .failureMonth ? "Reader.failure" : "\(owner).\(metric.name) at month 4"]
      )
    }
  }
}
