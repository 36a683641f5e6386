import Evaluator
import Metrics
import Notation
import Portfolio
import Quantities
import SourceText

extension Session {
  /// Questions that the run left without an answer: figures that nothing drives, conditions that hold too rarely.
  func undecided(_ answers: AnswerSet) -> [Diagnostic] {
    // A part of the trials is judged with the others.
    if request.keepsPart { return [] }
    return answers.answers.flatMap { answer -> [Diagnostic] in
      // A run that was stopped may have found too few trials for that.
      let place = place(of: answer.question.declaration)
      var form = answer.form
      if case .plot(let drawn, _) = form { form = drawn }
      switch form {
      case .drivers(let drivers): return undriven(drivers, place).map { [$0] } ?? []
      case .value(.figure(let figure)): return answers.wasStopped ? [] : rare([figure], place)
      case .table(let figures): return answers.wasStopped ? [] : rare(figures, place)
      case .comparison(_, let rows):
        let first = rows.filter(\.isGiven).compactMap { row in
          row.estimates.first.map { (row.figure.text, [$0]) }
        }
        return answers.wasStopped ? [] : first.compactMap { rare($0, $1, place) }
      case .verdict(let figure, _, _, _, _, let trials, _):
        guard answers.wasStopped == false, trials < Metrics.Estimate.fewestGiven, isGiven(figure)
        else {
          return []
        }
        return [.rareCondition(figure.text, holds: trials, of: answers.trials, place)]
      default: return []
      }
    }
  }

  private func isGiven(_ figure: Figure) -> Bool {
    evaluation?.model.graph.isGiven(figure.expression) ?? false
  }

  private func rare(_ figures: [FigureAnswer], _ place: SourceSpan?) -> [Diagnostic] {
    figures.compactMap { rare($0.figure.text, $0.estimates, place) }
  }

  /// That the condition of a figure holds too rarely, in every month where it is a series.
  private func rare(_ text: String, _ estimates: [Metrics.Estimate], _ place: SourceSpan?)
    -> Diagnostic?
  {
    guard estimates.allSatisfy(\.isRefused), let most = estimates.max(by: { $0.trials < $1.trials })
    else { return nil }
    return .rareCondition(text, holds: most.trials, of: most.of, place)
  }

  private func undriven(_ answer: DriversAnswer, _ place: SourceSpan?) -> Diagnostic? {
    let text = answer.figure.text
    switch answer.outcome {
    case .found, .stopped: return nil
    case .certain: return .nothingDrives(text, isChoice: !answer.scenarios.isEmpty, place)
    case .undefined(let points, let all):
      return .drivesUndefined(text, share: Double(points) / Double(max(1, all)), place)
    }
  }
}

extension Diagnostic {
  static func nothingDrives(_ text: String, isChoice: Bool, _ place: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .drivesCertain,
      isChoice
        ? "nothing drives the choice: `\(text)` differs between these scenarios by the same in every trial"
        : "nothing drives `\(text)`: it is the same in every trial", at: place,
      notes: ["nothing that it is made of is uncertain, or what is uncertain doesn't reach it"],
      help: ["give an input of it an interval, as in `churn 2% to 4%/month`"])
  }

  static func rareCondition(_ text: String, holds: Int, of all: Int, _ place: SourceSpan?)
    -> Diagnostic
  {
    func told(_ count: Int) -> String {
      String(NumberText.grouped(Double(count)).map { $0 == "_" ? "," : $0 })
    }
    guard holds > 0 else {
      return Diagnostic(
        .conditionNever, "the condition of `\(text)` holds in none of \(told(all)) trials",
        at: place, label: "given what never holds",
        help: [
          "ask for the condition by itself, without its figure, and for what it is made of",
          "if it is only rare, run more trials, as in `trials \(NumberText.magnitude(100 * Double(all), digits: 3))`",
        ])
    }
    // Enough for twice as many as needed.
    var needed = 1.0
    let least = 2 * Double(Metrics.Estimate.fewestGiven) * Double(all) / Double(holds)
    while needed < least { needed *= 10 }
    if needed / 5 >= least { needed /= 5 } else if needed / 2 >= least { needed /= 2 }
    let trials = NumberText.magnitude(needed, digits: 3)
    return Diagnostic(
      .conditionRare,
      "the condition of `\(text)` holds in \(told(holds)) of \(told(all)) trials, too few for an interval",
      at: place, label: "\(told(holds)) trials, at least \(Metrics.Estimate.fewestGiven) wanted",
      help: ["run more, as in `trials \(trials)`, or ask for a condition that holds more often"])
  }

  static func drivesUndefined(_ text: String, share: Double, _ place: SourceSpan?) -> Diagnostic {
    let told = NumberText.text(share, .none, Presentation(.share), digits: 3)
    return Diagnostic(
      .drivesUndefined,
      "`\(text)` has no value on \(share > 0 && told == "0%" ? "some" : told) of the points, so its variance can't be divided",
      at: place,
      help: [
        "give it a value everywhere: `if x > 0 then 1 / x else 0`, or, of a failure's month, ask for what is always defined, as in `drives Resso.failed at end`"
      ])
  }
}
