import ArgumentParser
import LineEditor
import Prompt
import Reroute

/// `reroute merge A B …`: the answers of a run that was made in parts.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer from the parts of a run.",
    discussion: """
      Parts are written with `reroute run FILE --trials-from 0 --trials 1000000 --part A`, `reroute run FILE \
      --trials-from 1000000 --trials 1000000 --part B` and so on, on any machines. Merged, in any order, they answer as one run of \
      all trials does, to the last bit. A part holds its script.
      """)

  @Argument(help: "The parts.")
  var parts: [String]

  @Option(help: ArgumentHelp("Write the merged part into this file instead.", valueName: "file"))
  var part: String?

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    LineEditor.installInterruptHandler()
    var contents: [(name: String, bytes: [UInt8])] = []
    for file in parts { contents.append((file, try Script.bytes(of: file))) }
    let merged: Part
    do throws(Message) {
      var read: [Part] = []
      for file in contents { read.append(try Part(bytes: file.bytes, name: file.name)) }
      merged = try Part.merged(read)
    } catch {
      Console.write(error.rendered, to: 2)
      throw ExitCode(2)
    }
    if let part { return try Parts.save(merged, part) }
    let outcome = Session.answer(merged, host: Console.host(threads: threads.threads))
    var settings = RunSettings()
    (settings.format, settings.showsError) = (output.format, output.error)
    try Script.tell(outcome, settings)
    if outcome.status != .done { throw ExitCode(outcome.status.rawValue) }
  }
}

/// Files of parts.
enum Parts {
  /// Runs a script's trials and writes what they come to.
  static func write(
    _ file: String, _ bytes: [UInt8], _ name: String, _ session: Session
  ) throws(ExitCode) {
    var session = session
    let (outcome, part) = session.part(of: bytes, name: name)
    Console.write(outcome.renderedMessages(colour: Console.wantsColour(2)), to: 2)
    guard let part else { throw ExitCode(outcome.status == .interrupted ? 130 : 2) }
    try save(part, file)
  }

  /// Writes a part, whole or not at all.
  static func save(_ part: Part, _ file: String) throws(ExitCode) {
    do throws(FileWriter.Failure) {
      try FileWriter.write(part.bytes, to: file)
    } catch {
      Console.write("\(error)\n", to: 2)
      throw ExitCode(2)
    }
  }
}
