/// Writes the flow as Mermaid, which many editors and wikis draw.
package enum MermaidFlow {
  /// The diagram, or nil for what Mermaid's Sankey can't show.
  package static func text(_ chart: Chart) -> String? {
    guard case .flow(let flow) = chart.form else { return nil }
    var out = "---\ntitle: \(quoted(chart.title))\n---\nsankey-beta\n%% made by Reroute\n"
    for note in chart.notes { out += "%% \(note)\n" }
    for source in flow.sources {
      for end in source.ends {
        let target = end.next.map { flow.sources[$0].name } ?? end.name
        out += "\(quoted(source.name)),\(quoted(target)),\(number(end.users))\n"
      }
    }
    return out
  }

  /// A cell of CSV; a line's end would end it.
  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" ? "\"\"" : $0.isNewline ? " " : String($0) }.joined() + "\""
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 9e15 ? "\(Int64(value))" : "\(value)"
  }
}
