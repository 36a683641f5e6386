import Quantities

/// What code is made of: instructions over registers, and what goes in and out of them.
struct Routine {
  /// Where a register has its value before the first instruction.
  enum Place: Hashable {
    case constant(Double)
    case table([Double])
    case column(Int)
  }
  /// Where a value goes.
  enum Destination: Hashable {
    case column(Int)
    /// A recorded series.
    case record(RecordPlace)
  }
  var instructions: [Instruction]
  /// By register; nil for what an instruction makes.
  var places: [Place?]
  /// What is written as soon as it is known.
  var results: [(register: Register, destination: Destination)] = []
  /// What is written to columns that are read before.
  var updates: [(register: Register, column: Int)] = []
  /// The registers whose checks are flagged, by position.
  var checks: [Register] = []
  /// The position of the first check among those of the scenario.
  var firstCheck = 0
}

/// Where columns and records stand in a workspace: what the displacements of code are.
struct CodeLayout {
  /// The doubles from a column to the next.
  var stride: Int
  /// The months of a record, month 0 included.
  var recordMonths: Int

  func column(_ index: Int) -> MemoryOperand? { operand(.columns, index) }
  func flags(_ index: Int) -> MemoryOperand? { operand(.flags, index) }
  func record(_ index: Int) -> MemoryOperand? { operand(.records, index * recordMonths) }
  func sums(_ index: Int) -> MemoryOperand? {
    Int32(exactly: index * RecordPlace.lanes * 8).map { MemoryOperand(base: .sums, offset: $0) }
  }

  private func operand(_ base: MemoryOperand.Base, _ columns: Int) -> MemoryOperand? {
    Int32(exactly: columns * stride * 8).map { MemoryOperand(base: base, offset: $0) }
  }
}

/// A step of a compiled routine.
enum CodeStep: Hashable, Sendable {
  /// A function of the code.
  case code(offset: Int)
  /// An operation without a machine instruction, on columns: the destination, then its operands.
  case call(Operation, columns: [Int])
}
