import Foundation
import Reroute

/// A script of `Scripts/cases`, run with few trials.
struct CaseStudy {
  static let names = [
    "tiktok", "social-networks", "google-reader", "resso", "graveyard", "decision",
  ]

  let name: String

  /// Next to the tests' folder, wherever the package lies.
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/cases")

  /// Enough for what a case expects with 95% certainty; the graveyard has three hundred products over twenty years.
  var trials: Int { name == "graveyard" ? 4 : 300 }

  var bytes: [UInt8] {
    get throws { try Array(Data(contentsOf: Self.folder.appending(path: "\(name).reroute"))) }
  }

  /// Everything in the folder, so that no case goes untested.
  static func files() throws -> Set<String> {
    let all = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Set(all.filter { $0.hasSuffix(".reroute") })
  }

  /// The session after the whole script, and what became of it.
  func run() throws -> (session: Session, outcome: Outcome) {
    var session = Session()
    session.trials = trials
    session.limits.deadline = nil  // A debug build on a busy machine is slow.
    let outcome = try session.run(bytes: bytes, name: "\(name).reroute")
    return (session, outcome)
  }
}
