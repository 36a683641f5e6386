import Metrics
import Notation
import Portfolio
import Quantities

/// Plans and their choices in words.
struct AdviceText {
  let model: Model
  let question: AdviceQuestion

  /// The figure and its scenario: `advise portfolio.value at end in Wide`.
  var label: String {
    let scenario =
      question.scenario == model.defaultScenario ? "" : " in \(model[question.scenario].name)"
    return "advise \(question.figure.text)\(question.isAtEnd ? " at end" : "")\(scenario)"
  }

  /// What is made large: `mean`, `percentile 5%`, `mean of the worst 5%`.
  var statistic: String {
    switch question.statistic {
    case .mean: "mean"
    case .percentile(let p): "percentile \(percent(p))"
    case .tail(let p): "mean of the worst \(percent(p))"
    }
  }

  func percent(_ share: Double, digits: Int = 4) -> String {
    NumberText.text(share, .none, Presentation(.share), digits: digits)
  }

  /// The names of all choices, one for each of ``cells(_:)``.
  var choices: [String] {
    question.splits.flatMap { split in
      split.targets.map { "\(model[split.source].name) -> \(model[$0.product].name)" }
    } + question.options.map(\.name) + question.closings.map { "close \(model[$0.product].name)" }
  }

  /// What a plan chooses, in the order of ``choices``.
  func cells(_ plan: AdvisedPlan) -> [(text: String, value: Double?)] {
    plan.shares.joined().map { (percent($0), $0) }
      + plan.isDone.map { ($0 ? "do" : "don't", $0 ? 1 : 0) }
      + zip(question.closings, plan.months).map { closing, month in
        (closing.months[month].text, nil)
      }
  }

  /// What a plan chooses, in one line.
  func summary(_ plan: AdvisedPlan) -> String {
    var parts: [String] = []
    for (split, shares) in zip(question.splits, plan.shares) {
      let targets = zip(split.targets, shares).map {
        "\(percent($1)) to \(model[$0.product].name)"
      }
      let rest = split.whole - shares.reduce(0, +)
      let left = rest > 5e-5 ? ["\(percent(rest)) nowhere"] : []
      parts.append("\(model[split.source].name): \((targets + left).joined(separator: ", "))")
    }
    for (option, isDone) in zip(question.options, plan.isDone) {
      parts.append(isDone ? "do \(option.name)" : "don't do \(option.name)")
    }
    for (closing, month) in zip(question.closings, plan.months) {
      parts.append("close \(model[closing.product].name) \(closing.months[month].text)")
    }
    return parts.joined(separator: "; ")
  }

  /// The plan as a scenario to paste.
  func script(_ plan: AdvisedPlan) -> [String] {
    let (shares, dropped) = (question.shares(of: plan), question.dropped(by: plan))
    let months = question.months(of: plan)
    var lines: [String] = []
    for statement in question.statements {
      if let identity = statement.identity {
        if dropped.contains(identity) { continue }
        if case .close(let product) = identity, let month = months[identity] {
          lines.append("close \(reference(model[product].name)) \(month.text)")
          continue
        }
      }
      var text = statement.head
      if let clauses = statement.clauses {
        var all = clauses
        if let share = statement.identity.flatMap({ shares[$0] }) {
          all.append("share \(written(share))")
        } else if let share = statement.share {
          all.append(share)
        }
        text += " { \(all.joined(separator: "; ")) }"
      }
      lines.append(
        statement.isSelfContained ? text : "# as declared in a loop or a function: \(text)")
    }
    return ["scenario \(name) {"] + lines.map { "  \($0)" } + ["}"]
  }

  /// A share in all its digits.
  private func written(_ share: Double) -> String {
    "\(NumberText.decimal(share * 100, digits: 12))%"
  }

  /// A scenario's name that is free.
  private var name: String {
    let taken = Set(model.scenarios.map(\.name) + model.products.map(\.name))
    if !taken.contains("Advised") { return "Advised" }
    return (2...(taken.count + 2)).map { "Advised\($0)" }.first { !taken.contains($0) } ?? "Advised"
  }

  /// A product's name as a script writes it.
  private func reference(_ name: String) -> String {
    let isWord =
      name.first?.isNumber == false && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isWord ? name : "(\"\(name)\")"
  }
}
