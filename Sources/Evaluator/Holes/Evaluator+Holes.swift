import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Holes: what their places ask of them, and what stands in for them until they are filled.
///
/// A hole is the value of its place: where it is known what the place wants, a draw of its own stands in, so that whatever
/// depends on the hole is found by what depends on the draw. Where nothing can stand in, what needs the hole is left out.
extension Evaluator {
  /// The value of a `?`.
  mutating func hole(_ node: NodeID) -> Value {
    let place = span(node)
    touchedHoles.insert(place)
    if !open.holes.contains(where: { $0.place == place }) { open.holes.append(Hole(place: place)) }
    return .hole(PendingHole(place: place))
  }

  /// Reports that something of another kind is wanted; of a hole only notes it.
  mutating func wrongKind(_ wanted: String, _ place: String, _ found: Value, _ span: SourceSpan)
    -> Failure
  {
    guard case .hole(let hole) = found else {
      return report(.wrongKind(wanted, place, found, span))
    }
    let whereTo = place == "here" ? "" : " \(place)"
    return missing(hole, Hole.Use(wanted: wanted + whereTo, fits: names(wanted)))
  }

  /// Notes what a hole is wanted for where nothing can stand in for it; whoever needs it gives up.
  mutating func missing(_ hole: PendingHole, _ use: Hole.Use) -> Failure {
    note(use, hole.place)
    return giveUp()
  }

  /// Gives up what needs a hole. Outside of a `let` or a question, the model lacks it then.
  mutating func giveUp() -> Failure {
    if failureOpensModel { open.isModelOpen = true }
    return Failure()
  }

  /// Notes a question that a hole keeps from being put.
  mutating func noteUnasked(_ node: NodeID) {
    guard !open.holes.isEmpty, syntax.kind(node) != .errorBound else { return }
    open.unasked.append(
      OpenPlaces.Unasked(
        text: text(node), place: span(node), isExpectation: syntax.kind(node) == .expectQuestion,
        holes: touchedHoles))
  }

  /// `true` iff an expression depends on a hole.
  func isOpen(_ id: ExpressionID) -> Bool {
    if open.holes.isEmpty { return false }
    let keys = open.holes.reduce(into: Set<StreamKey>()) { $0.formUnion($1.draws) }
    return model.graph.contains(id) { expression in
      expression.operation == .draw && keys.contains(model.graph.draws[Int(expression.a)].key)
    }
  }

  // MARK: Standing in

  /// What stands in for a hole where a place of a declaration wants it.
  mutating func filled(_ hole: PendingHole, for place: Place) -> Quantity {
    let dimension = place.dimension(currency: model.currency ?? "USD")
    var wanted = Quantity(model.graph.add(constant: 0), dimension)
    if place.wantsShare { wanted.presentation.kind = .share }
    let isOwn = hole.isPlain && hole.factor == nil
    var use = Hole.Use(
      wanted: isOwn || hole.isPlain && place.wantsShare
        ? place.wanted : "a part of `\(place.name)`",
      example: isOwn ? place.example(currency: currencySign) : nil)
    use.fits = names(like: wanted, for: place, isWhole: hole.factor == nil)
    if hole.isPlain { use.levels = levels(place, perTime: hole.factor == nil) }
    if hole.isPlain, hole.factor != nil, place.wantsShare { use.example = "5%" }
    return stand(in: hole, like: wanted, use)
  }

  /// What stands in for a hole beside a quantity that it must be like.
  mutating func filled(_ hole: PendingHole, like other: Quantity, _ why: String) -> Quantity {
    let use = Hole.Use(
      wanted: "\(other.asValue), \(why)",
      fits: names(like: other, for: nil, isWhole: hole.factor == nil))
    return stand(in: hole, like: other, use)
  }

  /// What stands in for a hole that is a share of something.
  mutating func filledShare(_ hole: PendingHole, of what: String) -> Quantity {
    var like = Quantity(model.graph.add(constant: 0))
    like.presentation.kind = .share
    let use = Hole.Use(
      wanted: "a share of `\(what)`", example: "30%",
      fits: names(like: like, for: .share(""), isWhole: true),
      levels: levels(.share(""), perTime: true))
    return stand(in: hole, like: like, use)
  }

  /// What stands in for a hole that is a condition.
  mutating func filledTruth(_ hole: PendingHole) -> ExpressionID {
    note(
      Hole.Use(
        wanted: "a condition, true or false", example: "1 < 2", fits: names("a condition"),
        levels: [Hole.Level(text: "true", value: 1), Hole.Level(text: "false", value: 0)]),
      hole.place)
    if let value = fillings[hole.place] { return model.graph.add(constant: value) }
    return model.graph.add(
      .less, draw(for: hole.place), model.graph.add(constant: 0.5))
  }

  /// What stands in for a hole that is a month.
  mutating func filledMonth(_ hole: PendingHole) -> TimeValue {
    var levels: [Hole.Level] = []
    if model.months > 0 {
      let months = Set([1, (model.months + 1) / 2, model.months]).sorted()
      levels = months.map { Hole.Level(text: "month \($0)", value: Double($0)) }
    }
    note(
      Hole.Use(
        wanted: "a month", example: model.start.map(\.text) ?? "month 3", fits: names("a time"),
        levels: levels), hole.place)
    if let value = fillings[hole.place] { return .point(.number(Int(value))) }
    let last = model.graph.add(constant: Double(max(1, model.months)))
    let month = model.graph.add(.multiply, draw(for: hole.place), last)
    return .computed(
      model.graph.add(.add, model.graph.add(.floor, month), model.graph.add(constant: 1)))
  }

  /// Notes the use and gives the whole, like `wanted`, with a draw or a filling in place of the hole.
  private mutating func stand(in hole: PendingHole, like wanted: Quantity, _ use: Hole.Use)
    -> Quantity
  {
    var use = use
    // Beside a factor the names that fit the place don't fit the hole.
    if let factor = hole.factor {
      use.fits = []
      if !hole.isPlain || wanted.presentation.kind != .share {
        let own =
          hole.isDivisor
          ? factor.dimension / wanted.dimension : wanted.dimension / factor.dimension
        let kind = own == .none ? "a plain number" : "something in \(own.description)"
        use.wanted = "\(kind), as \(use.wanted)"
        use.example = nil
      }
    }
    note(use, hole.place)
    var inner = fillings[hole.place].map { model.graph.add(constant: $0) } ?? draw(for: hole.place)
    if let factor = hole.factor {
      inner =
        hole.isDivisor
        ? model.graph.add(.divide, factor.expression, inner)
        : model.graph.add(.multiply, inner, factor.expression)
    }
    return Quantity(inner, wanted.dimension, wanted.presentation)
  }

  /// The draw that stands in for a hole: anything from 0 to 1, the same wherever the hole is used.
  private mutating func draw(for place: SourceSpan) -> ExpressionID {
    let draw = Draw(
      name: "?\(place.source.rawValue):\(place.start)", distribution: .uniform(low: 0, high: 1))
    if let i = open.holes.firstIndex(where: { $0.place == place }) {
      open.holes[i].draws.insert(draw.key)
    }
    return model.graph.add(draw)
  }

  private mutating func note(_ use: Hole.Use, _ place: SourceSpan) {
    guard let i = open.holes.firstIndex(where: { $0.place == place }),
      !open.holes[i].uses.contains(where: { $0.wanted == use.wanted })
    else { return }
    open.holes[i].uses.append(use)
  }

  /// The values to try in a place; none where it sets no bounds.
  private func levels(_ place: Place, perTime: Bool) -> [Hole.Level] {
    switch place {
    case .share, .lossRate:
      let unit = place.isRate && perTime ? "/month" : ""
      return [0, 0.5, 1].map {
        Hole.Level(text: "\(NumberText.decimal($0 * 100, digits: 3))%\(unit)", value: $0)
      }
    case .duration where model.months > 1:
      return Set([1, (model.months + 1) / 2, model.months]).sorted().map {
        Hole.Level(text: $0 == 1 ? "1 month" : "\($0) months", value: Double($0))
      }
    default: return []
    }
  }

  // MARK: Operations

  /// The value of an operation one of whose operands is a hole.
  mutating func combine(
    _ hole: PendingHole, _ other: Value, isLeft: Bool, _ token: Token, _ otherNode: NodeID,
    isSum: Bool
  ) throws(Failure) -> Value {
    let sign = syntax.file.text(token.range)
    guard case .quantity(let quantity) = other else {
      if case .time = other, isSum {
        let months = filled(hole, for: .duration)
        return isLeft ? .quantity(months) : other
      }
      throw missing(
        hole, Hole.Use(wanted: "what `\(sign)` takes beside \(other.kindName)", fits: []))
    }
    let isDivision = token.kind == .slash || token.word == .per
    if isSum {
      let like =
        quantity.presentation.kind == .monthNumber
        ? Quantity(quantity.expression) : quantity
      let filled = filled(hole, like: like, "as `\(text(otherNode))` is")
      let (a, b) = isLeft ? (filled, quantity) : (quantity, filled)
      return .quantity(
        Quantity(
          model.graph.add(token.kind == .plus ? .add : .subtract, a.expression, b.expression),
          quantity.dimension, quantity.presentation))
    }
    if token.word == .of, isLeft {
      let share = filledShare(hole, of: text(otherNode))
      return .quantity(
        Quantity(
          model.graph.add(.multiply, share.expression, quantity.expression), quantity.dimension,
          quantity.presentation))
    }
    guard hole.factor == nil || !(isDivision && !isLeft) else {
      throw missing(hole, Hole.Use(wanted: "a quantity", fits: []))
    }
    var next = hole
    if isDivision, !isLeft {
      (next.factor, next.isDivisor) = (quantity, true)
      return .hole(next)
    }
    let (before, after) = (hole.factor?.expression, quantity.expression)
    let dimension = hole.factor?.dimension ?? .none
    let one = model.graph.add(constant: 1)
    var whole = hole.factor ?? quantity
    whole.dimension = isDivision ? dimension / quantity.dimension : dimension * quantity.dimension
    whole.expression = model.graph.add(isDivision ? .divide : .multiply, before ?? one, after)
    next.factor = whole
    return .hole(next)
  }

  /// A hole with a minus before it.
  mutating func negated(_ hole: PendingHole) -> PendingHole {
    var next = hole
    let minusOne = model.graph.add(constant: -1)
    guard var factor = hole.factor else {
      next.factor = Quantity(minusOne)
      return next
    }
    factor.expression = model.graph.add(.multiply, factor.expression, minusOne)
    next.factor = factor
    return next
  }

  /// An interval one of whose ends is a hole: as a whole a hole like the other end; nil for any other.
  mutating func openInterval(_ node: NodeID) throws(Failure) -> Value? {
    guard let low = syntax.child(0, of: node), let high = syntax.child(1, of: node) else {
      return nil
    }
    func pending(_ node: NodeID) -> PendingHole? {
      if syntax.kind(node) == .nameExpression, case .hole(let hole)? = lookUp(text(node))?.value {
        return hole
      }
      return nil
    }
    let isLow = syntax.kind(low) == .hole || pending(low) != nil
    guard isLow || syntax.kind(high) == .hole || pending(high) != nil else { return nil }
    let (own, other) = isLow ? (low, high) : (high, low)
    guard case .hole(let hole) = try evaluate(own) else { return nil }
    let value = try evaluate(other)
    guard case .quantity(let quantity) = value else {
      throw missing(hole, Hole.Use(wanted: "an end of an interval", fits: []))
    }
    let side = isLow ? "below" : "above"
    return .quantity(
      filled(hole, like: quantity, "\(side) `\(text(other))`, the other end of the interval"))
  }
}
