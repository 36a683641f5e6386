import Foundation
import Reroute
import Synchronization
import Testing

import struct Reroute.Host

/// The bad programs of `Tests/Corpus/Errors`: one a file, named after its code, with the messages it gives beside it.
///
/// A first line may say under what circumstances it runs: `# with limit steps=1_000`, or `# with a host that …`.
struct ErrorCorpus {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus/Errors")

  /// A program of the corpus.
  struct Program: Sendable, CustomTestStringConvertible {
    /// The file's name without its ending, such as `R306-low-above-high`.
    let name: String
    var testDescription: String { name }
    /// The code it must give, and no other.
    var code: String { String(name.prefix { $0 != "-" }) }
    var file: String { name + ".reroute" }

    func bytes() throws -> [UInt8] {
      Array(try Data(contentsOf: ErrorCorpus.folder.appendingPathComponent(file)))
    }
  }

  /// All programs, by name.
  static let programs: [Program] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".reroute") }.sorted().map {
      Program(name: String($0.dropLast(".reroute".count)))
    }
  }()

  /// A session as the program's first line wants it.
  static func session(for bytes: [UInt8]) -> Session {
    let first = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    var limits = Limits()
    var host = self.host
    if first.hasPrefix("# with limit ") {
      let parts = first.dropFirst("# with limit ".count).split(separator: "=")
      _ = limits.set(String(parts[0]), to: Double(parts[1].filter { $0 != "_" }) ?? 1)
    }
    switch first {
    case "# with a host that reads no files": host.load = Host().load
    case "# with a host that writes no files": host.save = Host().save
    case "# with a host that stops at once": host.isCancelled = { true }
    case "# with a host that stops during the trials":
      let done = Flag()
      host.progress = { _, _ in done.value.store(true, ordering: .relaxed) }
      host.isCancelled = { done.value.load(ordering: .relaxed) }
    case "# with a host whose clock runs fast":
      let done = Flag()
      host.progress = { _, _ in done.value.store(true, ordering: .relaxed) }
      host.clock = { done.value.load(ordering: .relaxed) ? 1e6 : 0 }
    case "# with a host whose clock has run":
      let asked = Flag()
      host.clock = { asked.value.exchange(true, ordering: .relaxed) ? 1e6 : 0 }
    default: break
    }
    return Session(host: host, limits: limits)
  }

  /// A host that serves the files of the corpus and of the folder beside it.
  static var host: Host {
    var host = Host()
    host.load = { (name, _) throws(Host.Failure) in
      for place in [folder.appendingPathComponent("beside"), folder] {
        if let data = try? Data(contentsOf: place.appendingPathComponent(name)) {
          return (name, Array(data))
        }
      }
      throw .unreadable("there is no such file")
    }
    host.save = { (_, _, _) throws(Host.Failure) in }
    return host
  }

  private final class Flag: Sendable {
    let value = Atomic(false)
  }
}
