import Reporting

extension Message {
  /// The message as a JSON object: code, severity, message, primary, secondary, notes, help, corrections.
  public var json: String { (try? jsonValue.text()) ?? "{}\n" }

  var jsonValue: JSONValue {
    .object([
      "code": .text(code), "severity": .text(severity.rawValue), "message": .text(text),
      "primary": primary.map(\.jsonValue) ?? .null, "secondary": .array(secondary.map(\.jsonValue)),
      "notes": .array(notes.map { .text($0) }), "help": .array(help.map { .text($0) }),
      "corrections": .array(
        corrections.map { correction in
          .object([
            "title": .text(correction.title),
            "applicability": .text(correction.applicability.rawValue),
            "edits": .array(
              correction.edits.map {
                .object(["span": $0.span.jsonValue, "replacement": .text($0.replacement)])
              }),
          ])
        }),
    ])
  }
}

extension Message.Label {
  fileprivate var jsonValue: JSONValue { .object(["span": span.jsonValue, "text": .text(text)]) }
}

extension Message.Span {
  var jsonValue: JSONValue {
    func range(_ range: Range<Int>) -> JSONValue {
      .array([.number(Double(range.lowerBound)), .number(Double(range.upperBound))])
    }
    return .object([
      "source": .text(source), "utf8": range(utf8), "utf16": range(utf16),
      "line": .number(Double(line)), "column": .number(Double(column)),
    ])
  }
}
