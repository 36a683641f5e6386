extension Machine {
  /// Does an operation on lists; the steps it counts for, nil where it is unusual.
  @inline(never)
  func listOperation(
    _ i: Instruction, _ r: UnsafeMutablePointer<Double>, _ limit: Int
  ) -> Int? {
    switch i.opcode {
    case .constantList:
      r[Int(i.a)] = i.constant
      NumberList(i.constant)?.retain()
    case .length:
      guard let list = NumberList(r[Int(i.b)]) else { return nil }
      r[Int(i.a)] = Double(list.count)
    case .list:
      let list = lists.make(capacity: Int(i.c))
      list.elements.update(from: r + Int(i.b), count: Int(i.c))
      list.header.pointee.count = Int(i.c)
      r[Int(i.a)] = list.register
    case .join:
      guard let first = NumberList(r[Int(i.b)]), let second = NumberList(r[Int(i.c)]),
        first.count + second.count <= limit
      else { return nil }
      r[Int(i.a)] = lists.join(first, second).register
    case .range: return range(i, r, limit)
    case .sum:
      guard let list = NumberList(r[Int(i.b)]), list.count > 0 || i.c == 1 else { return nil }
      var total = list.buffer.first ?? 0
      for number in list.buffer.dropFirst() { total += number }
      r[Int(i.a)] = total
      return list.count
    case .smallest, .largest:
      guard let list = NumberList(r[Int(i.b)]), var best = list.buffer.first,
        !list.buffer.contains(where: \.isNaN)
      else { return nil }
      for number in list.buffer.dropFirst() {
        if i.opcode == .smallest ? number < best : best < number { best = number }
      }
      r[Int(i.a)] = best
    case .sort:
      guard let list = NumberList(r[Int(i.b)]), !list.buffer.contains(where: \.isNaN) else {
        return nil
      }
      let own = lists.unique(list)
      var numbers = own.buffer
      numbers.sort()
      r[Int(i.a)] = own.register
      return own.count
    case .reverse:
      guard let list = NumberList(r[Int(i.b)]) else { return nil }
      let own = lists.unique(list)
      var numbers = own.buffer
      numbers.reverse()
      r[Int(i.a)] = own.register
      return own.count
    default: return nil
    }
    return 0
  }

  private func range(_ i: Instruction, _ r: UnsafeMutablePointer<Double>, _ limit: Int) -> Int? {
    let (first, last) = (r[Int(i.b)], r[Int(i.c)])
    guard first == first.rounded(), last == last.rounded(), first.magnitude <= 1e9,
      last.magnitude <= 1e9
    else { return nil }
    let count = max(Int(last) - Int(first) + 1, 0)
    guard count <= limit else { return nil }
    let list = lists.make(capacity: count)
    for k in 0..<count { list.elements[k] = first + Double(k) }
    list.header.pointee.count = count
    r[Int(i.a)] = list.register
    return count
  }
}
