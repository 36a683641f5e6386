import SourceText

/// Tables that are wider than a terminal.
extension Table {
  /// The columns that each row is known by: those of text before the numbers, and what counts the months.
  private var keys: Int {
    let first = columns.firstIndex { $0.isNumeric && $0.title != "month" } ?? 1
    return min(max(1, first), columns.count - 1)
  }

  /// The table as several, one below the other, none wider than so many columns of a terminal and each with the columns that its rows are
  /// known by; nil where it fits as it is, and where no column fits beside those.
  func parts(upTo width: Int) -> [Table]? {
    guard columns.count > 2 else { return nil }
    let widths = columns.indices.map { i in
      rows.reduce(DisplayWidth.columns(columns[i].title)) {
        max($0, DisplayWidth.columns($1[i].text))
      }
    }
    let gap = 2
    guard widths.reduce(0, { $0 + $1 + gap }) - gap > width else { return nil }
    let keys = self.keys
    let own = widths[..<keys].reduce(0) { $0 + $1 + gap }
    var groups: [[Int]] = []
    var used = 0
    for i in keys..<columns.count {
      guard own + widths[i] <= width else { return nil }
      // The ends of an interval stay with what they are of.
      let isEnd = !groups.isEmpty && ["5%", "95%", "90%"].contains(columns[i].title)
      if let last = groups.indices.last, own + used + gap + widths[i] <= width {
        groups[last].append(i)
        used += gap + widths[i]
      } else if isEnd, let last = groups.indices.last {
        // As far back as the figure itself.
        let start =
          groups[last].lastIndex { !["5%", "95%", "90%"].contains(columns[$0].title) } ?? 0
        let moved = Array(groups[last][start...]) + [i]
        let moving = moved.reduce(0) { $0 + gap + widths[$1] } - gap
        if start > 0, own + moving <= width {
          groups[last].removeLast(groups[last].count - start)
          groups.append(moved)
          used = moving
        } else {
          groups.append([i])
          used = widths[i]
        }
      } else {
        groups.append([i])
        used = widths[i]
      }
    }
    return groups.enumerated().map { number, group in
      let shown = Array(0..<keys) + group
      return Table(
        title: number == 0 ? title : nil, columns: shown.map { columns[$0] },
        rows: rows.map { row in shown.map { row[$0] } },
        notes: number == groups.count - 1 ? notes : [])
    }
  }
}
