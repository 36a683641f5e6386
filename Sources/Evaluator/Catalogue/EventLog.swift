import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// The events of a table: who was active on which day.
struct EventLog {
  var events: [ActivityEvent<String>] = []
  /// `true` iff the days are those of the calendar, `false` iff they are counted, nil without events.
  var isCalendar: Bool?

  /// The last day with an event.
  var last: Int? { events.map(\.day).max() }
}

extension Evaluator {
  /// The events of a table of { user, day }.
  mutating func eventLog(_ a: Arguments, _ index: Int) throws(Failure) -> EventLog {
    let node = a.nodes[index]
    var log = EventLog()
    for (i, row) in try items(a, index, "a table of { user, day }").enumerated() {
      guard case .record(let fields) = row else {
        throw wrongKind("a table of { user, day }", "here", row, span(node))
      }
      func value(_ name: String, _ e: inout Evaluator) throws(Failure) -> Value {
        if let field = fields.first(where: { $0.name == name }) { return field.value }
        throw e.report(
          .unknown("column", name, e.span(node), among: fields.map(\.name), code: .dataColumn))
      }
      let user: String
      switch try value("user", &self) {
      case .text(let name): user = name
      case .quantity(let number): user = "\(try certain(number.expression, at: node))"
      case let other: throw wrongKind("a text or a number", "as a user", other, span(node))
      }
      let day = try day(value("day", &self), "row \(i + 1)", at: node, of: &log)
      guard let event = ActivityEvent(user: user, day: day) else {
        throw report(outside("\(day)", "row \(i + 1)", node))
      }
      log.events.append(event)
    }
    return log
  }

  /// The number of a day, counted as the days of `log` are.
  private mutating func day(
    _ value: Value, _ place: String, at node: NodeID, of log: inout EventLog
  ) throws(Failure) -> Int {
    let number: Int
    let isCalendar: Bool
    switch value {
    case .time(.day(let day)): (number, isCalendar) = (day.number, true)
    case .text(let text):
      guard let day = CalendarDay(text) else {
        throw report(
          .dataInvalid(
            "\(place) says `\(text)`, which is no day", span(node),
            help: ["days are written 2023-07-15, or counted: 0, 1, 2"]))
      }
      (number, isCalendar) = (day.number, true)
    case .quantity(let quantity) where quantity.isBare:
      let counted = try certain(quantity.expression, at: node)
      guard counted == counted.rounded(), abs(counted) < 1e15 else {
        throw report(
          .dataInvalid(
            "\(place) says day \(counted), which is no whole number", span(node),
            help: ["days are written 2023-07-15, or counted: 0, 1, 2"]))
      }
      (number, isCalendar) = (Int(counted), false)
    case .time(.point(.calendar(let month))):
      throw report(
        .dataInvalid(
          "\(place) says \(month.text), which is a month and no day", span(node),
          help: ["write the day: `\(month.text)-01`"]))
    default:
      throw wrongKind("a day such as 2023-07-15 or 14", "in \(place)", value, span(node))
    }
    if let known = log.isCalendar, known != isCalendar {
      throw report(
        .dataInvalid(
          "\(place) has a \(isCalendar ? "day of the calendar" : "counted day"), and others have \(isCalendar ? "counted days" : "days of the calendar")",
          span(node), help: ["write all days one way: 2023-07-15, or 14"]))
    }
    log.isCalendar = isCalendar
    guard CalendarMonth.supportedDays.contains(number) else {
      throw report(outside("\(number)", place, node))
    }
    return number
  }

  private func outside(_ day: String, _ place: String, _ node: NodeID) -> Diagnostic {
    .dataInvalid(
      "\(place) says day \(day), about 10,000 years from any other", span(node),
      help: ["days are written 2023-07-15, or counted: 0, 1, 2"])
  }

  /// A day given to a function, counted as those of `log` are; a calendar month stands for its last day.
  mutating func day(_ a: Arguments, _ index: Int, of log: EventLog) throws(Failure) -> Int {
    var log = log
    if case .time(.point(.calendar(let month))) = a.values[index], let days = month.days,
      log.isCalendar != false
    {
      return days.upperBound
    }
    return try day(a.values[index], "`\(text(a.nodes[index]))`", at: a.nodes[index], of: &log)
  }

  /// A day as it is written in the events.
  mutating func dayValue(_ number: Int, of log: EventLog) -> Value {
    if log.isCalendar == true, let day = CalendarDay(number: number) { return .time(.day(day)) }
    return plain(Double(number))
  }
}
