import Quantities

/// The sums that variance shares are made of, over some of the points, for one figure and several inputs.
///
/// f(A) and f(B) are the figure on two independent matrices of points, f(ABᵢ) on A with the columns of input i from B.
package struct VarianceSums: Hashable, Sendable {
  /// A number near the mean, from which differences are taken so that no digit is lost.
  private var centre: Double
  private var points = 0.0
  /// Sums of f(A) and f(B), less the centre, and of their squares.
  private var sum = 0.0
  private var squares = 0.0
  /// By input: sums of d = f(ABᵢ) − f(A), of (f(B) − centre) d, and of d².
  private var inputs: [Input]

  private struct Input: Hashable, Sendable {
    var difference = 0.0
    var product = 0.0
    var square = 0.0
  }

  /// The sums of no points, for so many inputs.
  package init(inputs count: Int) {
    centre = .nan
    inputs = [Input](repeating: Input(), count: count)
  }

  /// Takes the figure's values on the points of both matrices; once, before those of the inputs.
  package mutating func add(_ a: [Double], _ b: [Double]) {
    guard let first = a.first else { return }
    centre = first
    points = Double(a.count)
    for value in a + b {
      sum += value - centre
      squares += (value - centre) * (value - centre)
    }
  }

  /// Takes the figure's values on A with the columns of an input from B.
  package mutating func add(_ mixed: [Double], input: Int, _ a: [Double], _ b: [Double]) {
    for i in mixed.indices {
      let d = mixed[i] - a[i]
      inputs[input].difference += d
      inputs[input].product += (b[i] - centre) * d
      inputs[input].square += d * d
    }
  }

  /// The sums over the points of both.
  package static func + (a: VarianceSums, b: VarianceSums) -> VarianceSums {
    if a.points == 0 { return b }
    if b.points == 0 { return a }
    var both = a
    // Those of b as if they had been taken around the centre of a.
    let shift = b.centre - a.centre
    both.points += b.points
    both.sum += b.sum + 2 * b.points * shift
    both.squares += b.squares + 2 * shift * b.sum + 2 * b.points * shift * shift
    for i in both.inputs.indices {
      both.inputs[i].difference += b.inputs[i].difference
      both.inputs[i].product += b.inputs[i].product + shift * b.inputs[i].difference
      both.inputs[i].square += b.inputs[i].square
    }
    return both
  }

  /// The mean over the points of both matrices.
  package var mean: Double { centre + sum / (2 * points) }

  /// The variance over the points of both matrices.
  package var variance: Double {
    let offset = sum / (2 * points)
    return max(0, squares / (2 * points) - offset * offset)
  }

  /// By input, the variance that it explains alone: Saltelli and others (2010), mean of (f(B) − mean) (f(ABᵢ) − f(A)).
  package var alone: [Double] {
    let offset = sum / (2 * points)
    return inputs.map { ($0.product - offset * $0.difference) / points }
  }

  /// By input, the variance that would be left if all but it were known: Jansen (1999), half the mean of (f(A) − f(ABᵢ))².
  package var total: [Double] { inputs.map { $0.square / (2 * points) } }
}
