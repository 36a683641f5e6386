/// What kind of mistake an entry is: one of those below, the code of a message, or a word that a lesson declares.
package struct MistakeKind: Hashable, Sendable, CustomStringConvertible {
  /// The word in lesson files and reports.
  package let name: String

  /// The kind called `name`.
  package init(_ name: String) { self.name = name }

  /// The word.
  package var description: String { name }

  /// Hints for whatever kind has none of its own.
  package static let any = MistakeKind("any")
  /// The text can't be read.
  package static let syntax = MistakeKind("syntax")
  /// A name that nothing has.
  package static let name = MistakeKind("name")
  /// The text was refused for another reason.
  package static let refused = MistakeKind("refused")
  /// Another unit than asked.
  package static let unit = MistakeKind("unit")
  /// "Per month" is missing, or too much; or a yearly figure stands for a monthly one.
  package static let perMonth = MistakeKind("per-month")
  /// Percent, percentage points and plain numbers mixed up: out by a hundred.
  package static let percent = MistakeKind("percent")
  /// Out by a power of ten: a suffix is missing or wrong.
  package static let factor = MistakeKind("factor")
  /// The right amount with the wrong sign.
  package static let sign = MistakeKind("sign")
  /// The ends of an interval are others.
  package static let interval = MistakeKind("interval")
  /// A single number where an interval is wanted.
  package static let certain = MistakeKind("certain")
  /// An interval where a single number is wanted.
  package static let uncertain = MistakeKind("uncertain")
  /// A series where one figure is wanted, or the other way round.
  package static let series = MistakeKind("series")
  /// The figure of another month.
  package static let time = MistakeKind("time")
  /// The figure of another product, or an action on other products.
  package static let product = MistakeKind("product")
  /// The figure of another scenario, or a declaration in another one.
  package static let scenario = MistakeKind("scenario")
  /// Any other wrong value.
  package static let value = MistakeKind("value")
  /// A declaration is missing.
  package static let missing = MistakeKind("missing")
  /// A declaration is there that should not be.
  package static let extra = MistakeKind("extra")
  /// A clause is missing, or another one.
  package static let clause = MistakeKind("clause")
  /// The figures are right, but the model isn't built as the task says.
  package static let structure = MistakeKind("structure")
  /// A question where a declaration is wanted.
  package static let asked = MistakeKind("asked")
  /// A declaration where a question is wanted.
  package static let unasked = MistakeKind("unasked")
  /// Another question than the one wanted.
  package static let question = MistakeKind("question")
  /// An expectation has the other verdict.
  package static let verdict = MistakeKind("verdict")

  /// The kinds that are found without a condition, in the order of the documentation.
  package static let found: [MistakeKind] = [
    .syntax, .name, .refused, .unit, .perMonth, .percent, .factor, .sign, .interval, .certain,
    .uncertain, .series, .time, .product, .scenario, .value, .missing, .extra, .clause, .structure,
    .asked, .unasked, .question, .verdict,
  ]

  /// `true` iff it is the code of a message, such as `R302`.
  package var isCode: Bool {
    name.first == "R" && name.count == 4 && name.dropFirst().allSatisfy(\.isNumber)
  }

  /// The kind of an entry that was refused with a message of that code.
  static func ofRefusal(_ code: String) -> MistakeKind {
    switch code {
    case "R301", "R304", "R305": .unit
    case "R302": .perMonth
    case "R303", "R317": .percent
    case "R306", "R307", "R308", "R309": .interval
    case "R310": .uncertain
    case "R112", "R113", "R401": .clause
    case "R201", "R203", "R407", "R416", "R417", "R410": .name
    case "R408": .time
    default: code.hasPrefix("R1") ? .syntax : .refused
    }
  }
}
