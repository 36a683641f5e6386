/// What a quantity counts, without its scale: a product of powers of time, currencies and counts.
package struct Dimension: Hashable, Sendable {
  /// A thing that can be counted.
  package enum Base: Hashable, Sendable, Comparable {
    /// Users or another declared count, by the plural name.
    case count(String)
    /// A currency, by its ISO 4217 code.
    case currency(String)
    /// Time; its base unit is the month.
    case time

    /// Orders as they come one after another.
    package static func < (a: Base, b: Base) -> Bool { a.order < b.order }

    private var order: (Int, String) {
      switch self {
      case .currency(let code): (0, code)
      case .count(let name): (1, name)
      case .time: (2, "")
      }
    }
  }

  /// A base and its exponent, never 0.
  package struct Power: Hashable, Sendable {
    /// The base.
    package var base: Base
    /// The exponent.
    package var exponent: Int
  }

  /// The powers, in the order of their bases.
  package private(set) var powers: [Power]

  private init(powers: [Power]) { self.powers = powers }

  /// A pure number.
  package static var none: Dimension { Dimension(powers: []) }
  /// A duration.
  package static let time = Dimension(.time)
  /// A rate of pure numbers.
  package static let perMonth = Dimension(.time, exponent: -1)
  /// Users.
  package static let users = Dimension(.count("users"))

  /// The dimension of one `base`.
  package init(_ base: Base, exponent: Int = 1) {
    powers = exponent == 0 ? [] : [Power(base: base, exponent: exponent)]
  }

  /// The dimension of a product.
  package static func * (a: Dimension, b: Dimension) -> Dimension {
    if b.powers.isEmpty { return a }
    if a.powers.isEmpty { return b }
    var merged = a.powers
    for power in b.powers {
      if let i = merged.firstIndex(where: { $0.base == power.base }) {
        merged[i].exponent += power.exponent
      } else {
        merged.append(power)
      }
    }
    return Dimension(powers: merged.filter { $0.exponent != 0 }.sorted { $0.base < $1.base })
  }

  /// The dimension of a quotient.
  package static func / (a: Dimension, b: Dimension) -> Dimension {
    if b.powers.isEmpty { return a }
    if a.powers == b.powers { return .none }
    // Most quotients are by one unit that isn't in the dividend: by users, by the month.
    if let power = b.powers.first, b.powers.count == 1,
      !a.powers.contains(where: { $0.base == power.base })
    {
      var powers = a.powers
      let place = powers.firstIndex { power.base < $0.base } ?? powers.count
      powers.insert(Power(base: power.base, exponent: -power.exponent), at: place)
      return Dimension(powers: powers)
    }
    return a * b.raised(to: -1)
  }

  /// The dimension of a power.
  package func raised(to exponent: Int) -> Dimension {
    guard exponent != 0 else { return .none }
    return Dimension(
      powers: powers.map { Power(base: $0.base, exponent: $0.exponent * exponent) })
  }

  /// The exponent of `base`, 0 if it isn't there.
  package func exponent(of base: Base) -> Int {
    powers.first { $0.base == base }?.exponent ?? 0
  }

  /// `true` iff it is a pure number, or one told by some power of time.
  package var isPureOrTime: Bool { powers.allSatisfy { $0.base == .time } }

  /// The dimension without its power of time.
  package var withoutTime: Dimension {
    powers.isEmpty ? self : Dimension(powers: powers.filter { $0.base != .time })
  }

  /// The code of the currency, if there is just one and its exponent is 1.
  package var currency: String? {
    let found = powers.compactMap { power -> String? in
      if case .currency(let code) = power.base, power.exponent == 1 { return code }
      return nil
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The dimension in a person's words: "users per month", "a pure number".
  package var description: String {
    if powers.isEmpty { return "a pure number" }
    let above = powers.filter { $0.exponent > 0 }.map { $0.name(plural: true) }
    let below = powers.filter { $0.exponent < 0 }.map { $0.name(plural: false) }
    let head = above.isEmpty ? "a number" : above.joined(separator: "·")
    return ([head] + below).joined(separator: " per ")
  }
}

extension Dimension.Power {
  /// The power as it is written: `users`, `month`, `users^2`.
  package func name(plural: Bool) -> String {
    let word: String
    switch base {
    case .count(let name): word = plural ? name : Dimension.singular(name)
    case .currency(let code): word = code
    case .time: word = plural ? "months" : "month"
    }
    return abs(exponent) == 1 ? word : "\(word)^\(abs(exponent))"
  }
}

extension Dimension {
  /// One of a count: `users` → `user`.
  package static func singular(_ name: String) -> String {
    name.count > 1 && name.hasSuffix("s") ? String(name.dropLast()) : name
  }
}
