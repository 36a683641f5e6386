import Foundation
import Reroute

import struct Reroute.Host

/// How many times slower than usual everything may be; `Scripts/test --sanitize` says it is.
let slowness = ProcessInfo.processInfo.environment["REROUTE_SLOWNESS"].flatMap(Double.init) ?? 1

/// The lines a script answers, without its messages.
func answers(_ script: String, host: Host = Host()) -> [String] {
  var session = Session(host: host)
  session.limits.deadline = 60 * slowness
  let outcome = session.run(script)
  return outcome.report(showsQuestion: false).split(separator: "\n").map(String.init)
}

/// The codes of a script's messages, in order.
func codes(_ script: String, host: Host = Host()) -> [String] {
  var session = Session(host: host)
  session.limits.deadline = 60 * slowness
  return session.run(script).messages.map(\.code)
}
