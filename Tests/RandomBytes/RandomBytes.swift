import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `random-bytes trials|keys|low [SEED]`: the draws of simulations as an endless stream of bytes, for batteries of tests.
///
/// Every draw gives 32 bits: those after the binary point, or with `low` the last 32 of its 52. `trials` and `low` take the
/// consecutive trials of one declaration; `keys` takes, trial by trial, 24 declarations and 8 months of another, as a
/// trial of a portfolio does. Ends when nobody reads any more.
@main struct RandomBytes {
  /// Draws of a declaration that are made at a time.
  static let block = 1024

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let seed = arguments.dropFirst().first.map { UInt64($0) } ?? 1
    guard let order = arguments.first, ["trials", "keys", "low"].contains(order), let seed else {
      let usage = Array("random-bytes: write `random-bytes trials|keys|low [SEED]`\n".utf8)
      _ = usage.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      exit(64)
    }
    signal(SIGPIPE, SIG_DFL)
    let stream = RandomStream(seed: seed)
    let monthly = StreamKey(path: "product/TikTok/acquisition")
    let keys =
      order == "keys"
      ? (0..<24).map { StreamKey(path: "product/P\($0)/churn") } + (0..<8).map { monthly.month($0) }
      : [StreamKey(path: "let/share")]
    var words = [UInt32](repeating: 0, count: block * keys.count)
    var column = [Double](repeating: 0, count: block)
    var trial = 0
    while true {
      for (place, key) in keys.enumerated() {
        column.withUnsafeMutableBufferPointer { stream.fill($0, key: key, firstTrial: trial) }
        for row in 0..<block {
          // (k + 1/2) 2^-52: the product is exact, and truncated it is k.
          let bits = UInt64(column[row] * 0x1p52)
          words[row * keys.count + place] = UInt32(
            truncatingIfNeeded: order == "low" ? bits : bits >> 20)
        }
      }
      guard words.withUnsafeBytes(isWritten) else { return }
      trial += block
    }
  }

  /// Writes bytes to standard output; `false` where nobody reads any more.
  private static func isWritten(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(1, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
