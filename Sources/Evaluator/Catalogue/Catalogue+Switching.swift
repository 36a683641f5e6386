import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

extension Catalogue {
  private static let choices = """
    let choices = table { panelist, choice
      1, "Reader"
      1, "Reader"
      1, "Feedly"
      1, "Reader"
      2, "Feedly"
      2, "Feedly"
      2, "NewsBlur"
      2, "Reader"
    }

    """

  /// Who goes where when a brand is gone.
  static let switchingBetweenBrands: [Builtin] = [
    Builtin(
      "switching", ["choices"], .measurement,
      "how often each brand follows each in the next choice of the same person, as a table by the brand before; the choices are a list of lists in order of time, a table of { panelist, choice }, or counts with a column `from` and one for each brand; undefined for a brand nobody was seen to choose again or leave",
      [
        .init(
          choices + "switching(choices)",
          """
          from        Feedly  NewsBlur    Reader
          Feedly    33.3333%  33.3333%  33.3333%
          NewsBlur        0%        0%      100%
          Reader         50%        0%       50%
          """)
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let matrix = try e.switching(a)
      var rows: [Value] = []
      for (brand, row) in zip(matrix.brands, matrix.transitions) {
        var fields: [(name: String, value: Value)] = [("from", .text(brand))]
        for (i, other) in matrix.brands.enumerated() {
          fields.append((other, e.optionalPercent(row?[i])))
        }
        rows.append(.record(fields))
      }
      return .list(rows)
    },
    Builtin(
      "stationary", ["choices"], .measurement,
      "the shares of brands that switching as in `switching` leads to in the long run, as { brand, share }",
      [
        .init(
          choices + "stationary(choices)",
          """
          brand     share
          Feedly    37.5%
          NewsBlur  12.5%
          Reader      50%
          """)
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let matrix = try e.switching(a)
      let size = Double(matrix.brands.count)
      try e.spend(size * size * size / 3, at: a.call)
      guard let shares = matrix.stationary else {
        throw e.report(
          .dataInvalid(
            "these choices lead to no single shares: some brand can't be reached from some other",
            e.span(a.nodes[0]), help: ["leave out brands that nobody was seen to come to or leave"]
          ))
      }
      return .list(
        zip(matrix.brands, shares).map {
          .record([("brand", .text($0)), ("share", e.percent($1))])
        })
    },
    Builtin(
      "diversion", ["choices", "brand"], .measurement,
      "where a brand's users go if it is removed, as { brand, share }: they choose as they did when they last left it",
      [
        .init(
          choices + "diversion(choices, \"Reader\")",
          """
          brand     share
          Feedly     100%
          NewsBlur     0%
          """)
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let matrix = try e.switching(a)
      let brand = try e.word(a, 1, "brand", matrix.brands)
      guard let shares = matrix.diversion(removing: brand) else {
        throw e.report(
          .dataInvalid(
            "nobody was seen to leave `\(brand)` for another brand", e.span(a.nodes[1]),
            help: ["more choices may show where its users go"]))
      }
      return .list(
        zip(matrix.brands, shares).filter { $0.0 != brand }.map {
          .record([("brand", .text($0)), ("share", e.percent($1))])
        })
    },
    Builtin(
      "overlap_bounds", ["a", "b", "share_of_a"], .measurement,
      "two audiences as shares of one population, and the share of the first that is also in the second: the joint share, what it would be if they were independent, how many times that it is (lift), and the least and the most that the two shares allow (Fréchet bounds)",
      [
        .init(
          "overlap_bounds(18%, 17%, 53%)",
          "{ joint: 9.54%, independence: 3.06%, lift: 3.11765, low: 0%, high: 17% }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let first = try e.share(a, 0, "the first audience")
      let second = try e.share(a, 1, "the second audience")
      let shared = try e.share(a, 2, "the share of the first")
      guard let overlap = TwoWayOverlap(first: first, second: second, shareOfFirstInSecond: shared)
      else {
        let low = min(max(0, first + second - 1), min(first, second))
        let high = min(first, second)
        func shown(_ joint: Double) -> String { e.percentText(first > 0 ? joint / first : 0) }
        throw e.report(
          .range(
            "the share of the first that is also in the second", e.text(a.nodes[2]),
            "from \(shown(low)) to \(shown(high)), given the two audiences", e.span(a.nodes[2])))
      }
      return .record([
        ("joint", e.percent(overlap.joint)), ("independence", e.percent(overlap.independence)),
        ("lift", e.value(overlap.lift)), ("low", e.percent(overlap.bounds.lowerBound)),
        ("high", e.percent(overlap.bounds.upperBound)),
      ])
    },
  ]
}

extension Evaluator {
  /// The switching matrix of choices in any of their three forms.
  fileprivate mutating func switching(_ a: Arguments) throws(Failure) -> SwitchingMatrix<String> {
    let rows = try items(a, 0, "lists of choices, or a table of { panelist, choice },")
    if case .record(let fields)? = rows.first, fields.contains(where: { $0.name == "from" }) {
      return try switchingCounts(rows, a)
    }
    var sequences: [[String]] = []
    var people: [String: Int] = [:]
    for (i, row) in rows.enumerated() {
      switch row {
      case .list(let choices):
        var sequence: [String] = []
        for choice in choices { sequence.append(try brand(choice, i, a)) }
        sequences.append(sequence)
      case .record(let fields):
        guard let person = fields.first(where: { $0.name == "panelist" })?.value,
          let choice = fields.first(where: { $0.name == "choice" })?.value
        else {
          let names = fields.map(\.name)
          throw report(
            .unknown(
              "column", names.contains("panelist") ? "choice" : "panelist", span(a.nodes[0]),
              among: names, code: .dataColumn))
        }
        let key = elementName(person)
        if let known = people[key] {
          sequences[known].append(try brand(choice, i, a))
        } else {
          people[key] = sequences.count
          sequences.append([try brand(choice, i, a)])
        }
      default:
        throw wrongKind(
          "lists of choices, or a table of { panelist, choice }", "here", row, span(a.nodes[0]))
      }
    }
    let brands = Set(sequences.joined()).sorted()
    try spend(Double(brands.count) * Double(brands.count), at: a.call)
    guard let matrix = SwitchingMatrix(brands: brands, sequences: sequences) else {
      throw Failure()
    }
    return matrix
  }

  private mutating func brand(_ value: Value, _ row: Int, _ a: Arguments) throws(Failure) -> String
  {
    guard case .text(let brand) = value else {
      throw wrongKind("a text", "as a choice in row \(row + 1)", value, span(a.nodes[0]))
    }
    return brand
  }

  private mutating func switchingCounts(_ rows: [Value], _ a: Arguments) throws(Failure)
    -> SwitchingMatrix<String>
  {
    var brands: [String] = []
    var counts: [[Int]] = []
    var columns: [String] = []
    for (i, row) in rows.enumerated() {
      guard case .record(let fields) = row,
        case .text(let from)? = fields.first(where: { $0.name == "from" })?.value
      else {
        throw report(
          .dataInvalid("row \(i + 1) has no brand in `from`", span(a.nodes[0])))
      }
      brands.append(from)
      columns = fields.map(\.name).filter { $0 != "from" }
      var line: [Int] = []
      for field in fields where field.name != "from" {
        guard case .quantity(let quantity) = field.value, quantity.isBare,
          let count = model.graph.constant(quantity.expression), count >= 0,
          count == count.rounded(), count < 1e15
        else {
          throw report(
            .dataInvalid(
              "row \(i + 1) has no whole number in `\(field.name)`", span(a.nodes[0]),
              help: ["give the choices themselves, or how often each brand followed each"]))
        }
        line.append(Int(count))
      }
      counts.append(line)
    }
    guard columns == brands, let matrix = SwitchingMatrix(brands: brands, counts: counts) else {
      throw report(
        .dataInvalid(
          "the rows are of \(brands.joined(separator: ", ")), the columns of \(columns.joined(separator: ", "))",
          span(a.nodes[0]),
          help: ["a table of counts has one row and one column for each brand, in one order"]))
    }
    return matrix
  }
}
