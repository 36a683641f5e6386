#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Machine code where the processor may run it. It is written first and made executable then: never both at once.
  struct ExecutableMemory: ~Copyable, @unchecked Sendable {  // Nobody writes to it once it exists.
    private let base: UnsafeMutableRawPointer
    private let count: Int

    /// Holds `code`; nil where the system refuses such memory.
    init?(_ code: [UInt8]) {
      guard !code.isEmpty,
        let base = mmap(
          nil, code.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        base != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      base.copyMemory(from: code, byteCount: code.count)
      guard mprotect(base, code.count, PROT_READ | PROT_EXEC) == 0 else {
        munmap(base, code.count)
        return nil
      }
      (self.base, count) = (base, code.count)
    }

    deinit { munmap(base, count) }

    /// Runs the function that starts at `offset` and takes a pointer to its frame.
    func call(at offset: Int, _ frame: inout CodeFrame) {
      typealias Function = @convention(c) (UnsafeMutableRawPointer) -> Void
      // The bytes there are a function that the generator wrote, with this signature.
      unsafeBitCast(base + offset, to: Function.self)(&frame)
    }

    /// The numbers from `offset` on.
    func numbers(at offset: Int) -> UnsafePointer<Double>? {
      UnsafeRawPointer(base + offset).assumingMemoryBound(to: Double.self)
    }
  }
#else
  /// Machine code where the processor may run it: not on this system.
  struct ExecutableMemory: ~Copyable, Sendable {
    init?(_ code: [UInt8]) { return nil }

    func call(at offset: Int, _ frame: inout CodeFrame) {}

    func numbers(at offset: Int) -> UnsafePointer<Double>? { nil }
  }
#endif
