/// The names of one block or one call, and what they stand for.
struct Scope {
  /// The names in the order in which they were given, and what each stands for.
  private(set) var names: [NameID] = []
  private(set) var bindings: [Binding] = []
  /// The places of the names once they are many: while they are few, as those of a call are, looking through them takes less
  /// than a table does to be made.
  private var places: [NameID: Int] = [:]
  /// The most names that are looked through.
  private static let most = 8

  /// Creates a scope without names.
  init() {}

  /// Creates the scope of a call: the parameters stand for the arguments, as many as they are.
  init(_ parameters: [NameID], _ arguments: [Value]) {
    names = parameters
    bindings = arguments.map { Binding(value: $0, declaration: nil) }
    if names.count > Self.most { place() }
  }

  /// What a name stands for; nil where the block doesn't give it.
  @inline(__always)
  subscript(name: NameID) -> Binding? { place(of: name).map { bindings[$0] } }

  /// Gives a name what it stands for, in place of what it stood for before.
  mutating func bind(_ name: NameID, _ binding: Binding) {
    if let i = place(of: name) {
      bindings[i] = binding
      return
    }
    names.append(name)
    bindings.append(binding)
    if names.count == Self.most + 1 {
      place()
    } else if names.count > Self.most {
      places[name] = names.count - 1
    }
  }

  /// `true` iff the block gives no name.
  var isEmpty: Bool { names.isEmpty }

  @inline(__always)
  private func place(of name: NameID) -> Int? {
    places.isEmpty ? names.firstIndex { $0.rawValue == name.rawValue } : places[name]
  }

  private mutating func place() {
    for (i, name) in names.enumerated() { places[name] = i }
  }
}
