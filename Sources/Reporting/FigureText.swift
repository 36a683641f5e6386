import Metrics
import Notation
import Portfolio
import Quantities

/// Tells figures: the number, its unit, its interval, and where asked its error.
struct FigureText {
  let model: Model
  let options: ReportOptions

  /// Significant digits that an estimate deserves: three, more where the interval is narrow, fewer where the error is large.
  static func digits(_ e: Estimate) -> Int {
    guard e.mean != 0, e.mean.isFinite else { return 3 }
    var digits = 3
    let spread = e.high - e.low
    if spread > 0 {
      var relative = spread / abs(e.mean)
      while relative < 0.1, digits < 6 {
        relative *= 10
        digits += 1
      }
    }
    // A digit whose unit is a tenth of the standard error says nothing.
    var unit = 1.0
    while unit > abs(e.mean), unit > 1e-300 { unit /= 10 }
    while unit <= abs(e.mean) / 10 { unit *= 10 }
    var known = 1
    while unit / 10 > e.meanError / 10, known < 6 {
      unit /= 10
      known += 1
    }
    return max(2, min(digits, known))
  }

  func number(_ value: Double, _ figure: Figure, digits: Int) -> String {
    if figure.presentation.kind == .monthNumber { return month(value) }
    return NumberText.text(
      value, figure.dimension, figure.presentation, digits: digits,
      isSigned: figure.presentation.isSigned)
  }

  /// A number without the unit behind it; a currency's sign and a per cent sign stay.
  func short(_ value: Double, _ figure: Figure, digits: Int) -> String {
    let text = number(value, figure, digits: digits)
    if figure.presentation.kind == .monthNumber || figure.dimension == .none { return text }
    guard let digit = text.firstIndex(where: \.isNumber) else { return text }
    let end = text[digit...].firstIndex { $0 == " " || $0 == "/" } ?? text.endIndex
    return String(text[..<end])
  }

  /// The mean; where the interval spans 0, to the resolution of the interval, so that noise around 0 is told as 0.
  func mean(_ e: Estimate, _ figure: Figure, digits: Int) -> String {
    guard e.low < 0, e.high > 0 else { return number(e.mean, figure, digits: digits) }
    let scale = max(-e.low, e.high)
    var resolution = 1.0
    while resolution * 100 > scale { resolution /= 10 }
    while resolution * 1000 <= scale { resolution *= 10 }
    return number((e.mean / resolution).rounded() * resolution, figure, digits: digits)
  }

  /// The interval: "4.98 to 9.95".
  func interval(_ e: Estimate, _ figure: Figure, digits: Int) -> String {
    "\(short(e.low, figure, digits: digits)) to \(short(e.high, figure, digits: digits))"
  }

  /// A month's number with its name in the calendar.
  func month(_ value: Double) -> String {
    guard value.isFinite else { return "never" }
    guard value == value.rounded() else { return "month \(NumberText.decimal(value, digits: 3))" }
    let number = Int(value)
    return model.start == nil ? "month \(number)" : "month \(number) (\(model.monthName(number)))"
  }

  /// The sentence for one estimate: "1.31B users (90%: 1.12B to 1.53B)".
  func sentence(_ e: Estimate, _ figure: Figure, isOneTrial: Bool = false) -> String {
    if e.isRefused { return tooFew(e) }
    guard e.trials > 0 else {
      // A certain figure without a value, such as the retention of a cohort too young.
      let isConstant = model.graph.constant(figure.expression) != nil
      return isConstant ? "undefined" : "undefined in every trial"
    }
    var text: String
    if figure.isCondition {
      text = truth(e)
    } else if e.isCertain {
      text = number(e.mean, figure, digits: 6)
    } else if figure.presentation.kind == .monthNumber {
      text = "\(month(e.median)) (90%: \(month(e.low)) to \(month(e.high)))"
    } else {
      let digits = Self.digits(e)
      text = mean(e, figure, digits: digits)
      if options.showsError {
        text += " ± " + number(e.meanError, figure, digits: 2).replacingPlus
      }
      let (low, high) = (
        short(e.low, figure, digits: digits), short(e.high, figure, digits: digits)
      )
      if low == high, !options.showsError {
        return number(e.median, figure, digits: digits) + " in nearly every trial" + definedShare(e)
      }
      text += " (90%: \(interval(e, figure, digits: digits))"
      if options.showsError {
        text +=
          ", ends ± \(number(e.lowError, figure, digits: 2).replacingPlus) and \(number(e.highError, figure, digits: 2).replacingPlus)"
      }
      text += ")"
    }
    return text + definedShare(e)
  }

  /// In how many of the trials a figure is defined, where that isn't in all.
  private func definedShare(_ e: Estimate) -> String {
    e.trials < e.of ? ", in \(count(e.trials)) of \(count(e.of)) trials" : ""
  }

  /// What is told of an estimate that is given a condition which holds too rarely.
  func tooFew(_ e: Estimate) -> String {
    e.trials == 0
      ? "the condition holds in none of \(count(e.of)) trials"
      : "the condition holds in \(count(e.trials)) of \(count(e.of)) trials, too few to tell"
  }

  private func truth(_ e: Estimate) -> String {
    if e.isCertain { return e.mean != 0 ? "true" : "false" }
    return "holds in \(percent(e.mean, error: e.meanError)) of trials"
  }

  /// A probability in per cent, in as many digits as its error allows.
  func percent(_ share: Double, error: Double) -> String {
    let text = NumberText.text(share, .none, Presentation(.share), digits: error > 0.002 ? 2 : 3)
    // Nearly all is not all, and hardly any is not none.
    if share < 1, text == "100%" { return ">99.9%" }
    return share > 0 && share < 0.001 ? "<0.1%" : text
  }

  func count(_ trials: Int) -> String { Self.grouped(trials) }

  /// 10,000: in prose digits are grouped by commas.
  static func grouped(_ value: Int) -> String {
    NumberText.grouped(Double(value)).map { $0 == "_" ? "," : String($0) }.joined()
  }

  // MARK: Figures over time

  /// "1B users at month 0, 1.61B users at month 24 (90%: …) ▁▂▄█".
  func course(_ answer: FigureAnswer) -> String {
    let defined = answer.estimates.indices.filter {
      answer.estimates[$0].trials > 0 && !answer.estimates[$0].isRefused
    }
    guard let first = defined.first, let last = defined.last else {
      if let most = answer.estimates.filter(\.isRefused).max(by: { $0.trials < $1.trials }) {
        return most.trials == 0
          ? tooFew(most) : "in every month " + tooFew(most).replacingMost
      }
      return "undefined in every month"
    }
    func told(_ i: Int) -> String {
      "\(sentence(answer.estimates[i], answer.figure)) at \(i == 0 ? "month 0" : month(Double(i)))"
    }
    let spark = Self.spark(answer.estimates.map(\.mean))
    return (first == last ? told(first) : told(first) + ", " + told(last)) + "  " + spark
  }

  /// The course of a series in bars, at most 24 of them.
  static func spark(_ values: [Double]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "" }
    let width = min(24, values.count)
    return (0..<width).map { i in
      let value = values[width == 1 ? 0 : i * (values.count - 1) / (width - 1)]
      guard value.isFinite else { return " " }
      let level = high > low ? (value - low) / (high - low) : 0
      return String(bars[min(7, Int(level * 8))])
    }.joined()
  }

  func answer(_ answer: FigureAnswer) -> String {
    var text = answer.isSeries ? course(answer) : sentence(answer.estimates[0], answer.figure)
    if let reason = undefinedReason(answer) { text += reason }
    if answer.isPlainSum { text += "; a plain sum: who uses two products counts twice" }
    if let least = answer.atLeast?.last, let most = answer.estimates.last, least.mean < most.mean {
      text +=
        "; fewer if undeclared pairs of products share users: at least \(number(least.mean, answer.figure, digits: 3))"
    }
    return text
  }
}

extension FigureText {
  /// Why a figure has no value in some trials or in none; nil where it has one in all, or where nothing is known. Of a series
  /// month 0 doesn't count: nothing flows before month 1.
  func undefinedReason(_ answer: FigureAnswer) -> String? {
    let told = answer.isSeries ? answer.estimates.dropFirst() : answer.estimates[...]
    guard told.contains(where: { $0.trials < $0.of }),
      let reason = model.graph.undefinedWhere(answer.figure.expression)
    else { return nil }
    return (told.allSatisfy { $0.trials == 0 } ? ": " : "; undefined where ") + reason
  }
}

extension String {
  /// The sentence about the month with the most trials, as one about all months.
  fileprivate var replacingMost: String {
    hasPrefix("the condition holds in ")
      ? "the condition holds in at most " + dropFirst("the condition holds in ".count) : self
  }

  /// The text without a leading plus.
  var replacingPlus: String { hasPrefix("+") ? String(dropFirst()) : self }
}
