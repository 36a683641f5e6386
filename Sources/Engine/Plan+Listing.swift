import Quantities

extension ScenarioPlan {
  /// The plan as text, an instruction a line: what `reroute check --show plan` prints.
  package var listing: String {
    var lines: [String] = []
    for (register, value) in constants { lines.append("r\(register.index) = \(value)") }
    for (register, values) in tables {
      lines.append(
        "r\(register.index) = month table \(values.map { "\($0)" }.joined(separator: " "))")
    }
    for (register, source) in draws { lines.append("r\(register.index) = draw \(source.listing)") }
    for line in setup { lines.append(line.listing) }
    for check in setupChecks { lines.append("check \(check.site) r\(check.register.index)") }
    for state in states {
      lines.append("state r\(state.register.index) from r\(state.initial.index)")
    }
    lines.append("each month")
    for (register, source) in monthlyDraws {
      lines.append("  r\(register.index) = draw \(source.listing)")
    }
    for line in month { lines.append("  " + line.listing) }
    for check in checks { lines.append("  check \(check.site) r\(check.register.index)") }
    for state in states {
      lines.append("  next r\(state.register.index) = r\(state.next.index)")
    }
    for (i, record) in records.enumerated() {
      lines.append("  record \(i) = r\(record.value.index), at month 0 r\(record.initial.index)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Instruction {
  /// The instruction as text.
  package var listing: String {
    let operands = [a, b, c].prefix(operation.arity).map { "r\($0.index)" }
    return "r\(destination.index) = \(operation) \(operands.joined(separator: " "))"
  }
}

extension DrawSource {
  /// The source as text.
  package var listing: String {
    let streams = parts.map { part in
      (part.weight == 1 ? "" : "\(part.weight)·") + String(part.key.value, radix: 16)
    }
    return "\(distribution) from \(streams.joined(separator: " + "))"
  }
}
