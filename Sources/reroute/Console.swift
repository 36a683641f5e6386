import ArgumentParser
import LineEditor
import Prompt
import Reroute
import SystemMemory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal, the files and the clock, as the command uses them.
enum Console {
  /// A host that reads files, stops on Ctrl-C and shows progress at a terminal.
  ///
  /// It lets scripts write pictures as ``PictureFiles`` says, with `force` over any file.
  static func host(threads: Int?, force: Bool = false) -> Host {
    var host = Host()
    host.threads = threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    host.isCancelled = { LineEditor.interruptRequested }
    host.load = { (name, from) throws(Host.Failure) in
      let path = name.hasPrefix("/") ? name : directory(of: from) + name
      return (path, try read(path))
    }
    host.save = { (name, _, bytes) throws(Host.Failure) in
      try PictureFiles.save(name, bytes, force: force)
    }
    if LineEditor.isTerminal(2), Output.movesCursor {
      let meter = ProgressMeter(clock: host.clock)
      host.progress = { done, of in meter.show(done, of: of) }
      host.preliminary = { outcome in
        let report = outcome.report(.text, colour: wantsColour(2))
        let note = "sampled so far; looking for the exact shares, Ctrl-C keeps these"
        write("\r\u{1B}[K\(report)\(note)\n\n", to: 2)
      }
    }
    return host
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// The largest file that is read.
  private static let mostBytes = 1 << 30

  /// The bytes of a file; `-` is standard input.
  static func read(_ path: String) throws(Host.Failure) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    defer { if descriptor != 0 { close(descriptor) } }
    // What the file says it has goes straight to its place; by way of a buffer, reading took 1.8 % of a large check.
    var bytes = [UInt8](unsafeUninitializedCapacity: size(of: descriptor)) { memory, filled in
      LargePages.advise(UnsafeMutableRawBufferPointer(memory))
      while filled < memory.count {
        let place = memory.baseAddress.map { UnsafeMutableRawPointer($0 + filled) }
        let count = systemRead(descriptor, place, memory.count - filled)
        // The end or a failure, which comes again below.
        guard count > 0 else { return }
        filled += count
      }
    }
    // The rest: everything of what tells no size, and of a file, unless it grew, nothing.
    var buffer = [UInt8](repeating: 0, count: bytes.isEmpty ? 1 << 16 : 1 << 10)
    while true {
      let count = readSome(descriptor, &buffer)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR, !LineEditor.interruptRequested { continue }
        throw .unreadable(String(cString: strerror(errno)))
      }
      bytes += buffer[..<count]
      // Scripts and tables are far smaller; a device never ends.
      if bytes.count > mostBytes { throw .unreadable("it is larger than 1 GB") }
      if LineEditor.interruptRequested { throw .unreadable("interrupted") }
    }
  }

  /// The size of a file, 0 for what has none.
  private static func size(of descriptor: Int32) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return 0 }
    return min(max(0, Int(status.st_size)), mostBytes)
  }

  private static func readSome(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
  }

  /// Writes text to standard output (1) or standard error (2). A closed pipe is no error; a full disk is.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32 = 1) -> Bool {
    Output.write(text, to: descriptor)
  }

  /// Writes what was asked for to standard output; ends the command with a message where that fails.
  static func answer(_ text: String) throws(ExitCode) {
    guard !write(text) else { return }
    let why = String(cString: strerror(errno))
    write("error[R702]: standard output can't be written: \(why)\n", to: 2)
    throw ExitCode(2)
  }

  /// A reader that goes away ends the writing, not the command.
  static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Ends the command with a status.
  static func exit(_ status: Int32) -> Never { systemExit(status) }

  /// `true` iff a stream is a terminal that wants colour.
  static func wantsColour(_ descriptor: Int32) -> Bool { Output.wantsColour(descriptor) }

  /// The columns of the terminal a stream is; nil for what is none.
  static func columns(_ descriptor: Int32) -> Int? { Output.columns(descriptor) }
}

private func systemExit(_ status: Int32) -> Never { exit(status) }

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int)
  -> Int
{
  read(descriptor, buffer, count)
}
