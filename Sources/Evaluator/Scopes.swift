/// The names that can be seen: those of the top level, and those of the blocks and the call under way.
struct Scopes {
  /// What the names of the top level stand for, in the order in which they were given, and each one's place there by its number.
  private(set) var top: [(name: NameID, binding: Binding)] = []
  private var topPlaces: [Int32] = []
  /// The names of blocks and calls, the innermost last. Those before `base` are of callers, and can't be seen.
  private var locals: [Local] = []
  private var base = 0
  /// Where the names of each open block or call begin among `locals`.
  private var blocks: [Int] = []

  /// A name of a block or a call, and what it stands for.
  typealias Local = (name: NameID, binding: Binding)

  /// The names around something that is evaluated elsewhere or later, but those of the top level: holding these too would copy
  /// all of them at the next `let`.
  struct Surroundings {
    fileprivate var locals: [Local] = []
    fileprivate var isTopLevel = true
    /// `true` iff no block around it gives a name.
    var isEmpty: Bool { locals.isEmpty }
  }

  /// What a call hides, to be seen again after it.
  struct Frame {
    fileprivate let base: Int
    fileprivate let locals: Int
    fileprivate let blocks: Int
  }

  // MARK: Looking up

  /// What a name stands for; nil where no scope gives it.
  @inline(__always)
  subscript(name: NameID) -> Binding? {
    var i = locals.count
    while i > base {
      i -= 1
      if locals[i].name == name { return locals[i].binding }
    }
    return atTop(name)
  }

  /// What a name of the top level stands for.
  @inline(__always)
  func atTop(_ name: NameID) -> Binding? {
    let place = Int(name.rawValue)
    guard place < topPlaces.count, topPlaces[place] >= 0 else { return nil }
    return top[Int(topPlaces[place])].binding
  }

  /// What a name of the innermost scope stands for.
  func innermost(_ name: NameID) -> Binding? {
    guard let start = blocks.last else { return atTop(name) }
    return locals[start...].last { $0.name == name }?.binding
  }

  /// `true` iff no block or call is under way.
  var isTopLevel: Bool { blocks.isEmpty }

  /// The names that can be seen, scope by scope from the innermost.
  var visible: [[Local]] {
    var (found, end) = ([[Local]](), locals.count)
    for start in blocks.reversed() where start >= base {
      found.append(Array(locals[start..<end]))
      end = start
    }
    if end > base { found.append(Array(locals[base..<end])) }
    return found + [top]
  }

  // MARK: Giving names

  /// Gives a name of the innermost scope what it stands for, in place of what it stood for there.
  mutating func bind(_ name: NameID, _ binding: Binding) {
    if let start = blocks.last {
      if let i = locals[start...].lastIndex(where: { $0.name == name }) {
        locals[i].binding = binding
      } else {
        locals.append((name, binding))
      }
      return
    }
    let place = Int(name.rawValue)
    while topPlaces.count <= place { topPlaces.append(-1) }
    if topPlaces[place] >= 0 {
      top[Int(topPlaces[place])].binding = binding
    } else {
      topPlaces[place] = Int32(top.count)
      top.append((name, binding))
    }
  }

  /// Makes room for a script's many names at once.
  mutating func reserveCapacity(_ count: Int) {
    top.reserveCapacity(count)
    topPlaces.reserveCapacity(count)
  }

  // MARK: Blocks and calls

  /// Begins a block.
  mutating func enterBlock() { blocks.append(locals.count) }

  /// Ends the innermost block; its names are gone.
  mutating func leaveBlock() {
    guard let start = blocks.popLast() else { return }
    locals.removeLast(locals.count - start)
  }

  /// Begins a call: only the names around the function and its parameters can be seen besides the top level's. Of two
  /// parameters that are called alike the last one counts.
  mutating func enterCall(_ function: FunctionValue, _ arguments: [Value]) -> Frame {
    let frame = Frame(base: base, locals: locals.count, blocks: blocks.count)
    base = locals.count
    open(function, arguments)
    return frame
  }

  /// Goes on with another call in place of the one under way.
  mutating func replaceCall(_ frame: Frame, by function: FunctionValue, _ arguments: [Value]) {
    locals.removeLast(locals.count - frame.locals)
    blocks.removeLast(blocks.count - frame.blocks)
    open(function, arguments)
  }

  /// Ends a call, whatever blocks are open in it.
  mutating func leaveCall(_ frame: Frame) {
    locals.removeLast(locals.count - frame.locals)
    blocks.removeLast(blocks.count - frame.blocks)
    base = frame.base
  }

  private mutating func open(_ function: FunctionValue, _ arguments: [Value]) {
    if !function.surroundings.isEmpty { locals += function.surroundings.locals }
    blocks.append(locals.count)
    for (i, name) in function.names.enumerated() {
      locals.append((name, Binding(value: arguments[i], declaration: nil)))
    }
  }

  // MARK: Surroundings

  /// The names around the place that is evaluated.
  var surroundings: Surroundings {
    isTopLevel
      ? Surroundings() : Surroundings(locals: Array(locals[base...]), isTopLevel: false)
  }

  /// The same names of the top level, with those around another place.
  func moved(to place: Surroundings = Surroundings()) -> Scopes {
    var moved = self
    (moved.locals, moved.base, moved.blocks) = (place.locals, 0, place.isTopLevel ? [] : [0])
    return moved
  }

  /// The same names around this place, with the top level of another.
  func withTop(of other: Scopes) -> Scopes {
    var joined = self
    (joined.top, joined.topPlaces) = (other.top, other.topPlaces)
    return joined
  }
}
