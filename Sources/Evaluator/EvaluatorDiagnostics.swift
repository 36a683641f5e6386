import Notation
import Portfolio
import Quantities
import SourceText

/// The messages about names, kinds and limits.
extension Diagnostic {
  static func limit(
    _ code: DiagnosticCode, _ what: String, _ limit: Int, _ option: String, _ span: SourceSpan
  )
    -> Diagnostic
  {
    Diagnostic(
      code, "the script needs more than \(NumberText.grouped(Double(limit))) \(what)", at: span,
      notes: [
        "a limit keeps a script from running for ever; recursion that never ends and loops over huge lists reach it"
      ],
      help: [
        "if the script is right, raise it: `--limit \(option)=\(NumberText.grouped(Double(limit) * 10))`, or `Limits.\(option)` in a host"
      ])
  }

  static func stopped(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .interrupted, "stopped before the script's end", at: span,
      help: ["nothing was changed; run it again to go on"])
  }

  static func misplaced(_ message: String, _ span: SourceSpan, help: String) -> Diagnostic {
    Diagnostic(.misplaced, message, at: span, help: [help])
  }

  static func nameOfUnit(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nameOfUnit,
      "`\(name)` names a unit or a thing of the language, so it can't name anything else", at: span,
      corrections: [Correction("write `\(name)_`", replacing: span, with: name + "_")])
  }

  static func duplicate(_ what: String, _ name: String, _ span: SourceSpan, first: SourceSpan?)
    -> Diagnostic
  {
    Diagnostic(
      .duplicateName, "\(what) `\(name)` is given twice", at: span, label: "given again",
      secondary: first.map { [Label($0, "first given here")] } ?? [],
      help: [
        ["the statement", "the overlap", "the failure of", "the correlation of"].contains(what)
          ? "keep one of the two" : "give one of the two another name, or leave it out"
      ])
  }

  static func builtInName(_ what: String, _ name: String, _ why: String, _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .duplicateName, "\(what) `\(name)` exists already", at: span, notes: [why],
      help: ["leave it out, or give yours another name"])
  }

  static func duplicateClause(
    _ name: String, _ span: SourceSpan, first: SourceSpan, mayChange: Bool = false
  ) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "`\(name)` is stated twice", at: span, label: "stated again",
      secondary: first == span ? [] : [Label(first, "first stated here")],
      help: [
        mayChange
          ? "keep one; a value that changes over time is one clause: `\(name) … until month 6 then …`"
          : "keep one of the two"
      ])
  }

  static func duplicateAction(_ scenario: String, _ span: SourceSpan, first: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .duplicateAction, "the same action stands twice in `\(scenario)`", at: span,
      label: "again on the same products",
      secondary: [Label(first, "first done here")],
      notes: ["an action is known by its products, so a scenario states each once"],
      help: [
        "keep one, or put the other into a scenario of its own, where it replaces the inherited one"
      ])
  }

  static func unknown(
    _ kind: String, _ name: String, _ span: SourceSpan, among: [String],
    code: DiagnosticCode = .unknownName
  ) -> Diagnostic {
    let near = Spelling.suggestions(for: name, among: among)
    let listed =
      among.isEmpty
      ? []
      : Set(among).count <= 40 ? ["there are: \(Set(among).sorted().joined(separator: ", "))"] : []
    let help: [String]
    switch kind {
    case _ where !near.isEmpty: help = []
    case "product" where among.isEmpty: help = ["declare it: `product \(name) { users 1M }`"]
    case "name": help = ["give it a value first: `let \(name) = …`"]
    case "unit": help = ["declare a unit of your own: `unit \(name)`"]
    case "unit or scenario":
      help = ["`in` wants a scenario, as in `in baseline`, or a unit, as in `in (users/month)`"]
    default: help = listed
    }
    return Diagnostic(
      code, "there is no \(kind) called `\(name)`", at: span, help: help,
      corrections: near.map {
        // Columns are named by texts.
        let written = kind == "column" ? "\"\($0)\"" : $0
        return Correction(
          "did you mean `\(written)`?", replacing: span, with: written,
          $0.lowercased() == name.lowercased() && near.count == 1 ? .automatic : .choice)
      })
  }

  static func unknownClause(_ name: String, _ owner: String, _ span: SourceSpan, among: [String])
    -> Diagnostic
  {
    let near = Spelling.suggestions(for: name, among: among)
    return Diagnostic(
      .unknownClause, "\(owner) has no clause `\(name)`", at: span,
      help: near.isEmpty ? ["it may state: \(among.joined(separator: ", "))"] : [],
      corrections: near.map { Correction("did you mean `\($0)`?", replacing: span, with: $0) })
  }

  static func unknownMetric(
    _ name: String, of product: String, unit: String, _ span: SourceSpan, onlyUsers: Bool = false
  ) -> Diagnostic {
    var known =
      onlyUsers ? [] : Metric.allCases.filter { $0.isOfProduct && $0 != .users }.map(\.name)
    known.insert(unit, at: 0)
    let near = Spelling.suggestions(for: name, among: known)
    let message =
      onlyUsers
      ? "only `\(product).\(unit)` can be observed" : "`\(product)` has no metric `\(name)`"
    return Diagnostic(
      .unknownMember, message, at: span,
      notes: onlyUsers ? ["what was measured are the figures at the ends of months"] : [],
      help: near.isEmpty && !onlyUsers ? ["it has: \(known.joined(separator: ", "))"] : [],
      corrections: onlyUsers
        ? [Correction("write `\(unit)`", replacing: span, with: unit)]
        : near.map { Correction("did you mean `\($0)`?", replacing: span, with: $0) })
  }

  static func unitAlone(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unknownName, "`\(name)` is a unit; by itself it is no value", at: span,
      help: ["write an amount, as in `5 \(name)`, or whose they are: `Product.\(name)`"])
  }

  static func notCallable(_ name: String, _ value: Value, _ span: SourceSpan) -> Diagnostic {
    var corrections: [Correction] = []
    if case .quantity = value {
      let end = SourceSpan(source: span.source, start: span.end, end: span.end)
      corrections = [Correction("write `\(name) * (…)` to multiply", replacing: end, with: " * ")]
    }
    return Diagnostic(
      .notCallable, "`\(name)` is \(value.kindName), not a function", at: span,
      notes: ["parentheses right behind a name call it"], corrections: corrections)
  }

  static func argumentCount(
    _ name: String, _ parameters: [String], _ found: Int, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .argumentCount,
      "`\(name)` takes \(parameters.count) \(parameters.count == 1 ? "value" : "values"), \(found) given",
      at: span,
      help: ["write `\(name)(\(parameters.joined(separator: ", ")))`"])
  }

  static func wrongKind(_ wanted: String, _ place: String, _ found: Value, _ span: SourceSpan)
    -> Diagnostic
  {
    let help: String? =
      switch (wanted, found) {
      case ("a condition", _): "write a comparison, such as `x > 0`"
      case ("a list", .quantity) where place == "before `[`":
        "a month of a series is asked for with `at`, as in `… at month 3`; a list is written `[1, 2, 3]`"
      case ("a list", .quantity) where place != "here":
        "write a list, such as `[1, 2, 3]` or `range(1, 3)`"
      case ("a list", .quantity):
        "write a list, such as `[1, 2, 3]` or `range(1, 3)`; the months of a series are added up by `total(…)`"
      case (_, .product): "name a metric of it, such as `.users`"
      case (_, .function), (_, .builtin): "call it: write its arguments in parentheses"
      case (_, .text) where wanted.hasPrefix("a quantity"): "write a number, without quotes"
      default: nil
      }
    return Diagnostic(
      .wrongKind, "expected \(wanted) \(place), found \(found.kindName)", at: span,
      label: "this is \(found.kindName)", help: help.map { [$0] } ?? [])
  }

  static func operand(_ value: Value, _ span: SourceSpan, sign: String) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`\(sign)` can't work on \(value.kindName)", at: span,
      label: "this is \(value.kindName)",
      help: value.isProduct
        ? ["name a metric of it, such as `.users`"]
        : ["`+ - * / ^` work on quantities; `+` also joins two texts or two lists"])
  }

  static func incomparable(_ a: Value, _ b: Value, _ left: SourceSpan, _ right: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .wrongKind, "\(a.kindName) can't be compared with \(b.kindName)", at: right,
      label: "this is \(b.kindName)", secondary: [Label(left, "this is \(a.kindName)")],
      help: ["compare things of one kind: two quantities, two texts, two times"])
  }

  static func indexOutside(
    _ text: String, _ count: Int, _ span: SourceSpan, list: SourceSpan? = nil
  )
    -> Diagnostic
  {
    Diagnostic(
      .unknownIndex,
      "the list has \(count) \(count == 1 ? "element" : "elements"); there is none at \(text)",
      at: span, secondary: list.map { [Label($0, "the list")] } ?? [],
      help: ["elements are counted from 1"])
  }

  static func rowLength(
    _ columns: [String], _ found: Int, _ span: SourceSpan, _ heading: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .argumentCount,
      "this row has \(found) \(found == 1 ? "value" : "values"), the table has \(columns.count) columns",
      at: span,
      secondary: [Label(heading, "the columns")],
      help: ["give every row a value for each column, with commas between"])
  }

  static func emptyName(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .wrongKind, "a name can't be empty", at: span,
      help: ["write a text with at least one letter"])
  }

  static func importFailed(_ name: String, _ failure: ImportFailure, _ span: SourceSpan)
    -> Diagnostic
  {
    switch failure {
    case .refused(let why):
      Diagnostic(
        .importFailed, "`\(name)` may not be read", at: span, notes: [why],
        help: ["put its text into this script, or run it where files may be read"])
    case .unreadable(let why):
      Diagnostic(
        .fileUnreadable, "`\(name)` can't be read: \(why)", at: span,
        help: ["check the name: paths are relative to the file that names them"])
    }
  }

  static func importCircle(_ chain: [String], _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .importCircle, "this import leads back to a text that is being imported", at: span,
      notes: [chain.joined(separator: " imports ")], help: ["move what both need into a third file"]
    )
  }

  static func uncertainCondition(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .uncertainCondition,
      "this condition differs between trials, so the script can't branch on it", at: span,
      notes: ["the script runs once, before anything is simulated"],
      help: ["choose a value instead: `if … then … else …` may be uncertain"])
  }

  static func uncertainBranch(_ span: SourceSpan, _ yes: Value, _ no: Value) -> Diagnostic {
    Diagnostic(
      .uncertainCondition,
      "an uncertain `if` chooses between two quantities, not between \(yes.kindName) and \(no.kindName)",
      at: span, notes: ["which one it is differs between trials, and only quantities can"],
      help: ["give both branches a quantity, or decide on something certain"])
  }

  static func uncertain(_ message: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .uncertainWhereCertain, message, at: span,
      help: ["write a number; what is uncertain stands in a product's clause or a `let`"])
  }

  static func simulateMissing(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .simulateMissing, "nothing says how many months to simulate", at: span,
      help: ["add a line such as `simulate 24 months from 2023-07`"])
  }

  static func noClaims(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingClause, "there are no claims to tell", at: span,
      help: ["declare one: `claim Resso { before 1M users; after 10M users }`"])
  }

  static func detectSubject(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`detect` tells of a product's users, not of `\(text)`", at: span,
      help: ["write `detect Resso.users`"])
  }
}

extension Value {
  /// The names of a record's fields.
  var fieldNames: [String] { if case .record(let fields) = self { fields.map(\.name) } else { [] } }

  /// `true` iff the value is a product.
  var isProduct: Bool { if case .product = self { true } else { false } }
}
