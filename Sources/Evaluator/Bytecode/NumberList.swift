/// A list of numbers of the bytecode: counted by those that own it, and changed in place where there is one owner.
///
/// The memory is unsafe because a list is owned by registers, which are plain numbers: an array in each register costs a
/// count of references at each move (a register machine over enumerations with references took 4.3 times as long as Lua for
/// the sieve, one over plain numbers 0.29 times; measured by a prototype).
struct NumberList {
  /// What stands before the elements.
  struct Header {
    var owners = 1
    var count = 0
    var capacity: Int
    var next: UnsafeMutablePointer<Header>?
    var previous: UnsafeMutablePointer<Header>?
  }

  let header: UnsafeMutablePointer<Header>

  private static let headerSize =
    (MemoryLayout<Header>.size + MemoryLayout<Double>.stride - 1)
    / MemoryLayout<Double>.stride * MemoryLayout<Double>.stride

  init(header: UnsafeMutablePointer<Header>) { self.header = header }

  /// The list of a register.
  @inline(__always) init?(_ register: Double) {
    let address = UInt(truncatingIfNeeded: register.bitPattern)
    guard let header = UnsafeMutablePointer<Header>(bitPattern: address) else { return nil }
    self.header = header
  }

  /// Allocates an empty list with room for `capacity` elements.
  init(capacity: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.headerSize + max(capacity, 4) * MemoryLayout<Double>.stride,
      alignment: MemoryLayout<Double>.alignment)
    header = memory.bindMemory(to: Header.self, capacity: 1)
    header.initialize(to: Header(capacity: max(capacity, 4)))
  }

  /// What a register holds for it.
  @inline(__always) var register: Double {
    Double(bitPattern: UInt64(UInt(bitPattern: header)))
  }

  @inline(__always) var count: Int { header.pointee.count }

  @inline(__always) var elements: UnsafeMutablePointer<Double> {
    (UnsafeMutableRawPointer(header) + Self.headerSize).assumingMemoryBound(to: Double.self)
  }

  var buffer: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: elements, count: count)
  }

  @inline(__always) func retain() { header.pointee.owners += 1 }

  /// Gives the memory back.
  func deallocate() { UnsafeMutableRawPointer(header).deallocate() }
}

/// The lists of a run, so that those that a mistake leaves behind are given back at its end.
final class ListPool {
  private var first: UnsafeMutablePointer<NumberList.Header>?

  deinit { removeAll() }

  /// An empty list with one owner.
  func make(capacity: Int) -> NumberList {
    let list = NumberList(capacity: capacity)
    link(list)
    return list
  }

  private func link(_ list: NumberList) {
    list.header.pointee.next = first
    list.header.pointee.previous = nil
    first?.pointee.previous = list.header
    first = list.header
  }

  private func unlink(_ list: NumberList) {
    let (next, previous) = (list.header.pointee.next, list.header.pointee.previous)
    next?.pointee.previous = previous
    if let previous { previous.pointee.next = next } else { first = next }
  }

  /// Gives up one ownership.
  func release(_ list: NumberList) {
    list.header.pointee.owners -= 1
    guard list.header.pointee.owners == 0 else { return }
    unlink(list)
    list.deallocate()
  }

  /// The list itself where it has one owner, else a copy with room for `capacity`, for which that ownership is given up.
  func unique(_ list: NumberList, capacity: Int = 0) -> NumberList {
    let isEnough = list.header.pointee.capacity >= capacity
    if isEnough, list.header.pointee.owners == 1 { return list }
    let room = isEnough ? list.count : max(capacity, 2 * list.count)
    let copy = make(capacity: room)
    copy.elements.update(from: list.elements, count: list.count)
    copy.header.pointee.count = list.count
    release(list)
    return copy
  }

  /// The list with `value` put at its end, in place where it has one owner.
  func append(_ value: Double, to list: NumberList) -> NumberList {
    let grown = unique(list, capacity: list.count + 1)
    grown.elements[grown.count] = value
    grown.header.pointee.count += 1
    return grown
  }

  /// The first list followed by the second; gives both up.
  func join(_ list: NumberList, _ tail: NumberList) -> NumberList {
    let added = tail.count
    if added == 0 {
      release(tail)
      return list
    }
    // One owner each, so the two are not one.
    let grown = unique(list, capacity: list.count + added)
    (grown.elements + grown.count).update(from: tail.elements, count: added)
    grown.header.pointee.count += added
    release(tail)
    return grown
  }

  /// Gives back whatever is left.
  func removeAll() {
    while let header = first {
      first = header.pointee.next
      NumberList(header: header).deallocate()
    }
  }
}
