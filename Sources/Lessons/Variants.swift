import Portfolio

/// Expressions near one: of another product, month or scenario. A figure that equals one of them tells what was mixed up.
struct Variants {
  /// The texts, each with what is other about it.
  var all: [(kind: MistakeKind, text: String)] = []

  /// The variants of `text` in `model`.
  init(of text: String, _ model: Model) {
    let pieces = NormalForm.pieces(of: text)
    let products = model.products.map(\.name)
    for (i, piece) in pieces.enumerated() where products.contains(piece) {
      guard i + 1 < pieces.count, pieces[i + 1] == "." else { continue }
      for other in products + ["portfolio"] where other != piece {
        add(.product, pieces.replacing(i, with: [other]))
      }
    }
    times(pieces, model.months)
    let scenarios = model.scenarios.map(\.name)
    if let i = pieces.lastIndex(of: "in"), i + 1 < pieces.count, scenarios.contains(pieces[i + 1]) {
      for other in scenarios where other != pieces[i + 1] {
        add(.scenario, pieces.replacing(i + 1, with: [other]))
      }
    } else {
      for scenario in scenarios { add(.scenario, pieces + ["in", scenario]) }
    }
  }

  private mutating func times(_ pieces: [String], _ months: Int) {
    guard let at = pieces.lastIndex(of: "at"), at + 1 < pieces.count else { return }
    if pieces[at + 1] == "end" {
      for month in [0, 1, months - 1, 12] where month >= 0 && month < months {
        add(.time, pieces[..<(at + 1)] + ["month", "\(month)"] + pieces[(at + 2)...])
      }
    } else if pieces[at + 1] == "month", at + 2 < pieces.count, let number = Int(pieces[at + 2]) {
      for month in [number - 1, number + 1, 0, months] where (0...months).contains(month) {
        add(.time, pieces.replacing(at + 2, with: ["\(month)"]))
      }
    }
  }

  private mutating func add(_ kind: MistakeKind, _ pieces: some Sequence<String>) {
    // No space around a dot: `A . users` would read as well, but this is told nowhere.
    all.append((kind, pieces.joined(separator: " ")))
  }
}

extension [String] {
  /// The pieces with others in the place of one.
  fileprivate func replacing(_ index: Int, with pieces: [String]) -> [String] {
    Array(self[..<index]) + pieces + self[(index + 1)...]
  }
}
