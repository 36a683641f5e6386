import Engine

/// What a script gets from the program around it. The core reads no file, no clock and no environment by itself.
public struct Host: Sendable {
  /// A failure to give a script what it asked for.
  public enum Failure: Error, Sendable, Hashable {
    /// Not allowed, with the reason.
    case refused(String)
    /// Not there or not readable, or not writable, with the reason.
    case unreadable(String)
  }

  /// The text called `name` that the text called `from` imports or observes from: its full name and its bytes.
  public var load:
    @Sendable (_ name: String, _ from: String) throws(Failure) -> (name: String, bytes: [UInt8])
  /// Writes the file called `name` for the text called `from`, whole or not at all: a picture that a script draws.
  ///
  /// It is called once all of a text was answered without a mistake.
  public var save:
    @Sendable (_ name: String, _ from: String, _ bytes: [UInt8]) throws(Failure) -> Void
  /// Whether to stop now; asked often, on any thread.
  public var isCancelled: @Sendable () -> Bool
  /// Told how many trials are done, on any thread; twice the same number where a run is over.
  public var progress: @Sendable (_ done: Int, _ of: Int) -> Void
  /// Told of an outcome whose shares of actions are sampled, before exact ones are looked for, where that takes more than about two
  /// seconds; nil to be told of the last outcome alone. On the thread that runs the text.
  public var preliminary: (@Sendable (Outcome) -> Void)?
  /// A clock in seconds, for the deadline.
  public var clock: @Sendable () -> Double
  /// The threads a simulation may use; the answers don't depend on it.
  public var threads: Int
  /// The widest machine instructions that a simulation may use, for measuring; nil for what is fastest. The answers don't depend
  /// on it.
  public var instructions: Instructions?

  /// Sets of machine instructions, each wider than the one before.
  public enum Instructions: String, Sendable, CaseIterable {
    case portable, sse2, avx2, avx512

    /// The form of execution that uses them.
    var execution: Execution {
      switch self {
      case .portable: .portable
      case .sse2: .sse2
      case .avx2: .avx2
      case .avx512: .avx512
      }
    }
  }

  /// When a clock was first asked.
  private static let start = ContinuousClock.now

  /// Creates a host that refuses to read and to write files, is never cancelled, and uses one thread and a monotonic clock.
  public init() {
    load = { (name, _) throws(Failure) in
      throw .refused("this host lets scripts read no files")
    }
    save = { (_, _, _) throws(Failure) in
      throw .refused("this host lets scripts write no files")
    }
    isCancelled = { false }
    progress = { _, _ in }
    clock = {
      let elapsed = (ContinuousClock.now - Self.start).components
      return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
    threads = 1
  }
}
