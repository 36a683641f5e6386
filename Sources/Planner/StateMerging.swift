import Quantities

/// Which terms of a program always have equal values: the coarsest partition in which equal terms apply the same operation to
/// equal operands, and equal states begin and go on with equal terms.
///
/// That is the minimisation of a finite automaton whose inputs lead from a term to its operands and from a state to its first
/// and next value (Hopcroft, 1971): n log n steps for n terms.
struct StateMerging {
  private let builder: ProgramBuilder
  private let isNeeded: [Bool]
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

  /// For each needed term the first one that is equal to it; nil where each stands for itself. What is needed takes along
  /// what it is computed from.
  static func representatives(_ builder: ProgramBuilder, needed: [Bool]) -> [Int32]? {
    let states = builder.states.indices.filter { needed[Int(builder.states[$0].term.index)] }
    guard states.count > 1, mayMerge(builder, states, needed) else { return nil }
    var merging = StateMerging(builder, needed)
    merging.refine()
    return merging.first()
  }

  /// `false` if no two of the states begin alike and go on alike as far as the first two months tell.
  private static func mayMerge(
    _ builder: ProgramBuilder, _ states: [Int], _ needed: [Bool]
  ) -> Bool {
    var stateColours = [UInt64](repeating: 0, count: builder.states.count)
    for i in states {
      stateColours[i] = UInt64(UInt32(bitPattern: builder.states[i].initial.index))
    }
    if areDistinct(stateColours, states) { return false }
    var colours = [UInt64](repeating: 0, count: builder.forms.count)
    for _ in 0..<3 {
      for (i, form) in builder.forms.enumerated() where needed[i] {
        func colour(_ operand: Int32) -> UInt64 {
          operand < 0 ? 1 : colours[Int(operand)]
        }
        switch form.kind {
        case .state: colours[i] = SplitMix64.mix(stateColours[Int(form.a)] ^ 0xABCD_EF01)
        case .operation(let operation):
          var hash = SplitMix64.mix(UInt64(operation.rawValue) &+ 1)
          hash = SplitMix64.mix(hash ^ colour(form.a))
          hash = SplitMix64.mix(hash ^ colour(form.b))
          colours[i] = SplitMix64.mix(hash ^ colour(form.c))
        default: colours[i] = SplitMix64.mix(UInt64(i) &+ 0x1_0000_0000)
        }
      }
      for i in states {
        let state = builder.states[i]
        let next = state.next.map { colours[Int($0.index)] } ?? 0
        stateColours[i] = SplitMix64.mix(
          UInt64(UInt32(bitPattern: state.initial.index)) ^ SplitMix64.mix(next))
      }
      if areDistinct(stateColours, states) { return false }
    }
    return true
  }

  /// `true` iff no two of the states have the same colour.
  private static func areDistinct(_ colours: [UInt64], _ states: [Int]) -> Bool {
    let sorted = states.map { colours[$0] }.sorted()
    return sorted.indices.dropFirst().allSatisfy { sorted[$0 - 1] != sorted[$0] }
  }

  private init(_ builder: ProgramBuilder, _ needed: [Bool]) {
    self.builder = builder
    isNeeded = needed
    count = builder.forms.count
    members = []
    places = [Int32](repeating: 0, count: count)
    classes = [Int32](repeating: 0, count: count)
    members.reserveCapacity(count)
    gatherUsers()
    // At first: leaves by themselves, states together, operations by what they compute.
    var byKind = [[Int32]](repeating: [], count: 257)
    for (i, form) in builder.forms.enumerated() where needed[i] {
      switch form.kind {
      case .operation(let operation): byKind[Int(operation.rawValue) + 1].append(Int32(i))
      case .state: byKind[0].append(Int32(i))
      default: addClass([Int32(i)])
      }
    }
    for terms in byKind where !terms.isEmpty { addClass(terms) }
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
    let form = builder.forms[term]
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
      for term in 0..<count where isNeeded[term] {
        let operand = operand(position, of: term)
        if operand >= 0 { firsts[Int(operand) + 1] += 1 }
      }
      for i in 0..<count { firsts[i + 1] += firsts[i] }
      var next = firsts
      var terms = [Int32](repeating: 0, count: Int(firsts[count]))
      for term in 0..<count where isNeeded[term] {
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
    guard starts.count < members.count else { return nil }
    var firsts = [Int32](repeating: -1, count: starts.count)
    return (0..<count).map { term in
      guard isNeeded[term] else { return Int32(term) }
      let home = Int(classes[term])
      if firsts[home] < 0 { firsts[home] = Int32(term) }
      return firsts[home]
    }
  }
}
