import Reroute

/// The lines a script answers, without its messages.
func answers(_ script: String, host: Host = Host()) -> [String] {
  var session = Session(host: host)
  let outcome = session.run(script)
  return outcome.report(showsQuestion: false).split(separator: "\n").map(String.init)
}

/// The codes of a script's messages, in order.
func codes(_ script: String, host: Host = Host()) -> [String] {
  var session = Session(host: host)
  return session.run(script).messages.map(\.code)
}
