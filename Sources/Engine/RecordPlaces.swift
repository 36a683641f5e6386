import Quantities

/// Where code writes a record.
enum RecordPlace: Hashable, Sendable {
  /// To columns of its own, one a month, by their position among those of the scenario.
  case column(Int)
  /// Nowhere: trial i of a block is added to lane i mod 8 of the month's sums, by their position among those of the scenario.
  ///
  /// The order of ``ColumnTotal``, so the bits are the same. Why it is done: the columns of all figures and months, written and
  /// then read once more to add them up, leave the cache. Without them 432 figures took 4 percent less cycles with AVX2 and 9 with
  /// AVX-512, 2844 figures with their flows 13 and 24 (Zen 5).
  case sums(Int)

  /// The sums of a record and month: trials i, i + 8, i + 16… of a block add up to one.
  static let lanes = 8
}

/// Where the records of a plan's scenarios go.
struct RecordPlaces: Sendable {
  /// By scenario and record.
  let places: [[RecordPlace]]
  /// By scenario: the records that go to columns, and those that are added up.
  let columns: [Int]
  let sums: [Int]
  /// Whether any is added up.
  var isAdding: Bool { sums.contains { $0 > 0 } }

  /// Every record to columns.
  init(_ plan: Plan) { self.init(plan, added: []) }

  /// To columns only where a step or an output asks for more than a sum over the trials.
  ///
  /// - Parameter details: what is wanted of each output.
  init(_ plan: Plan, details: [SummaryDetail]) {
    var (added, read) = (Set<Int>(), Set<Int>())
    for (output, detail) in zip(plan.outputs, details) {
      if detail == .total { added.insert(output) } else { read.insert(output) }
    }
    for step in plan.steps {
      if case .operation(_, let operands) = step.form { read.formUnion(operands) }
    }
    func records(_ steps: Set<Int>) -> Set<SIMD2<Int>> {
      Set(
        steps.compactMap {
          guard case .record(let scenario, let index) = plan.steps[$0].form else { return nil }
          return SIMD2(scenario, index)
        })
    }
    self.init(plan, added: records(added).subtracting(records(read)))
  }

  private init(_ plan: Plan, added: Set<SIMD2<Int>>) {
    var (places, columns, sums) = ([[RecordPlace]](), [Int](), [Int]())
    for (scenario, own) in plan.scenarios.enumerated() {
      var (column, sum) = (0, 0)
      places.append(
        own.records.indices.map { index in
          if added.contains(SIMD2(scenario, index)) {
            sum += 1
            return .sums(sum - 1)
          }
          column += 1
          return .column(column - 1)
        })
      columns.append(column)
      sums.append(sum)
    }
    (self.places, self.columns, self.sums) = (places, columns, sums)
  }
}
