import Notation
import Quantities

/// Writes pictures as Vega-Lite v5, which many tools read, with the numbers inside.
package enum VegaLite {
  /// The specification of pictures, one below the other.
  package static func specification(_ charts: [Chart]) -> JSONValue {
    var fields: [String: JSONValue]
    if charts.count == 1, let only = charts.first {
      fields = view(only)
    } else {
      fields = ["vconcat": .array(charts.map { .object(view($0)) })]
    }
    fields["$schema"] = .text("https://vega.github.io/schema/vega-lite/v5.json")
    fields["description"] = .text(charts.map(\.description).joined(separator: " "))
    fields["usermeta"] = .object(["generator": .text("made by Reroute")])
    return .object(fields)
  }

  private static func view(_ chart: Chart) -> [String: JSONValue] {
    var fields: [String: JSONValue]
    switch chart.form {
    case .lines(let form): fields = lines(form)
    case .bars(let form): fields = bars(form)
    case .waterfall(let form): fields = waterfall(form)
    case .tornado(let form): fields = tornado(form)
    case .flow(let form): fields = flow(form)
    }
    var title: [String: JSONValue] = ["text": .text(chart.title), "anchor": .text("start")]
    if !chart.notes.isEmpty { title["subtitle"] = .array(chart.notes.map { .text($0) }) }
    fields["title"] = .object(title)
    return fields
  }

  // MARK: Parts

  /// Values in the unit that a person reads, with its name: Vega-Lite knows no factors.
  private struct Scale {
    let measure: ChartMeasure
    func number(_ value: Double) -> JSONValue { .number(value * measure.factor) }
    var title: JSONValue { measure.unit.isEmpty ? .null : .text(measure.unit) }
    /// Short numbers with a suffix, but for shares, which are told in per cent already.
    var axis: JSONValue { .object(["format": .text("~s"), "title": title]) }
  }

  private static func channel(_ field: String, _ type: String, _ more: [String: JSONValue] = [:])
    -> JSONValue
  {
    .object(more.merging(["field": .text(field), "type": .text(type)]) { _, own in own })
  }

  private static func data(_ rows: [JSONValue]) -> JSONValue {
    .object(["values": .array(rows)])
  }

  private static func mark(_ type: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
    .object(more.merging(["type": .text(type)]) { _, own in own })
  }

  private static func layer(_ mark: JSONValue, _ encoding: [String: JSONValue]) -> JSONValue {
    .object(["mark": mark, "encoding": .object(encoding)])
  }

  /// Names in the order in which they come, not in that of the alphabet.
  private static let unsorted: [String: JSONValue] = ["sort": .null]

  private static func tooltip(_ fields: [String]) -> JSONValue {
    .array(fields.map { .object(["field": .text($0)]) })
  }

  // MARK: Forms

  private static func lines(_ chart: LineChart) -> [String: JSONValue] {
    let scale = Scale(measure: chart.measure)
    let rows = chart.series.flatMap { series in
      series.months.enumerated().filter { $0.element.isDefined }.map { month, spread in
        var row: [String: JSONValue] = [
          "series": .text(series.name), "month": .number(Double(month)),
          "mean": scale.number(spread.mean), "p5": scale.number(spread.low),
          "p95": scale.number(spread.high),
        ]
        if let start = chart.start { row["date"] = .text((start + (month - 1)).text) }
        return JSONValue.object(row)
      }
    }
    let x =
      chart.start == nil
      ? channel("month", "quantitative", ["axis": .object(["tickMinStep": .number(1)])])
      : channel(
        "date", "temporal",
        ["timeUnit": .text("utcyearmonth"), "axis": .object(["title": .null])])
    let color = channel("series", "nominal", ["sort": .null, "legend": .object(["title": .null])])
    let y = channel("mean", "quantitative", ["axis": scale.axis, "scale": zero(false)])
    return [
      "data": data(rows), "width": .number(560), "height": .number(300),
      "encoding": .object(["x": x, "color": color]),
      "layer": .array([
        layer(
          mark("area", ["opacity": .number(0.18)]),
          [
            "y": channel("p5", "quantitative", ["axis": scale.axis, "scale": zero(false)]),
            "y2": .object(["field": .text("p95")]),
          ]),
        layer(
          mark("line", ["point": .truth(chart.series.count > 1)]),
          [
            "y": y, "shape": channel("series", "nominal", ["sort": .null, "legend": .null]),
            "strokeDash": channel("series", "nominal", ["sort": .null, "legend": .null]),
            "tooltip": tooltip([
              "series", chart.start == nil ? "month" : "date", "mean", "p5", "p95",
            ]),
          ]),
      ]),
    ]
  }

  private static func zero(_ isThere: Bool) -> JSONValue { .object(["zero": .truth(isThere)]) }

  private static func bars(_ chart: BarChart) -> [String: JSONValue] {
    let scale = Scale(measure: chart.measure)
    let isGrouped = chart.groups.count > 1
    let rows = chart.groups.flatMap { group in
      group.bars.filter(\.value.isDefined).map { bar in
        JSONValue.object([
          "figure": .text(group.name), "name": .text(bar.name), "text": .text(bar.text),
          "mean": scale.number(bar.value.mean), "p5": scale.number(bar.value.low),
          "p95": scale.number(bar.value.high),
        ])
      }
    }
    var encoding: [String: JSONValue] = [
      "y": channel("name", "nominal", ["sort": .null, "axis": .object(["title": .null])])
    ]
    if isGrouped {
      encoding["row"] = channel(
        "figure", "nominal",
        [
          "sort": .null,
          "header": .object(["title": .null, "labelAngle": .number(0), "labelAlign": .text("left")]
          ),
        ])
    }
    let mean = channel(
      "mean", "quantitative", ["axis": scale.axis, "scale": zero(!chart.hasPoints)])
    let layers: [JSONValue] = [
      layer(
        chart.hasPoints ? mark("point", ["filled": .truth(true)]) : mark("bar"),
        ["x": mean, "tooltip": tooltip(["name", "text"])]),
      layer(
        mark("rule", ["strokeWidth": .number(1.5)]),
        [
          "x": channel("p5", "quantitative", ["scale": zero(!chart.hasPoints)]),
          "x2": .object(["field": .text("p95")]),
        ]),
    ]
    let values = data(rows)
    guard isGrouped else {
      return [
        "data": values, "width": .number(420), "encoding": .object(encoding),
        "layer": .array(layers),
      ]
    }
    // Layers go into a facet, which holds the groups.
    let row = encoding.removeValue(forKey: "row") ?? .null
    return [
      "data": values, "facet": .object(["row": row]),
      "spec": .object([
        "width": .number(420), "encoding": .object(encoding), "layer": .array(layers),
      ]),
    ]
  }

  private static func waterfall(_ chart: WaterfallChart) -> [String: JSONValue] {
    let scale = Scale(measure: chart.measure)
    let hasZero = chart.axis(most: 6).low <= 0
    let rows = zip(chart.steps, chart.spans).map { step, span in
      let start = step.isLevel ? 0 : span.from
      return JSONValue.object([
        "name": .text(step.name), "text": .text(step.text),
        "kind": .text(step.isLevel ? "level" : span.to < span.from ? "less" : "more"),
        "from": scale.number(step.isLevel && hasZero ? 0 : span.from), "to": scale.number(span.to),
        "p5": scale.number(start + step.value.low), "p95": scale.number(start + step.value.high),
      ])
    }
    return [
      "data": data(rows), "width": .number(420),
      "encoding": .object([
        "y": channel("name", "nominal", ["sort": .null, "axis": .object(["title": .null])])
      ]),
      "layer": .array([
        layer(
          mark("bar", ["minBandSize": .number(3)]),
          [
            "x": channel("from", "quantitative", ["axis": scale.axis, "scale": zero(hasZero)]),
            "x2": .object(["field": .text("to")]),
            "color": channel("kind", "nominal", ["legend": .object(["title": .null])]),
            "tooltip": tooltip(["name", "text"]),
          ]),
        layer(
          mark("rule", ["strokeWidth": .number(1.5)]),
          [
            "x": channel("p5", "quantitative", ["scale": zero(hasZero)]),
            "x2": .object(["field": .text("p95")]),
          ]),
      ]),
    ]
  }

  private static func tornado(_ chart: TornadoChart) -> [String: JSONValue] {
    let scale = Scale(measure: chart.measure)
    let rows = chart.inputs.flatMap { input in
      [("5th percentile", input.low), ("95th percentile", input.high)].map { end, value in
        JSONValue.object([
          "name": .text(input.name), "input": .text(end), "text": .text(input.text),
          "base": scale.number(chart.base), "outcome": scale.number(value),
        ])
      }
    }
    return [
      "data": data(rows), "width": .number(420),
      "encoding": .object([
        "y": channel("name", "nominal", ["sort": .null, "axis": .object(["title": .null])])
      ]),
      "layer": .array([
        layer(
          mark("bar"),
          [
            "x": channel("base", "quantitative", ["axis": scale.axis, "scale": zero(false)]),
            "x2": .object(["field": .text("outcome")]),
            "color": channel("input", "nominal", unsorted),
            "tooltip": tooltip(["name", "input", "text"]),
          ]),
        layer(
          mark("rule"), ["x": channel("base", "quantitative", ["scale": zero(false)])]),
      ]),
    ]
  }

  /// Vega-Lite has no Sankey diagram; the same as bars, each source stacked by where its users ended.
  private static func flow(_ chart: FlowChart) -> [String: JSONValue] {
    let rows = chart.sources.flatMap { source in
      source.ends.map { end in
        JSONValue.object([
          "source": .text(source.name), "end": .text(end.name), "users": .number(end.users),
          "text": .text(end.text),
        ])
      }
    }
    return [
      "data": data(rows), "width": .number(420), "mark": mark("bar"),
      "encoding": .object([
        "y": channel("end", "nominal", ["sort": .null, "axis": .object(["title": .null])]),
        "x": channel(
          "users", "quantitative",
          ["axis": .object(["format": .text("~s"), "title": .text(chart.unit)])]),
        "color": channel("source", "nominal", unsorted),
        "tooltip": tooltip(["source", "end", "text"]),
      ]),
    ]
  }
}
