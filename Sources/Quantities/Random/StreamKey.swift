/// The name of one stream of random numbers: a 64-bit key made from a text path, the same on every
/// machine and in every run.
///
/// The hash is FNV-1a (64 bits, offset basis 14695981039346656037, prime 1099511628211) over the
/// UTF-8 bytes, then SplitMix64's finaliser. Text that should be equal must be spelt with the same
/// bytes: no Unicode normalisation is applied.
package struct StreamKey: Hashable, Sendable {
  /// The key.
  package let value: UInt64

  /// A key known by its value.
  package init(value: UInt64) {
    self.value = value
  }

  /// The key of a text path, such as "product/price".
  package init(path: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    value = SplitMix64.mix(hash)
  }

  /// The key of the sub-stream of a month: the output number m + 1 of SplitMix64 started at this
  /// key, that is mix(key + (m + 1) × increment). Any whole number may be given; months of one key
  /// never collide.
  package func month(_ m: Int) -> StreamKey {
    let steps = UInt64(bitPattern: Int64(m)) &+ 1
    return StreamKey(value: SplitMix64.mix(value &+ steps &* SplitMix64.increment))
  }
}
