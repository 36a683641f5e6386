import Notation
import Portfolio
import Quantities
import SourceText

/// The messages about declarations, actions and measured data.
extension Diagnostic {
  static func missingClause(
    _ clause: String, _ owner: String, _ example: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .missingClause, "`\(owner)` doesn't state `\(clause)`", at: span,
      help: ["add a clause such as `\(example)`"])
  }

  static func negative(_ what: String, _ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .negativeUsers, "\(what) can't be negative, and `\(text)` is", at: span,
      notes: what == "users" || what == "acquisition"
        ? ["those who leave are told by `churn`"] : [],
      help: ["write 0 or more"],
      corrections: text.hasPrefix("-")
        ? [
          Correction(
            "write `\(text.dropFirst())`", replacing: span, with: String(text.dropFirst()))
        ] : [])
  }

  static func overlapWithItself(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .redirectToItself, "`\(name)` overlaps with itself entirely", at: span,
      help: ["name another product"])
  }

  static func overlapOfOther(_ name: String, _ a: String, _ b: String, _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .wrongKind, "`\(name)` is neither `\(a)` nor `\(b)`", at: span,
      notes: ["after `of` stands the one of the two whose users the share is of"],
      corrections: [
        Correction("write `\(a)`", replacing: span, with: a),
        Correction("or `\(b)`", replacing: span, with: b),
      ])
  }

  static func moneyOf(
    _ verb: String, _ product: String, _ metric: String, wanted: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unknownMember,
      "money can't be moved \(verb) `\(product).\(metric)`, only \(verb) `\(product).\(wanted)`",
      at: span,
      notes: ["a reallocation spends what a product cost on winning users for another"],
      corrections: [Correction("write `\(wanted)`", replacing: span, with: wanted)])
  }

  static func redirectToItself(_ name: String, _ span: SourceSpan, from first: SourceSpan? = nil)
    -> Diagnostic
  {
    Diagnostic(
      .redirectToItself, "`\(name)` can't be its own target", at: span,
      label: first == nil ? "" : "and to it again",
      secondary: first.map { [Label($0, "from it")] } ?? [],
      notes: ["what stays where it is isn't moved"],
      help: ["name the product that the users, the feature or the money go to"])
  }

  static func redirectUnits(
    _ source: Product, _ target: Product, _ span: SourceSpan, declared: [SourceSpan]
  ) -> Diagnostic {
    Diagnostic(
      .unitMismatch,
      "\(source.name) counts \(source.unit) and \(target.name) counts \(target.unit)", at: span,
      secondary: zip(declared, [source.unit, target.unit]).map { Label($0, "counts \($1)") },
      notes: ["what moves from one to the other must be counted alike in both"],
      help: [
        "state the `\(source.unit)` of \(target.name), or redirect to a product that counts them"
      ])
  }

  static func redirectCircle(
    _ names: [String], _ month: String, _ span: SourceSpan, first: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .redirectCircle, "these redirections lead in a circle: \(names.joined(separator: " -> "))",
      at: span,
      secondary: [Label(first, "the circle begins here")],
      notes: ["all of them work in \(month)"],
      help: ["end one with `until` before the other begins, or leave one out"])
  }

  static func shareMissing(
    _ source: String, _ count: Int, _ span: SourceSpan, others: [SourceSpan]
  ) -> Diagnostic {
    Diagnostic(
      .shareMissing,
      "\(source) is redirected \(count) ways, and this one doesn't say to which share of its users",
      at: span, secondary: others.map { Label($0, "nor does this one") },
      notes: ["without shares every user would be sent every way at once"],
      help: [
        "add a clause such as `share \(100 / max(1, count))%` to each; the shares sum to 100% at most"
      ])
  }

  static func sharesAboveWhole(
    _ what: String, _ total: Double, _ span: SourceSpan, others: [SourceSpan]
  ) -> Diagnostic {
    Diagnostic(
      .sharesAboveWhole,
      "the shares of the \(what) sum to \(NumberText.decimal(total * 100, digits: 6))%, more than all of it",
      at: span, secondary: others.map { Label($0, "and this") },
      notes: ["each is taken of the whole, not of what the others leave"],
      help: ["lower one by \(NumberText.decimal((total - 1) * 100, digits: 6)) points"])
  }

  static func unknownFeature(
    _ feature: String, _ product: String, _ features: [String], _ span: SourceSpan,
    declared: SourceSpan
  )
    -> Diagnostic
  {
    let near = Spelling.suggestions(for: feature, among: features)
    return Diagnostic(
      .unknownFeature, "\(product) has no feature `\(feature)`", at: span,
      secondary: [
        Label(
          declared,
          features.isEmpty ? "it states no features" : "it has \(features.joined(separator: ", "))")
      ],
      help: near.isEmpty
        ? ["state it in the product: `features \((features + [feature]).joined(separator: ", "))`"]
        : [],
      corrections: near.map { Correction("did you mean `\($0)`?", replacing: span, with: $0) })
  }

  static func failureNotDeclared(_ product: String, _ span: SourceSpan, declared: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .failureNotDeclared, "nothing says when \(product) has failed", at: span,
      secondary: [Label(declared, "the product")],
      notes: ["a failure is agreed beforehand: by criteria, or by a date"],
      help: [
        "declare it: `failure \(product) { when users < 2M for 3 months }`, or `{ at 2024-01 }`"
      ])
  }

  static func outsideHorizon(
    _ text: String, _ number: Int, first: Int, _ model: Model, _ span: SourceSpan,
    simulate: SourceSpan?
  )
    -> Diagnostic
  {
    let last = model.monthName(model.months)
    let zero = model.start == nil ? "month 0" : "\(model.monthName(0)) (month 0)"
    let from = first == 0 ? zero : model.monthName(1)
    return Diagnostic(
      .timeOutsideHorizon,
      "`\(text)` is outside the simulation, which runs from \(from) to \(last)", at: span,
      secondary: simulate.map { [Label($0, "the simulation")] } ?? [],
      help: number > model.months
        ? [
          "simulate longer: `simulate \(number) months\(model.start.map { " from \($0.text)" } ?? "")`, or name an earlier month"
        ]
        : ["name a later month, such as `\(model.monthName(1))`"])
  }

  static func horizon(_ text: String, _ months: Double, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .horizon,
      "`\(text)` is no horizon: a simulation takes a whole number of months from 1 to 12_000",
      at: span,
      help: ["write, say, `simulate 24 months`"])
  }

  static func noCalendar(_ text: String, _ span: SourceSpan, simulate: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .noCalendar, "`\(text)` is a calendar month, and the simulation has no calendar", at: span,
      secondary: simulate.map { [Label($0, "it names no first month")] } ?? [],
      help: ["say which month is month 1: `simulate 24 months from 2023-07`"])
  }

  static func scenarioCircle(_ name: String, _ chain: [String], _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .scenarioCircle, "`\(name)` extends itself: \(chain.joined(separator: " extends "))",
      at: span,
      help: ["let it extend `plan` or `baseline`"])
  }

  static func reallocationStart(_ source: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .reallocationStart, "nothing says when the money of \(source) is set free", at: span,
      notes: [
        "a reallocation begins with the closing of its source, and \(source) isn't closed here"
      ],
      help: ["add `from 2024-01`, or `close \(source) 4 months after failure`"])
  }

  static func targetClosed(_ target: String, _ month: String, _ span: SourceSpan, first: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .targetClosed, "\(target) is closed before this redirection begins", at: span,
      secondary: [Label(first, "closed from \(month)")],
      notes: ["nobody can be sent to what is closed"],
      help: ["redirect to a product that stays open"])
  }

  static func overlapAssumedNone(_ source: String, _ target: String, _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .overlapAssumedNone,
      "nothing says how many users of \(source) use \(target) already; none are assumed to",
      severity: .warning,
      at: span,
      notes: [
        "measured overlaps lie well above what independence would give, so this overstates what is net new"
      ],
      help: ["add `overlap \(source), \(target) 40% to 60% of \(source)`"])
  }

  static func overlapInconsistent(
    _ a: String, _ b: String, _ left: Double, _ right: Double, unit: String, _ span: SourceSpan,
    first: SourceSpan
  ) -> Diagnostic {
    func count(_ value: Double) -> String {
      NumberText.text(value, Dimension(.count(unit)), digits: 3)
    }
    return Diagnostic(
      .overlapInconsistent,
      "the two overlaps of \(a) and \(b) tell of different people: \(count(left)) and \(count(right))",
      severity: .warning, at: span, secondary: [Label(first, "the other side")],
      notes: [
        "those on both are the same people from either side; the difference is more than rounding to whole per cent"
      ], help: ["measure both again, or leave one out: one side tells the other"])
  }

  static func overlapTooLarge(
    _ a: String, _ b: String, share: Double, _ both: Double, most: Double, unit: String,
    _ span: SourceSpan
  ) -> Diagnostic {
    func count(_ value: Double) -> String {
      NumberText.text(value, Dimension(.count(unit)), digits: 3)
    }
    func percent(_ share: Double) -> String {
      NumberText.text(share, .none, Presentation(.share), digits: 3)
    }
    return Diagnostic(
      .overlapTooLarge,
      "\(percent(share)) of \(a) are \(count(both)), but \(b) has only \(count(most))",
      severity: .warning, at: span,
      notes: ["whoever uses both is one of the users of either"],
      help: [
        "if it is a share of \(b), write `of \(b)`; of \(a) it is \(percent(most * share / both)) at most"
      ])
  }

  // MARK: Measured data

  static func noObservations(_ product: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noObservations, "nothing was measured of \(product)", at: span,
      help: ["add `observe \(product).users { 2023-07: 1.0B, 2023-08: 1.02B }`"])
  }

  static func noRows(_ file: String, _ product: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noObservations, "no row of `\(file)` tells of \(product)", at: span,
      notes: ["every `where` must hold in a row for it to be used"],
      help: ["look at the file's values: they are compared as they are written there"])
  }

  static func observationTwice(
    _ product: String, _ month: String, _ span: SourceSpan, first: SourceSpan?
  ) -> Diagnostic {
    Diagnostic(
      .observationTwice, "\(product) has two observations of \(month)", at: span,
      label: first == nil ? "" : "again",
      secondary: first.map { [Label($0, "first observed here")] } ?? [],
      help: ["keep one of the two"])
  }

  static func dataInvalid(_ message: String, _ span: SourceSpan, help: [String] = [])
    -> Diagnostic
  {
    Diagnostic(.dataInvalid, message, at: span, help: help)
  }

  static func dataRow(
    _ file: String, _ line: Int, _ why: String, _ span: SourceSpan, at place: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .dataRow, "line \(line) of `\(file)` can't be used: \(why)", at: span,
      label: "read from here", secondary: [Label(place, "this line")],
      help: ["mend or remove that line; `where` keeps only the rows that are wanted"])
  }

  static func fitFailed(_ why: String, _ span: SourceSpan, help: [String] = []) -> Diagnostic {
    Diagnostic(.fitFailed, "no model fits these values: \(why)", at: span, help: help)
  }
}
