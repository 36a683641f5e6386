import Metrics
import Notation
import Portfolio
import Quantities

/// What a figure hangs on, as a picture.
extension ReportBuilder {
  /// How far a figure moves with each of its inputs, the one that moves it most first.
  func tornado(_ answer: DriversAnswer) -> [Chart] {
    guard case .found(let drivers) = answer.outcome else { return [] }
    let members = drivers.groups.flatMap(\.members).filter { $0.effect != nil }
    var figure = told(answer, drivers)
    figure.isCondition = false
    let inputs = members.compactMap { member -> TornadoChart.Input? in
      guard let effect = member.effect else { return nil }
      return TornadoChart.Input(
        name(member, drivers), low: effect.low.value, high: effect.high.value,
        text: "\(number(effect.low.value, figure)) to \(number(effect.high.value, figure))")
    }
    guard !inputs.isEmpty else { return [] }
    let sorted = inputs.enumerated().sorted { a, b in
      let (x, y) = (abs(a.element.high - a.element.low), abs(b.element.high - b.element.low))
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
    let of =
      drivers.difference.isEmpty
      ? answer.figure.text + (answer.isAtEnd ? " at end" : "")
      : "\(answer.figure.text)\(answer.isAtEnd ? " at end" : ""), \(model[drivers.difference[0]].name) less \(model[drivers.difference[1]].name)"
    return [
      Chart(
        title: "What \(of) hangs on",
        form: .tornado(
          TornadoChart(measure: measure(figure), base: drivers.mean, inputs: sorted)),
        notes: ["Each input held at its 5th and 95th percentile, all others drawn as they are."])
    ]
  }
}
