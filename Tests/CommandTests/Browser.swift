import Foundation

/// An installed Chromium or Chrome, without a window.
enum Browser {
  /// The program; nil where none is installed.
  static let path: String? = {
    let names = [
      "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    ]
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let candidates =
      names.flatMap { name in folders.map { "\($0)/\(name)" } } + [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
      ]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// `true` iff what needs a browser runs: where one is installed, and where one must be.
  static var isExpected: Bool {
    path != nil || ProcessInfo.processInfo.environment["CI"] != nil
  }

  /// What a browser leaves behind: the document after its scripts ran, and what was complained of.
  struct Visit {
    let document: String
    let complaints: [String]
  }

  /// Opens a file and waits until its scripts are done. A browser that hangs is ended after 30 seconds.
  static func visit(_ file: URL, with program: String, in scratch: Scratch) throws -> Visit {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--disable-background-networking", "--disable-extensions", "--enable-logging=stderr",
      "--user-data-dir=" + scratch.url.appendingPathComponent("browser").path,
      "--virtual-time-budget=4000", "--dump-dom", file.absoluteString,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: URL(fileURLWithPath: scratch.file("document", "")))
    process.standardError = try FileHandle(
      forWritingTo: URL(fileURLWithPath: scratch.file("complaints", "")))
    try process.run()
    let deadline = Date().addingTimeInterval(30)
    while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    let complaints = try scratch.text("complaints").split(separator: "\n").map(String.init)
    return Visit(
      document: try scratch.text("document"),
      complaints: complaints.filter { $0.contains("CONSOLE") })
  }
}
