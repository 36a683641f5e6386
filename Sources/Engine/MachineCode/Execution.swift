import CKernels
import Quantities

/// How the months of a run are computed. All give the same bits.
package enum Execution: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// Instruction by instruction over columns, on any machine.
  case portable
  /// By code made for the plan, of packed instructions that every x86-64 machine has.
  case sse2
  /// By code made for the plan with AVX2.
  case avx2
  /// By code made for the plan with AVX-512 F, DQ, BW and VL.
  case avx512

  /// The widest form that this machine can run.
  package static let widest: Execution = {
    #if os(Linux) && arch(x86_64)
      switch Int(kernels_widest_instruction_set()) {
      case Int(KERNELS_AVX512.rawValue): .avx512
      case Int(KERNELS_AVX2.rawValue): .avx2
      default: .sse2
      }
    #else
      .portable
    #endif
  }()

  /// The form that takes the least time for a run of `trials` over `months`. To compile an instruction takes some 1 µs in a fresh
  /// process, as long as to run it column by column for 110 trials and 36 months.
  package static func fastest(trials: Int, months: Int) -> Execution {
    trials * months < 4096 ? .portable : .widest
  }

  /// The forms that this machine can run, from the portable one to the widest.
  package static var available: [Execution] { allCases.filter { $0 <= widest } }

  /// Orders by the width of the vectors.
  package static func < (a: Execution, b: Execution) -> Bool { a.rawValue < b.rawValue }

  /// The instructions of functions of columns that go with it.
  var columns: InstructionSet {
    switch self {
    case .portable, .sse2: .baseline
    case .avx2: .avx2
    case .avx512: .avx512
    }
  }

  /// The doubles of a vector register.
  var lanes: Int {
    switch self {
    case .portable, .avx512: 8
    case .avx2: 4
    case .sse2: 2
    }
  }
}
