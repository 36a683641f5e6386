#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
#endif

/// Pages of memory larger than the usual 4 KiB, which the system clears and maps at once.
package enum LargePages {
  /// A large page.
  private static let size = 1 << 21
  /// The fewest bytes that the advice has an effect on.
  package static let least = 2 * size

  /// Says that memory, which nothing was written to yet, is about to be written to as a whole; where the system knows no larger
  /// pages, nothing happens.
  ///
  /// Measured with the 35 MB that 10,240 trials of 432 figures take, where `TrialCollector` keeps them, and with the 150 MB of a
  /// text of 20 MB, its tokens and its tree: reading and checking that takes a tenth less time.
  package static func advise(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard let base = memory.baseAddress, memory.count >= least else { return }
      let start = (UInt(bitPattern: base) + UInt(size) - 1) / UInt(size) * UInt(size)
      let end = (UInt(bitPattern: base) + UInt(memory.count)) / UInt(size) * UInt(size)
      guard start < end, let first = UnsafeMutableRawPointer(bitPattern: start) else { return }
      // Advice: without effect where it is refused.
      _ = madvise(first, Int(end - start), Int32(MADV_HUGEPAGE))
    #endif
  }
}
