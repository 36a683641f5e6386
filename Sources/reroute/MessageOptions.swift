import ArgumentParser
import Reroute

/// How messages are told, and which of them count.
struct MessageOptions: ParsableArguments {
  @Flag(help: "Tell messages in sentences without marks or colour, for screen readers.")
  var narrate = false

  @Flag(help: "Tell each message in a line.")
  var short = false

  @Option(
    help: ArgumentHelp(
      "Don't tell a warning of this code, such as R412; may be given several times.",
      valueName: "code"))
  var allow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Treat a warning of this code, or all `warnings`, as an error; may be given several times.",
      valueName: "code"))
  var deny: [String] = []

  init() {}

  func validate() throws {
    if narrate, short { throw ValidationError("Choose one of --narrate and --short.") }
    for code in allow + deny where !Reroute.codes.contains(code.uppercased()) {
      if deny.contains(code), code == "warnings" { continue }
      throw ValidationError("There is no code `\(code)`; `reroute explain` lists them.")
    }
  }

  private var form: Outcome.MessageForm { narrate ? .narrated : short ? .short : .full }

  /// `true` iff something is wrong, by what counts as wrong.
  func isWrong(_ outcome: Outcome) -> Bool {
    outcome.messages.contains { message in
      message.severity == .error || message.severity == .warning && isDenied(message.code)
    }
  }

  private func isDenied(_ code: String) -> Bool {
    !isAllowed(code) && (deny.contains("warnings") || deny.contains { $0.uppercased() == code })
  }

  private func isAllowed(_ code: String) -> Bool { allow.contains { $0.uppercased() == code } }

  /// Writes the messages of an outcome to standard error.
  func write(_ outcome: Outcome) {
    let hidden = Set(allow.map { $0.uppercased() })
    Console.write(
      outcome.renderedMessages(
        colour: Console.wantsColour(2), form: form, width: Console.columns(2), hiding: hidden),
      to: 2)
  }
}
