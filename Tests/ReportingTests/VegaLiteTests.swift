import Testing

@testable import Reporting

/// The structure that the schema of Vega-Lite v5 asks for, as far as it is used here.
@Suite("Pictures as Vega-Lite")
struct VegaLiteTests {
  private static let marks: Set<String> = ["area", "bar", "line", "point", "rule"]
  private static let channels: Set<String> = [
    "x", "x2", "y", "y2", "color", "shape", "strokeDash", "tooltip", "row",
  ]
  private static let types: Set<String> = ["quantitative", "nominal", "ordinal", "temporal"]

  @Test("A specification says its schema, and every view what is drawn of which field")
  func specifications() throws {
    for (name, chart) in ChartSamples.all {
      guard case .object(let fields) = VegaLite.specification([chart]) else {
        Issue.record("\(name) is no object")
        continue
      }
      #expect(fields["$schema"] == .text("https://vega.github.io/schema/vega-lite/v5.json"))
      #expect(fields["description"] != nil && fields["title"] != nil)
      try view(fields, name)
    }
  }

  @Test("Several pictures stand one below the other")
  func several() throws {
    guard
      case .object(let fields) = VegaLite.specification([ChartSamples.line, ChartSamples.bars]),
      case .array(let views) = fields["vconcat"]
    else {
      Issue.record("no vconcat")
      return
    }
    #expect(views.count == 2)
    for one in views { if case .object(let inner) = one { try view(inner, "a part") } }
  }

  private func view(_ fields: [String: JSONValue], _ name: String) throws {
    var inner = fields
    if case .object(let spec) = fields["spec"] {
      #expect(fields["facet"] != nil, "\(name)")
      inner = spec
    }
    guard case .object(let data) = fields["data"], case .array(let rows) = data["values"],
      case .object(let first) = rows.first
    else {
      Issue.record("\(name) has no data")
      return
    }
    let known = Set(first.keys)
    var layers: [[String: JSONValue]] = [inner]
    if case .array(let list) = inner["layer"] {
      for case .object(let layer) in list { layers.append(layer) }
    } else {
      #expect(inner["mark"] != nil, "\(name)")
    }
    for layer in layers {
      if case .object(let mark) = layer["mark"], case .text(let type) = mark["type"] {
        #expect(Self.marks.contains(type), "\(name): \(type)")
      }
      guard case .object(let encoding) = layer["encoding"] else { continue }
      for (channel, definition) in encoding {
        #expect(Self.channels.contains(channel), "\(name): \(channel)")
        guard case .object(let parts) = definition else { continue }
        guard case .text(let field) = parts["field"] else {
          Issue.record("\(name): \(channel) has no field")
          continue
        }
        #expect(known.contains(field), "\(name): \(field)")
        // The second end of a bar or an area takes its type from the first.
        guard !channel.hasSuffix("2") else { continue }
        guard case .text(let type) = parts["type"] else {
          Issue.record("\(name): \(channel) has no type")
          continue
        }
        #expect(Self.types.contains(type))
      }
    }
  }

  @Test("The flow is a Sankey diagram in Mermaid, its numbers as they are")
  func mermaid() throws {
    let text = try #require(MermaidFlow.text(ChartSamples.flow))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("sankey-beta"))
    #expect(lines.contains("\"Resso, music 🎵\",\"微信\",400000"))
    #expect(lines.contains("\"微信\",\"stayed on 微信\",650000"))
    #expect(MermaidFlow.text(ChartSamples.line) == nil)
  }
}
