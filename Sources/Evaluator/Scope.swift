/// The names of one block or one call, and what they stand for.
struct Scope {
  /// The names while they are few, as those of a call are: looking through them takes less than a table does to be made.
  private var few: (names: [String], bindings: [Binding]) = ([], [])
  /// All names once they are many.
  private var many: [String: Binding] = [:]
  /// The most names that are looked through.
  private static let most = 8

  /// Creates a scope without names.
  init() {}

  /// Creates the scope of a call: the parameters stand for the arguments. Of two that are called alike the last one counts.
  init(_ parameters: [String], _ arguments: [Value]) {
    few.names.reserveCapacity(parameters.count)
    few.bindings.reserveCapacity(parameters.count)
    for (name, value) in zip(parameters, arguments) {
      bind(name, Binding(value: value, declaration: nil))
    }
  }

  /// What a name stands for; nil where the block doesn't give it.
  subscript(name: String) -> Binding? {
    guard many.isEmpty else { return many[name] }
    return few.names.firstIndex(of: name).map { few.bindings[$0] }
  }

  /// Gives a name what it stands for, in place of what it stood for before.
  mutating func bind(_ name: String, _ binding: Binding) {
    guard many.isEmpty else { return many[name] = binding }
    if let i = few.names.firstIndex(of: name) {
      few.bindings[i] = binding
    } else if few.names.count < Self.most {
      few.names.append(name)
      few.bindings.append(binding)
    } else {
      for (name, binding) in zip(few.names, few.bindings) { many[name] = binding }
      few = ([], [])
      many[name] = binding
    }
  }

  /// The names, in no order that means anything.
  var names: [String] { many.isEmpty ? few.names : Array(many.keys) }

  /// `true` iff the block gives no name.
  var isEmpty: Bool { few.names.isEmpty && many.isEmpty }

  /// Makes room for a script's many names at once.
  mutating func reserveCapacity(_ count: Int) {
    if count > Self.most { many.reserveCapacity(count) }
  }
}
