import Quantities

/// Which terms of a program always have equal values: the coarsest partition in which equal terms apply the same operation to
/// equal operands, and equal states begin and go on with equal terms.
///
/// That is the minimisation of a finite automaton whose inputs lead from a term to its operands and from a state to its first
/// and next value (Hopcroft, 1971): n log n steps for n terms.
struct StateMerging {
  private let builder: ProgramBuilder
  private let count: Int
  /// The terms, those of a class side by side; where each stands; and the class it is in.
  private var members: [Int32]
  private var places: [Int32]
  private var classes: [Int32]
  /// Of each class, where it starts and ends, and how many of its first members are marked.
  private var starts: [Int32] = []
  private var ends: [Int32] = []
  private var marked: [Int32] = []
  /// By operand position: the terms that have it, by operand; those of operand t stand from `firsts[t]` to `firsts[t + 1]`.
  private var users: [(firsts: [Int32], terms: [Int32])] = []

  /// For each term the first one that is equal to it; nil where each stands for itself.
  static func representatives(_ builder: ProgramBuilder) -> [Int32]? {
    guard builder.states.count > 1, mayMerge(builder) else { return nil }
    var merging = StateMerging(builder)
    merging.refine()
    return merging.first()
  }

  /// `false` if no two states begin alike and go on alike as far as the first two months tell.
  private static func mayMerge(_ builder: ProgramBuilder) -> Bool {
    var colours = [UInt64](repeating: 0, count: builder.nodes.count)
    var stateColours = builder.states.map { UInt64(UInt32(bitPattern: $0.initial.index)) }
    for _ in 0..<3 {
      if Set(stateColours).count == stateColours.count { return false }
      for (i, node) in builder.nodes.enumerated() {
        func colour(_ operand: Int32) -> UInt64 {
          operand < 0 ? 1 : colours[Int(operand)]
        }
        switch node.form.kind {
        case .state: colours[i] = SplitMix64.mix(stateColours[Int(node.form.a)] ^ 0xABCD_EF01)
        case .operation(let operation):
          var hash = SplitMix64.mix(UInt64(operation.rawValue) &+ 1)
          hash = SplitMix64.mix(hash ^ colour(node.form.a))
          hash = SplitMix64.mix(hash ^ colour(node.form.b))
          colours[i] = SplitMix64.mix(hash ^ colour(node.form.c))
        default: colours[i] = SplitMix64.mix(UInt64(i) &+ 0x1_0000_0000)
        }
      }
      for (i, state) in builder.states.enumerated() {
        let next = state.next.map { colours[Int($0.index)] } ?? 0
        stateColours[i] = SplitMix64.mix(
          UInt64(UInt32(bitPattern: state.initial.index)) ^ SplitMix64.mix(next))
      }
    }
    return Set(stateColours).count < stateColours.count
  }

  private init(_ builder: ProgramBuilder) {
    self.builder = builder
    count = builder.nodes.count
    members = []
    places = [Int32](repeating: 0, count: count)
    classes = [Int32](repeating: 0, count: count)
    members.reserveCapacity(count)
    gatherUsers()
    // At first: leaves by themselves, operations by what they compute, states together.
    var byKind: [Int: [Int32]] = [:]
    for (i, node) in builder.nodes.enumerated() {
      switch node.form.kind {
      case .operation(let operation): byKind[Int(operation.rawValue), default: []].append(Int32(i))
      case .state: byKind[-1, default: []].append(Int32(i))
      default: addClass([Int32(i)])
      }
    }
    for kind in byKind.keys.sorted() { addClass(byKind[kind] ?? []) }
  }

  private mutating func addClass(_ terms: [Int32]) {
    starts.append(Int32(members.count))
    marked.append(0)
    for term in terms {
      places[Int(term)] = Int32(members.count)
      classes[Int(term)] = Int32(starts.count - 1)
      members.append(term)
    }
    ends.append(Int32(members.count))
  }

  /// What a term leads to: its operands; of a state, its first value and its next.
  private func operand(_ position: Int, of term: Int) -> Int32 {
    let form = builder.nodes[term].form
    switch form.kind {
    case .operation: return position == 0 ? form.a : position == 1 ? form.b : form.c
    case .state:
      let state = builder.states[Int(form.a)]
      return position == 0 ? state.initial.index : position == 1 ? state.next?.index ?? -1 : -1
    default: return -1
    }
  }

  private mutating func gatherUsers() {
    for position in 0..<3 {
      var firsts = [Int32](repeating: 0, count: count + 1)
      for term in 0..<count {
        let operand = operand(position, of: term)
        if operand >= 0 { firsts[Int(operand) + 1] += 1 }
      }
      for i in 0..<count { firsts[i + 1] += firsts[i] }
      var next = firsts
      var terms = [Int32](repeating: 0, count: Int(firsts[count]))
      for term in 0..<count {
        let operand = Int(operand(position, of: term))
        guard operand >= 0 else { continue }
        terms[Int(next[operand])] = Int32(term)
        next[operand] += 1
      }
      users.append((firsts, terms))
    }
  }

  /// Splits classes until none holds terms that lead to different ones.
  private mutating func refine() {
    var waiting = starts.indices.map { Int32($0) }
    var isWaiting = [Bool](repeating: true, count: starts.count)
    while let splitter = waiting.popLast() {
      isWaiting[Int(splitter)] = false
      // Its members as they are now: it may be split by itself.
      let targets = Array(members[Int(starts[Int(splitter)])..<Int(ends[Int(splitter)])])
      for position in 0..<3 {
        var touched: [Int32] = []
        for target in targets {
          let range =
            Int(
              users[position].firsts[Int(target)])..<Int(
              users[position].firsts[Int(target) + 1])
          for i in range { mark(users[position].terms[i], &touched) }
        }
        for old in touched {
          guard let new = split(Int(old)) else { continue }
          isWaiting.append(false)
          let isSmaller = ends[new] - starts[new] <= ends[Int(old)] - starts[Int(old)]
          let added = isWaiting[Int(old)] || isSmaller ? new : Int(old)
          isWaiting[added] = true
          waiting.append(Int32(added))
        }
      }
    }
  }

  /// Moves a term to the marked front of its class.
  private mutating func mark(_ term: Int32, _ touched: inout [Int32]) {
    let home = Int(classes[Int(term)])
    let front = starts[home] + marked[home]
    let place = places[Int(term)]
    guard place >= front else { return }
    if marked[home] == 0 { touched.append(Int32(home)) }
    let other = members[Int(front)]
    (members[Int(front)], members[Int(place)]) = (term, other)
    (places[Int(term)], places[Int(other)]) = (front, place)
    marked[home] += 1
  }

  /// Makes the marked members of a class a class of their own; nil if all are.
  private mutating func split(_ old: Int) -> Int? {
    let front = marked[old]
    marked[old] = 0
    guard starts[old] + front < ends[old] else { return nil }
    let new = starts.count
    starts.append(starts[old])
    ends.append(starts[old] + front)
    marked.append(0)
    starts[old] += front
    for place in Int(starts[new])..<Int(ends[new]) { classes[Int(members[place])] = Int32(new) }
    return new
  }

  private func first() -> [Int32]? {
    guard starts.count < count else { return nil }
    var firsts = [Int32](repeating: -1, count: starts.count)
    return (0..<count).map { term in
      let home = Int(classes[term])
      if firsts[home] < 0 { firsts[home] = Int32(term) }
      return firsts[home]
    }
  }
}
