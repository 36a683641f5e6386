#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs work on a stack that is as deep as the limits allow, whatever the thread of the host has left: recursion in a script
/// reaches its limit, the same one everywhere, and not the end of a stack.
enum DeepStack {
  /// What one level of a script's recursion takes at most, in a build without optimisation.
  private static let bytesPerLevel = 48_000

  /// The value of `work`, which may nest `levels` deep.
  static func run<T>(levels: Int, _ work: () -> T) -> T {
    var result: T?
    withoutActuallyEscaping(work) { work in
      let context = Unmanaged.passRetained(Work { result = work() }).toOpaque()
      let thread = UnsafeMutablePointer<ThreadName>.allocate(capacity: 1)
      defer { thread.deallocate() }
      if create(thread, stack: 4 << 20 + levels * bytesPerLevel, context) {
        #if canImport(Darwin)
          if let name = thread.pointee { pthread_join(name, nil) }
        #else
          pthread_join(thread.pointee, nil)
        #endif
      } else {
        _ = finish(context)
      }
    }
    return result ?? work()
  }

  /// Starts a thread with so large a stack; `false` if there can be none.
  private static func create(
    _ thread: UnsafeMutablePointer<ThreadName>, stack: Int, _ context: UnsafeMutableRawPointer
  ) -> Bool {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, (stack + 0xFFFF) & ~0xFFFF)
    #if canImport(Darwin)
      let status = pthread_create(thread, attributes, { finish($0) }, context)
    #else
      let status = pthread_create(thread, attributes, finish, context)
    #endif
    pthread_attr_destroy(attributes)
    return status == 0
  }
}

#if canImport(Darwin)
  private typealias ThreadName = pthread_t?
#else
  private typealias ThreadName = pthread_t
#endif

/// Work for another thread, which is waited for: nothing runs at the same time.
private final class Work {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private func finish(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
  return nil
}
