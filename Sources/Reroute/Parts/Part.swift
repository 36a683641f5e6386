package import Engine
import Portfolio
import Quantities
import SourceText

/// A part of a run: the trials of a script from one number to another, which are merged with others into the whole.
///
/// It holds the script with all it imports, so that parts can be merged wherever they are taken.
///
/// ```swift
/// var session = Session()
/// session.firstTrial = 1_000_000
/// session.trials = 1_000_000
/// let (outcome, part) = session.part(of: Array(script.utf8))
/// ```
public struct Part: Sendable {
  /// A text or a table that the script got from its host.
  struct Import: Hashable, Sendable {
    /// What was asked for, and by which text.
    var name: String
    var from: String
    /// What it is called in full, and what stands in it.
    var fullName: String
    var bytes: [UInt8]
  }

  /// What the script is called.
  public var name: String
  /// The script.
  public var script: [UInt8]
  var imports: [Import]
  /// The seed of all draws.
  public var seed: UInt64
  /// How the draws were chosen, as a script writes it.
  public var sampling: String
  /// The trials.
  package var run: RunPart

  /// The number of the first trial.
  public var firstTrial: Int { run.firstTrial }
  /// The count of trials.
  public var trials: Int { run.trials }

  init(
    name: String, script: [UInt8], imports: [Import], seed: UInt64, sampling: String, run: RunPart
  ) {
    (self.name, self.script, self.imports) = (name, script, imports)
    (self.seed, self.sampling, self.run) = (seed, sampling, run)
  }

  // MARK: The file

  /// The first bytes of every file of a part.
  private static let magic = Array("reroute part\n".utf8)
  /// The version of the form.
  private static let version = 1

  /// The bytes of a file with the part; ``init(bytes:name:)`` reads them.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.addPlain(Self.magic)
    writer.add(Self.version)
    writer.add(Array(Reroute.version.utf8))
    writer.add(Array(name.utf8))
    writer.add(script)
    writer.add(imports.count)
    for text in imports {
      for field in [text.name, text.from, text.fullName] { writer.add(Array(field.utf8)) }
      writer.add(text.bytes)
    }
    writer.add(seed)
    writer.add(Array(sampling.utf8))
    run.write(to: &writer)
    writer.addFixed(writer.bytes.checksum)
    return writer.bytes
  }

  /// Reads the bytes of a file called `name`. Throws the error where they are no part that this version can use.
  public init(bytes: [UInt8], name file: String) throws(Message) {
    func refused(_ diagnostic: Diagnostic) -> Message { Message(diagnostic, SourceMap()) }
    guard bytes.starts(with: Self.magic) else { throw refused(.noPart(file)) }
    let version: Int
    let program: String
    do throws(DamagedBytes) {
      var reader = ByteReader(bytes.dropFirst(Self.magic.count))
      version = try reader.count()
      program = String(decoding: try reader.block(), as: UTF8.self)
    } catch {
      throw refused(.damagedPart(file))
    }
    guard version == Self.version, program == Reroute.version else {
      throw refused(.partOfVersion(file, program))
    }
    do throws(DamagedBytes) {
      self = try Self.read(bytes)
    } catch {
      throw refused(.damagedPart(file))
    }
  }

  /// Reads bytes of this version.
  private static func read(_ bytes: [UInt8]) throws(DamagedBytes) -> Part {
    var end = ByteReader(bytes.suffix(8))
    guard try end.fixed() == Array(bytes.dropLast(8)).checksum else { throw DamagedBytes() }
    var reader = ByteReader(bytes.dropFirst(magic.count).dropLast(8))
    func text() throws(DamagedBytes) -> String {
      String(decoding: try reader.block(), as: UTF8.self)
    }
    _ = try reader.count()
    _ = try text()
    let name = try text()
    let script = try reader.block()
    var imports: [Import] = []
    for _ in 0..<(try reader.countOfRest()) {
      imports.append(
        Import(
          name: try text(), from: try text(), fullName: try text(), bytes: try reader.block()))
    }
    let (seed, sampling) = (try reader.number(), try text())
    let run = try RunPart(from: &reader)
    guard reader.left == 0 else { throw DamagedBytes() }
    return Part(
      name: name, script: script, imports: imports, seed: seed, sampling: sampling, run: run)
  }

  // MARK: Merging

  /// The part with the trials of all, in whatever order they are given. Throws the error where they are of different runs, or
  /// trials are missing between them or are there twice.
  public static func merged(_ parts: [Part]) throws(Message) -> Part {
    func refused(_ diagnostic: Diagnostic) -> Message { Message(diagnostic, SourceMap()) }
    guard var whole = parts.first else { throw refused(.partsDiffer("there is none")) }
    for part in parts.dropFirst() {
      if part.script != whole.script { throw refused(.partsDiffer("their scripts differ")) }
      if part.imports.map(\.bytes) != whole.imports.map(\.bytes) {
        throw refused(.partsDiffer("the files that their scripts import differ"))
      }
      if part.seed != whole.seed {
        throw refused(.partsDiffer("one has the seed \(whole.seed), another \(part.seed)"))
      }
      if part.sampling != whole.sampling {
        throw refused(
          .partsDiffer("one has `sampling \(whole.sampling)`, another `sampling \(part.sampling)`"))
      }
    }
    do throws(RunPart.MergeProblem) {
      whole.run = try RunPart.merged(parts.map(\.run))
    } catch {
      throw refused(.unmergeable(error))
    }
    return whole
  }
}
