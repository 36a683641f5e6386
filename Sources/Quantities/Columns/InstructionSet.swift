import CKernels

/// The sets of machine instructions that functions of columns are built for. All give the same bits.
package enum InstructionSet: Int32, Hashable, Sendable, CaseIterable {
  /// What every machine of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline = 0
  case avx2 = 1
  /// AVX-512 F, DQ, BW and VL.
  case avx512 = 2

  /// The widest set of this machine, which is used unless another is asked for.
  package static let widest =
    InstructionSet(rawValue: kernels_widest_instruction_set()) ?? .baseline

  /// The sets this machine has, from the baseline to the widest.
  package static var available: [InstructionSet] {
    allCases.filter { $0.rawValue <= widest.rawValue }
  }

  /// The functions built for the set; those of the widest the machine has where it lacks the set.
  var kernels: UnsafePointer<kernels> { kernels_for(min(rawValue, Self.widest.rawValue)) }
}
