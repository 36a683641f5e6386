import ArgumentParser
import Reroute

/// `reroute explain CODE`: what a message means, with an example.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Expand the code of a message.")

  @Argument(help: "The code, such as R306; without one all are listed.")
  var code: String?

  func run() throws {
    guard let code else {
      for code in Reroute.codes {
        try Console.answer(
          Reroute.explanation(of: code)?.split(separator: "\n").first.map { $0 + "\n" } ?? "")
      }
      return
    }
    guard let text = Reroute.explanation(of: code) else {
      Console.write("error: there is no code `\(code)`; `reroute explain` lists them\n", to: 2)
      throw ExitCode(2)
    }
    try Console.answer(text)
  }
}
