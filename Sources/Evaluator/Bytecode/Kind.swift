import Quantities

/// What a register holds, known before the bytecode runs: units are checked once, when a function is compiled for the kinds of
/// its arguments, not while it runs.
enum Kind: Hashable {
  /// The value of a call that never returns, until its function is known better.
  case never
  /// A certain quantity in base units, with a dimension and a presentation of ``UnitTable``.
  case number(Int)
  /// A certain condition, 1 or 0.
  case truth
  /// A list of quantities of one unit.
  case numbers(Int)
  /// A list of conditions.
  case truths
  /// A list without elements, of whatever they would be.
  case emptyList

  var isList: Bool {
    switch self {
    case .numbers, .truths, .emptyList: true
    default: false
    }
  }

  /// The kind of a list's elements.
  var element: Kind {
    switch self {
    case .numbers(let unit): .number(unit)
    case .truths: .truth
    default: .never
    }
  }

  /// The kind of a list of such elements; nil for lists of lists.
  var listOf: Kind? {
    switch self {
    case .number(let unit): .numbers(unit)
    case .truth: .truths
    case .never: .emptyList
    default: nil
    }
  }

  /// The kind of a value that is of one kind or the other; nil where there is none for both.
  func joined(_ other: Kind) -> Kind? {
    if self == other || other == .never { return self }
    if self == .never { return other }
    if self == .emptyList, other.isList { return other }
    if other == .emptyList, isList { return self }
    return nil
  }
}

/// The units of quantities, by number; 0 is that of plain numbers.
struct UnitTable {
  /// A quantity apart from its value.
  struct Unit: Hashable {
    var dimension: Dimension
    var presentation: Presentation
  }

  static let plain = Kind.number(0)

  private var units = [Unit(dimension: .none, presentation: Presentation())]
  /// The others by their number; a script without units needs no table.
  private var numbers: [Unit: Int] = [:]

  subscript(number: Int) -> Unit { units[number] }

  /// The kind of quantities with the unit of `quantity`.
  mutating func kind(_ quantity: Quantity) -> Kind {
    if quantity.dimension.isNone, quantity.presentation == units[0].presentation {
      return Self.plain
    }
    let unit = Unit(dimension: quantity.dimension, presentation: quantity.presentation)
    if let known = numbers[unit] { return .number(known) }
    units.append(unit)
    numbers[unit] = units.count - 1
    return .number(units.count - 1)
  }
}

extension Dimension {
  fileprivate var isNone: Bool { powers.isEmpty }
}
