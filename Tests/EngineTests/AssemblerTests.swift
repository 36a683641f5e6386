import Testing

@testable import Engine

/// The bytes of machine instructions, as LLVM's assembler writes them.
@Suite struct AssemblerTests {
  /// The bytes that `write` appends, in hexadecimal.
  private func bytes(_ set: Execution, _ write: (inout Assembler) -> Void) -> String {
    var assembler = Assembler(set)
    write(&assembler)
    return assembler.bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined(separator: " ")
  }

  private func at(_ base: MemoryOperand.Base, _ offset: Int32) -> MemoryOperand {
    MemoryOperand(base: base, offset: offset)
  }

  private func memory(_ base: MemoryOperand.Base, _ offset: Int32) -> Operand {
    .memory(at(base, offset))
  }

  @Test("SSE2, two operands")
  func sse2() {
    // addpd xmm1, xmm9
    #expect(bytes(.sse2) { $0.packed(.add, 1, 1, .register(9)) } == "66 41 0f 58 c9")
    // mulpd xmm10, [rdi + 48]
    #expect(
      bytes(.sse2) { $0.packed(.multiply, 10, 10, memory(.columns, 48)) } == "66 44 0f 59 57 30")
    // subpd xmm2, [r8 + 4096]
    #expect(
      bytes(.sse2) { $0.packed(.subtract, 2, 2, memory(.flags, 4096)) }
        == "66 41 0f 5c 90 00 10 00 00")
    // minpd xmm3, xmm4
    #expect(bytes(.sse2) { $0.packed(.minimum, 3, 3, .register(4)) } == "66 0f 5d dc")
    // divpd xmm5, [rcx + 32]
    #expect(bytes(.sse2) { $0.packed(.divide, 5, 5, memory(.constants, 32)) } == "66 0f 5e 69 20")
    // maxpd xmm15, [r9 + 64]
    #expect(
      bytes(.sse2) { $0.packed(.maximum, 15, 15, memory(.spills, 64)) } == "66 45 0f 5f 79 40")
    // sqrtpd xmm7, xmm8
    #expect(bytes(.sse2) { $0.squareRoot(7, .register(8)) } == "66 41 0f 51 f8")
    // andnpd xmm6, xmm5
    #expect(bytes(.sse2) { $0.packed(.andNot, 6, 6, .register(5)) } == "66 0f 55 f5")
    // movapd xmm12, [rsi + 128]; movapd [rdi + 74560], xmm13; movapd xmm1, xmm2
    #expect(bytes(.sse2) { $0.load(12, memory(.records, 128)) } == "66 44 0f 28 a6 80 00 00 00")
    #expect(bytes(.sse2) { $0.store(13, at(.columns, 74560)) } == "66 44 0f 29 af 40 23 01 00")
    #expect(bytes(.sse2) { $0.load(1, .register(2)) } == "66 0f 28 ca")
    // cmplepd xmm3, xmm11
    #expect(bytes(.sse2) { $0.compare(.lessOrEqual, 3, 3, .register(11)) } == "66 41 0f c2 db 02")
    // movmskpd eax, xmm9; test eax, eax; jne
    #expect(
      bytes(.sse2) { _ = $0.jumpIfAny(9) } == "66 41 0f 50 c1 85 c0 0f 85 00 00 00 00")
  }

  @Test("AVX2, three operands")
  func avx2() {
    // vaddpd ymm1, ymm2, ymm3; vmulpd ymm9, ymm10, ymm11
    #expect(bytes(.avx2) { $0.packed(.add, 1, 2, .register(3)) } == "c5 ed 58 cb")
    #expect(bytes(.avx2) { $0.packed(.multiply, 9, 10, .register(11)) } == "c4 41 2d 59 cb")
    // vsubpd ymm4, ymm15, [rdi + 96]; vmaxpd ymm12, ymm3, [r8 + 2048]
    #expect(
      bytes(.avx2) { $0.packed(.subtract, 4, 15, memory(.columns, 96)) } == "c5 85 5c 67 60")
    #expect(
      bytes(.avx2) { $0.packed(.maximum, 12, 3, memory(.flags, 2048)) }
        == "c4 41 65 5f a0 00 08 00 00")
    // vsqrtpd ymm3, ymm12; vroundpd ymm5, ymm6, 1
    #expect(bytes(.avx2) { $0.squareRoot(3, .register(12)) } == "c4 c1 7d 51 dc")
    #expect(bytes(.avx2) { $0.floor(5, .register(6)) } == "c4 e3 7d 09 ee 01")
    // vmovapd ymm7, [rdx + 32]; vmovapd [r9 + 32], ymm14
    #expect(bytes(.avx2) { $0.load(7, memory(.tables, 32)) } == "c5 fd 28 7a 20")
    #expect(bytes(.avx2) { $0.store(14, at(.spills, 32)) } == "c4 41 7d 29 71 20")
    // vcmpgtpd ymm2, ymm3, ymm4
    #expect(bytes(.avx2) { $0.compare(.greater, 2, 3, .register(4)) } == "c5 e5 c2 d4 0e")
    // vblendvpd ymm1, ymm2, ymm3, ymm4; vblendvpd ymm11, ymm12, [rdi + 64], ymm14
    #expect(bytes(.avx2) { $0.blend(1, 2, .register(3), lanes: 4) } == "c4 e3 6d 4b cb 40")
    #expect(
      bytes(.avx2) { $0.blend(11, 12, memory(.columns, 64), lanes: 14) } == "c4 63 1d 4b 5f 40 e0")
    // vmovmskpd eax, ymm10; test eax, eax; jne
    #expect(bytes(.avx2) { _ = $0.jumpIfAny(10) } == "c4 c1 7d 50 c2 85 c0 0f 85 00 00 00 00")
  }

  @Test("AVX-512, with constants for all lanes and short displacements")
  func avx512() {
    // vaddpd zmm1, zmm2, zmm3; vmulpd zmm17, zmm26, zmm9
    #expect(bytes(.avx512) { $0.packed(.add, 1, 2, .register(3)) } == "62 f1 ed 48 58 cb")
    #expect(bytes(.avx512) { $0.packed(.multiply, 17, 26, .register(9)) } == "62 c1 ad 40 59 c9")
    // vsubpd zmm4, zmm31, [rdi + 128]; vdivpd zmm20, zmm3, [rsi + 1049024]
    #expect(
      bytes(.avx512) { $0.packed(.subtract, 4, 31, memory(.columns, 128)) }
        == "62 f1 85 40 5c 67 02")
    #expect(
      bytes(.avx512) { $0.packed(.divide, 20, 3, memory(.records, 1_049_024)) }
        == "62 e1 e5 48 5e a6 c0 01 10 00")
    // vminpd zmm5, zmm6, [rcx + 24]{1to8}; vmaxpd zmm6, zmm16, [rdx + 4096]{1to8}
    #expect(
      bytes(.avx512) { $0.packed(.minimum, 5, 6, memory(.constants, 24)) }
        == "62 f1 cd 58 5d 69 03")
    #expect(
      bytes(.avx512) { $0.packed(.maximum, 6, 16, memory(.tables, 4096)) }
        == "62 f1 fd 50 5f b2 00 10 00 00")
    // vsqrtpd zmm18, zmm19; vrndscalepd zmm5, zmm22, 1
    #expect(bytes(.avx512) { $0.squareRoot(18, .register(19)) } == "62 a1 fd 48 51 d3")
    #expect(bytes(.avx512) { $0.floor(5, .register(22)) } == "62 b3 fd 48 09 ee 01")
    // vmovapd zmm24, [r8 + 64]; vmovapd [r9 + 1984], zmm25; vmovapd zmm1, zmm30
    #expect(bytes(.avx512) { $0.load(24, memory(.flags, 64)) } == "62 41 fd 48 28 40 01")
    #expect(bytes(.avx512) { $0.store(25, at(.spills, 1984)) } == "62 41 fd 48 29 49 1f")
    #expect(bytes(.avx512) { $0.load(1, .register(30)) } == "62 91 fd 48 28 ce")
    // vbroadcastsd zmm9, [rcx + 8]; vbroadcastsd zmm31 {k3} {z}, [rdx + 0]
    #expect(bytes(.avx512) { $0.load(9, memory(.constants, 8)) } == "62 72 fd 48 19 49 01")
    #expect(
      bytes(.avx512) { $0.broadcast(31, at(.tables, 0), mask: 3) } == "62 62 fd cb 19 7a 00")
    // vcmpltpd k2, zmm3, zmm20; vcmpneqpd k7, zmm30, [rcx + 40]{1to8}
    #expect(bytes(.avx512) { $0.compare(.less, 2, 3, .register(20)) } == "62 b1 e5 48 c2 d4 01")
    #expect(
      bytes(.avx512) { $0.compare(.notEqual, 7, 30, memory(.constants, 40)) }
        == "62 f1 8d 50 c2 79 05 04")
    // vblendmpd zmm1 {k1}, zmm2, zmm3; vblendmpd zmm21 {k5}, zmm22, [rcx + 0]{1to8}
    #expect(bytes(.avx512) { $0.blend(1, 2, .register(3), mask: 1) } == "62 f2 ed 49 65 cb")
    #expect(
      bytes(.avx512) { $0.blend(21, 22, memory(.constants, 0), mask: 5) } == "62 e2 cd 55 65 69 00")
  }

  @Test("Masks of AVX-512")
  func masks() {
    // kandb k1, k2, k3; korb k7, k6, k5; knotb k2, k4
    #expect(bytes(.avx512) { $0.mask(.and, 1, 2, 3) } == "c5 ed 41 cb")
    #expect(bytes(.avx512) { $0.mask(.or, 7, 6, 5) } == "c5 cd 45 fd")
    #expect(bytes(.avx512) { $0.maskNot(2, 4) } == "c5 f9 44 d4")
    // kmovb k3, [r9 + 64]; kmovb [r9 + 320], k6
    #expect(bytes(.avx512) { $0.maskLoad(3, at(.spills, 64)) } == "c4 c1 79 90 59 40")
    #expect(bytes(.avx512) { $0.maskStore(6, at(.spills, 320)) } == "c4 c1 79 91 b1 40 01 00 00")
    // kortestb k4, k4; jne
    #expect(bytes(.avx512) { _ = $0.jumpIfAny(4) } == "c5 f9 98 e4 0f 85 00 00 00 00")
  }

  @Test("The frame, the loop and the return")
  func control() {
    // mov rsi, [rdi + 8]; mov r8, [rdi + 16]; mov rdx, [rdi + 24]; mov rcx, [rdi + 32]; mov r9, [rdi + 40];
    // mov r11, [rdi + 48]; mov r10, [rdi + 56]; mov rdi, [rdi + 0]
    #expect(
      bytes(.avx512) { $0.prologue() }
        == "48 8b 77 08 4c 8b 47 10 48 8b 57 18 48 8b 4f 20 4c 8b 4f 28 4c 8b 5f 30 4c 8b 57 38 48 8b 7f 00"
    )
    // add rdi, 64; add rsi, 64; add r8, 64; dec r10; jne -24
    #expect(
      bytes(.avx512) { $0.loop(to: 0, isAdding: false) }
        == "48 83 c7 40 48 83 c6 40 49 83 c0 40 49 ff ca 0f 85 eb ff ff ff")
    #expect(bytes(.avx512) { $0.epilogue() } == "c5 f8 77 c3")
    #expect(bytes(.sse2) { $0.epilogue() } == "c3")
  }

  @Test("Sums by eight lanes")
  func sums() {
    // lea rax, [r11 + 32]; xor rax, r11; and eax, 48; xor r11, rax
    #expect(
      bytes(.avx2) { $0.loop(to: 0, isAdding: true) }
        == "48 83 c7 20 48 83 c6 20 49 83 c0 20 49 8d 43 20 4c 31 d8 83 e0 30 49 31 c3 "
        + "49 ff ca 0f 85 de ff ff ff")
    // vaddpd zmm31, zmm4, [r11 + 128]; vmovapd [r11 + 128], zmm31
    #expect(
      bytes(.avx512) { $0.packed(.add, 31, 4, memory(.sums, 128)) } == "62 41 dd 48 58 7b 02")
    #expect(bytes(.avx512) { $0.store(31, at(.sums, 128)) } == "62 41 fd 48 29 7b 02")
  }

  @Test("Exponents as whole numbers")
  func exponents() {
    // psllq xmm7, 52; vpsllq ymm3, ymm12, 52; vpsllq zmm18, zmm25, 52
    #expect(bytes(.sse2) { $0.shiftLeft(7, 7, by: 52) } == "66 0f 73 f7 34")
    #expect(bytes(.avx2) { $0.shiftLeft(3, 12, by: 52) } == "c4 c1 65 73 f4 34")
    #expect(bytes(.avx512) { $0.shiftLeft(18, 25, by: 52) } == "62 91 ed 40 73 f1 34")
    // paddq xmm9, [rdi + 16]; vpaddq ymm1, ymm10, ymm3; vpaddq zmm17, zmm2, [r9 + 64]
    #expect(
      bytes(.sse2) { $0.packed(.addWhole, 9, 9, memory(.columns, 16)) } == "66 44 0f d4 4f 10")
    #expect(bytes(.avx2) { $0.packed(.addWhole, 1, 10, .register(3)) } == "c5 ad d4 cb")
    #expect(
      bytes(.avx512) { $0.packed(.addWhole, 17, 2, memory(.spills, 64)) } == "62 c1 ed 48 d4 49 01")
    // cmpnlepd xmm2, [rcx + 16]; vcmpnlepd k3, zmm4, [rcx + 8]{1to8}
    #expect(
      bytes(.sse2) { $0.compare(.notLessOrEqual, 2, 2, memory(.constants, 16)) }
        == "66 0f c2 51 10 06")
    #expect(
      bytes(.avx512) { $0.compare(.notLessOrEqual, 3, 4, memory(.constants, 8)) }
        == "62 f1 dd 58 c2 59 01 06")
  }

  @Test("Calls")
  func calls() {
    // push rbx; mov rbx, rdi; mov rdi, rbx; call -12; pop rbx; ret
    #expect(
      bytes(.sse2) {
        $0.beginCalls()
        $0.call(0)
        $0.endCalls()
      } == "53 48 89 fb 48 89 df e8 f4 ff ff ff 5b c3")
    // mov rax, [rbx]; lea rdi, [rax + 4096]; lea rsi, [rax + 8192]; mov rdx, [rbx + 64]; movabs rax; call rax
    #expect(
      bytes(.avx2) { $0.call(0x1122_3344_5566_7788, columns: [4096, 8192]) }
        == "48 8b 03 48 8d b8 00 10 00 00 48 8d b0 00 20 00 00 48 8b 53 40 "
        + "48 b8 88 77 66 55 44 33 22 11 ff d0")
    // With lea rdx, [rax + 12288] and the trials in rcx.
    #expect(
      bytes(.avx2) { $0.call(1, columns: [4096, 8192, 12288]) }
        == "48 8b 03 48 8d b8 00 10 00 00 48 8d b0 00 20 00 00 48 8d 90 00 30 00 00 48 8b 4b 40 "
        + "48 b8 01 00 00 00 00 00 00 00 ff d0")
  }

  @Test("A frame stands in memory as the code reads it")
  func frame() {
    #expect(MemoryLayout<CodeFrame>.offset(of: \.columns) == 0)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.records) == 8)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.flags) == 16)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.tables) == 24)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.constants) == 32)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.spills) == 40)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.sums) == 48)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.vectors) == 56)
    #expect(MemoryLayout<CodeFrame>.offset(of: \.trials) == 64)
  }
}
