import CPseudoTerminal

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program running on a terminal of its own, driven as a person would: keys in, a screen out.
///
/// Nothing sleeps for a fixed time: `waitFor` reads until the screen shows what is expected.
package final class PseudoTerminal {

  /// What went wrong in starting the program.
  package struct Failure: Error, CustomStringConvertible {

    /// The program, and the `errno` that starting it left.
    package let program: String, code: Int32

    /// The failure in words.
    package var description: String { "start \(program): \(String(cString: strerror(code)))" }
  }

  /// How a program ended.
  package enum Ending: Equatable, Sendable {

    /// It returned this status.
    case exited(Int32)

    /// It was ended by this signal.
    case signalled(Int32)
  }

  /// The longest wait for something expected, in seconds; generous, for a busy machine, and longer by the factor that the
  /// environment names in `REROUTE_SLOWNESS`.
  package static let patience =
    20 * (getenv("REROUTE_SLOWNESS").flatMap { Double(String(cString: $0)) } ?? 1)

  /// The master side of the terminal.
  private var master: Int32

  /// The program, the leader of its own session.
  package let process: Int32

  /// What a person would see.
  package private(set) var screen: Screen

  /// Every byte the program wrote.
  package private(set) var output: [UInt8] = []

  /// How the program ended, once that is known.
  private var ending: Ending?

  /// Starts `command` (a path and its arguments) with nothing but `environment`, on a terminal of
  /// `columns` by `rows`. `TERM` is `xterm-256color` and `LC_ALL` is `C.UTF-8` unless given. It works in `folder`, by default
  /// the one for temporary files, so that a file it writes under a relative path never lands in a package.
  package init(
    command: [String], environment: [String: String] = [:], in folder: String = "/tmp",
    columns: Int = 80, rows: Int = 24
  ) throws {
    screen = Screen(columns: columns, rows: rows)
    var all = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
    // What the check for leaks is to pass over in libraries.
    all["LSAN_OPTIONS"] = getenv("LSAN_OPTIONS").map { String(cString: $0) }
    var arguments = command.map { strdup($0) } + [nil]
    var variables = all.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    let size = (columns: Int32(columns), rows: Int32(rows))
    var (master, process) = (Int32(-1), Int32(0))
    let code = cpt_start(
      &arguments, &variables, folder, size.columns, size.rows, &master, &process)
    guard code == 0 else { throw Failure(program: command[0], code: code) }
    self.master = master
    self.process = process
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    hangUp()
  }

  // MARK: Keys

  /// Sends text as if typed; Enter is `"\r"`.
  package func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes as if typed.
  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Small pieces, reading in between: a terminal holds no more than 4096 bytes of input.
      let count = rest.prefix(512).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
      if !rest.isEmpty { pump(for: 0.02) }
    }
  }

  /// Sends `text` between the marks of a bracketed paste, with newlines as terminals send them.
  package func paste(_ text: String) {
    let text = String(text.map { $0 == "\n" ? "\r" : $0 })
    send("\u{1B}[200~\(text)\u{1B}[201~")
  }

  /// Sends a signal to the program.
  package func signal(_ number: Int32) { kill(process, number) }

  /// Gives the window another size.
  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    cpt_resize(master, Int32(columns), Int32(rows))
  }

  /// Closes the terminal, as closing a window does.
  package func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  // MARK: Screen

  /// The text on the screen, and what scrolled off it, without trailing blanks.
  package var plainOutput: String { screen.text }

  /// Waits until the screen, or what scrolled off it, shows `text`, and returns what it shows.
  ///
  /// After `timeout` seconds, or once the program ended, returns `nil`.
  @discardableResult
  package func waitFor(_ text: String, timeout: Double = patience) -> String? {
    waitUntil(timeout: timeout) { $0.text.contains(text) }
  }

  /// Waits until `condition` holds for the screen, and returns what it shows.
  @discardableResult
  package func waitUntil(timeout: Double = patience, _ condition: (Screen) -> Bool) -> String? {
    let end = Self.now + timeout
    while !condition(screen) {
      guard Self.now < end, pump(for: end - Self.now) else {
        return condition(screen) ? screen.text : nil
      }
    }
    return screen.text
  }

  /// Waits until the program is silent for `seconds`, and returns what the screen shows.
  @discardableResult
  package func settle(_ seconds: Double = 0.3) -> String {
    while pump(for: seconds) {}
    return screen.text
  }

  /// Waits for the program to end; returns `nil` after `timeout` seconds.
  package func waitForEnd(timeout: Double = patience) -> Ending? {
    let end = Self.now + timeout
    while ending == nil, Self.now < end {
      pump(for: 0.02)
      var status: Int32 = 0
      guard waitpid(process, &status, WNOHANG) == process else { continue }
      ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }
    return ending
  }

  /// Reads what arrives within `seconds`, and what else is there already; returns `false` if nothing is.
  @discardableResult
  private func pump(for seconds: Double) -> Bool {
    guard readPiece(within: seconds) else { return false }
    // To look at the screen costs more than to read on.
    for _ in 0..<15 where ending == nil { if !readPiece(within: 0) { break } }
    return true
  }

  /// Reads at most one piece that arrives within `seconds`; returns `false` if nothing does.
  private func readPiece(within seconds: Double) -> Bool {
    var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, Int32(max(0, seconds) * 1000)) > 0 else { return false }
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &chunk, chunk.count)
    guard count > 0 else {
      usleep(10_000)  // the program closed the terminal
      return false
    }
    output += chunk[..<count]
    for byte in chunk[..<count] {
      screen.write(byte)
      if screen.reply.isEmpty { continue }
      _ = screen.reply.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      screen.reply = []
    }
    return true
  }

  // MARK: System

  /// Seconds on a clock that only goes forward.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Returns the path of a program of this package, next to the tests that are running.
  package static func builtProgram(_ name: String) -> String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = max(0, readlink("/proc/self/exe", &path, path.count))
    let tests = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = tests.lastIndex(of: "/").map { tests[...$0] } ?? ""
    return folder + name
  }
}
