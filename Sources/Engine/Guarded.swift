import Synchronization

/// A value that one thread at a time uses: a `Mutex` whose hand-over from thread to thread shows.
///
/// On Linux a `Mutex` for which several threads wait is passed on by the kernel (a futex with priority inheritance), called
/// from a library that isn't built for the thread sanitizer; that is probably why it took two uses under the lock for a race. The turns
/// are one atomic load and one addition a use; where two threads did get in together, the sanitizer would still tell.
struct Guarded<Value>: ~Copyable, Sendable {
  private let value: Mutex<Value>
  private let turns = Atomic(0)

  init(_ value: consuming sending Value) { self.value = Mutex(value) }

  borrowing func withLock<Result>(
    _ body: (inout sending Value) -> sending Result
  ) -> sending Result {
    value.withLock { value in
      _ = turns.load(ordering: .acquiring)
      defer { turns.add(1, ordering: .releasing) }
      return body(&value)
    }
  }
}
