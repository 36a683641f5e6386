#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stack that is deep enough for the limit of depth, whatever the stack of the calling thread.
enum DeepStack {
  /// The stack that a level of a script's recursion takes at most, in a build for debugging. Only what is used is ever
  /// given real memory.
  static let bytesPerLevel = 64 << 10

  /// What a new thread does.
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Runs `body` on a thread with a stack of `bytes` and waits for it; where there is no such thread to be had, here.
  static func run<Result>(bytes: Int, _ body: () -> Result) -> Result {
    var result: Result?
    withoutActuallyEscaping({ result = body() }) { work in
      if !isDone(bytes: max(bytes, 1 << 20), work) { work() }
    }
    return result ?? body()
  }

  /// Runs `work` on a thread of its own; `false` if there is none to be had.
  private static func isDone(bytes: Int, _ work: @escaping () -> Void) -> Bool {
    withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { memory in
      guard let attributes = memory.baseAddress, pthread_attr_init(attributes) == 0 else {
        return false
      }
      defer { pthread_attr_destroy(attributes) }
      guard pthread_attr_setstacksize(attributes, bytes) == 0 else { return false }
      let box = Unmanaged.passRetained(Work(work))
      defer { box.release() }
      #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(
          &thread, attributes,
          { argument in
            Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().body()
            return nil
          }, box.toOpaque())
        guard code == 0, let thread else { return false }
      #else
        var thread = pthread_t()
        let code = pthread_create(
          &thread, attributes,
          { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().body() }
            return nil
          }, box.toOpaque())
        guard code == 0 else { return false }
      #endif
      return pthread_join(thread, nil) == 0
    }
  }
}
