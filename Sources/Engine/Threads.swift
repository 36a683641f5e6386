import Dispatch
import Synchronization

/// Calls `work` on several threads at once, no more than there is to do, and gives what each of them came to; on this thread
/// where one is enough.
///
/// Each result has a place of its own that no other thread looks at, and the caller reads them when all have ended: nobody waits
/// for a lock.
package func onAllThreads<Result: Sendable>(
  _ threads: Int, upTo most: Int, _ work: @Sendable () -> Result
) -> [Result] {
  let workers = max(1, min(threads, most))
  if workers == 1 { return [work()] }
  let places = (0..<workers).map { _ in ResultPlace<Result>() }
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    let result = work()
    places[worker].result.withLock { $0 = result }
  }
  return places.compactMap { place in place.result.withLock { $0 } }
}

/// Where one thread leaves its result.
private final class ResultPlace<Result: Sendable>: Sendable {
  let result = Mutex<Result?>(nil)
}
