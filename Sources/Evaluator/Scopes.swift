/// The names that can be seen: those of the top level, and those of the blocks and the call under way.
struct Scopes {
  /// The names of the top level in the order in which they were given, what each stands for, and its place there by its number.
  private(set) var topNames: [NameID] = []
  private(set) var topBindings: [Binding] = []
  private var topPlaces: [Int32] = []
  /// The scopes of blocks and calls, the innermost last. Those before `base` are of callers, and can't be seen.
  private var locals: [Scope] = []
  private var base = 0

  /// What a call hides, to be seen again after it.
  struct Frame {
    fileprivate let base: Int
    fileprivate let locals: Int
  }

  // MARK: Looking up

  /// What a name stands for; nil where no scope gives it.
  @inline(__always)
  subscript(name: NameID) -> Binding? {
    var i = locals.count
    while i > base {
      i -= 1
      if let binding = locals[i][name] { return binding }
    }
    return atTop(name)
  }

  /// What a name of the top level stands for.
  @inline(__always)
  func atTop(_ name: NameID) -> Binding? {
    let place = Int(name.rawValue)
    guard place < topPlaces.count, topPlaces[place] >= 0 else { return nil }
    return topBindings[Int(topPlaces[place])]
  }

  /// What a name of the innermost scope stands for.
  func innermost(_ name: NameID) -> Binding? {
    locals.count > base ? locals[locals.count - 1][name] : atTop(name)
  }

  /// `true` iff no block or call is under way.
  var isTopLevel: Bool { locals.count == base }

  /// The names that can be seen and what they stand for, scope by scope from the innermost.
  var visible: [[(name: NameID, binding: Binding)]] {
    let scopes = locals[base...].reversed().map { ($0.names, $0.bindings) }
    return (scopes + [(topNames, topBindings)]).map { (names, bindings) in
      zip(names, bindings).map { (name: $0, binding: $1) }
    }
  }

  // MARK: Giving names

  /// Gives a name of the innermost scope what it stands for, in place of what it stood for there.
  mutating func bind(_ name: NameID, _ binding: Binding) {
    guard isTopLevel else { return locals[locals.count - 1].bind(name, binding) }
    let place = Int(name.rawValue)
    while topPlaces.count <= place { topPlaces.append(-1) }
    if topPlaces[place] >= 0 {
      topBindings[Int(topPlaces[place])] = binding
    } else {
      topPlaces[place] = Int32(topNames.count)
      topNames.append(name)
      topBindings.append(binding)
    }
  }

  /// Makes room for a script's many names at once.
  mutating func reserveCapacity(_ count: Int) {
    topNames.reserveCapacity(count)
    topBindings.reserveCapacity(count)
    topPlaces.reserveCapacity(count)
  }

  // MARK: Blocks and calls

  /// Begins a block.
  mutating func enterBlock() { locals.append(Scope()) }

  /// Ends the innermost block; its names are gone.
  mutating func leaveBlock() { locals.removeLast() }

  /// Begins a call: only the names around the function and its parameters can be seen besides the top level's.
  mutating func enterCall(_ function: FunctionValue, _ arguments: [Value]) -> Frame {
    let frame = Frame(base: base, locals: locals.count)
    base = locals.count
    open(function, arguments)
    return frame
  }

  /// Goes on with another call in place of the one under way.
  mutating func replaceCall(_ frame: Frame, by function: FunctionValue, _ arguments: [Value]) {
    locals.removeLast(locals.count - frame.locals)
    open(function, arguments)
  }

  /// Ends a call, whatever blocks are open in it.
  mutating func leaveCall(_ frame: Frame) {
    locals.removeLast(locals.count - frame.locals)
    base = frame.base
  }

  private mutating func open(_ function: FunctionValue, _ arguments: [Value]) {
    if !function.surroundings.isEmpty { locals += function.surroundings }
    locals.append(Scope(function.names, arguments))
  }

  // MARK: Surroundings

  /// The scopes around the place that is evaluated, but the top level: holding that too would copy all its names at the next
  /// `let`.
  var surroundings: [Scope] { isTopLevel ? [] : Array(locals[base...]) }

  /// The same names of the top level, with the scopes around another place.
  func moved(to place: [Scope] = []) -> Scopes {
    var moved = self
    (moved.locals, moved.base) = (place, 0)
    return moved
  }

  /// The same scopes around this place, with the top level of another.
  func withTop(of other: Scopes) -> Scopes {
    var joined = self
    (joined.topNames, joined.topBindings) = (other.topNames, other.topBindings)
    joined.topPlaces = other.topPlaces
    return joined
  }
}
