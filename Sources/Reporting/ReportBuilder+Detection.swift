import Metrics
import Notation
import Portfolio
import Quantities

extension ReportBuilder {
  /// What each method says of an observed series.
  func detection(
    _ asked: DetectionQuestion, _ points: [Observation.Point], _ findings: [Detection],
    _ criteria: CriteriaFinding?
  ) -> [Block] {
    var rows: [[Table.Cell]] = []
    if let criteria { rows.append(criteriaRow(criteria, points)) }
    for finding in findings {
      rows.append([
        Table.Cell(name(finding.method, asked)), Table.Cell(when(finding.verdict, points)),
        Table.Cell(onset(finding.verdict, points)), Table.Cell(statistic(finding)),
        Table.Cell(falseAlarm(finding)),
      ])
    }
    let heads = ["method", "signals in", "began", "what it found", "false alarms"].map {
      Table.Column($0, isNumeric: false)
    }
    let product = model[asked.product]
    let span =
      points.isEmpty ? "" : ", \(points[0].month.text) to \(points[points.count - 1].month.text)"
    return [
      .table(
        Table(
          columns: heads, rows: rows,
          notes: ["\(product.title): \(points.count) observations\(span)."]))
    ]
  }

  private func criteriaRow(_ criteria: CriteriaFinding, _ points: [Observation.Point]) -> [Table
    .Cell]
  {
    switch criteria {
    case .met(let index, let text):
      [
        Table.Cell("its own criteria"), Table.Cell(points[index].month.text), Table.Cell("–"),
        Table.Cell(text),
        Table.Cell("–"),
      ]
    case .notMet(let text):
      [
        Table.Cell("its own criteria"), Table.Cell("not met"), Table.Cell("–"), Table.Cell(text),
        Table.Cell("–"),
      ]
    case .notMeasured(let text):
      [
        Table.Cell("its own criteria"), Table.Cell("can't be judged"), Table.Cell("–"),
        Table.Cell("\(text): speaks of what wasn't measured"), Table.Cell("–"),
      ]
    }
  }

  private func name(_ method: DetectionMethod, _ asked: DetectionQuestion) -> String {
    switch method {
    case .threshold:
      "below \(NumberText.text(asked.below ?? 0, Dimension(.count(model[asked.product].unit)), digits: 4)) for \(observations(asked.periods))"
    case .goal: "goal"
    case .drawdown:
      "fall of \(NumberText.text(asked.drawdown, .none, Presentation(.share), digits: 3)) from the peak"
    case .slope: "slope (Theil–Sen, Mann–Kendall)"
    case .cusum: "CUSUM"
    case .pelt: "change of mean (PELT, BIC)"
    }
  }

  private func when(_ verdict: DetectionVerdict, _ points: [Observation.Point]) -> String {
    switch verdict {
    case .detected(let index, _, _): points.indices.contains(index) ? points[index].month.text : "–"
    case .notDetected: "no signal"
    case .tooFew(let have, let need): "too few points: \(have) of \(need)"
    case .notApplicable: "can't be used"
    }
  }

  private func onset(_ verdict: DetectionVerdict, _ points: [Observation.Point]) -> String {
    if case .detected(_, let onset, _) = verdict, points.indices.contains(onset) {
      return points[onset].month.text
    }
    return "–"
  }

  private func statistic(_ finding: Detection) -> String {
    func share(_ value: Double) -> String {
      NumberText.text(value, .none, Presentation(.share), digits: 3)
    }
    switch finding.verdict {
    case .detected(_, _, let statistic), .notDetected(let statistic):
      let number = NumberText.text(statistic, digits: 4)
      switch finding.method {
      case .drawdown:
        if case .detected = finding.verdict { return "a fall of \(share(statistic)) by then" }
        return "largest fall \(share(statistic))"
      case .goal: return "short of the goal by \(share(statistic))"
      case .slope:
        return
          "\(NumberText.text(statistic, .none, Presentation(.share), digits: 3, isSigned: true)) an observation"
      case .cusum: return "sum \(number) of 5 needed"
      case .threshold: return "\(observations(Int(statistic))) running"
      case .pelt where statistic < 0:
        return "mean falls by \(NumberText.text(-statistic, digits: 3)) deviations"
      case .pelt: return statistic == 0 ? "one mean throughout" : "means only rise"
      }
    case .tooFew: return "–"
    case .notApplicable(let obstacle): return Self.text(obstacle)
    }
  }

  private func observations(_ count: Int) -> String {
    count == 1 ? "1 observation" : "\(count) observations"
  }

  private static func text(_ obstacle: DetectionObstacle) -> String {
    switch obstacle {
    case .notFinite(let index): "observation \(index + 1) is no number"
    case .notPositive(let index):
      "observation \(index + 1) is not above 0, and logarithms need that"
    case .negative(let index): "observation \(index + 1) is negative"
    case .noVariation: "the observations don't vary"
    case .parameter(let name, let value):
      "\(name.rawValue) can't be \(NumberText.decimal(abs(value), digits: 4))"
    }
  }

  private func falseAlarm(_ finding: Detection) -> String {
    switch finding.falseAlarm {
    case .rate(let rate, _):
      return
        "\(NumberText.text(rate, .none, Presentation(.share), digits: 2)) of series that don't decline"
    case .runLength(let length, let assumptions):
      let known = assumptions.contains(.baselineKnown) ? ", more if the baseline is estimated" : ""
      return "one in \(NumberText.decimal(length.rounded(), digits: 4)) observations\(known)"
    case nil: return "no stated rate"
    }
  }
}
