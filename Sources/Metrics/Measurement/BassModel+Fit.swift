import Quantities

extension BassModel {
  /// A fitted model with its error.
  package struct Fit: Hashable, Sendable {
    /// The model of least squares.
    package let model: BassModel
    /// The sum of squared residuals, in squared units of the sales.
    package let residual: Double
  }

  /// Least squares on the density: sales of periods 1, 2, …, n against m·f(1), m·f(2), …, m·f(n).
  ///
  /// m is linear and solved for exactly at every step; ln p and ln q are found with
  /// Levenberg–Marquardt on the projected residual (Golub & Pereyra 1973, Kaufman 1975) from twelve
  /// starts, of which the best that converged is returned. Domain: at least 5 periods of finite
  /// sales of at least 0, not all 0 (`FitError.tooFew`, `.invalid`). `.notConverged` where no start
  /// does, `.unbounded` where the best fit lies at a limit of the parameters: p outside
  /// 1e-8...10, q outside 1e-6...20, or a market above 1000 times the sales seen. Sales still
  /// before their peak often do not tell the market from the speed.
  package static func fit(sales: [Double]) throws(FitError) -> Fit {
    guard sales.count >= 5 else { throw .tooFew(have: sales.count, need: 5) }
    if let index = sales.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
      throw .invalid(index: index, value: sales[index])
    }
    let largest = sales.max() ?? 0
    guard largest > 0 else { throw .unbounded }
    let scaled = sales.map { $0 / largest }
    let speeds = [0.05, 0.2, 0.5, 1]
    let starts = [0.001, 0.01, 0.05].flatMap { p in speeds.map { q in (p: p, q: q) } }
    var best: BassSearch?
    var lowest = Double.infinity
    for (p, q) in starts {
      var search = BassSearch(
        sales: scaled, logP: SpecialFunctions.log(p), logQ: SpecialFunctions.log(q))
      let converged = search.run()
      lowest = min(lowest, search.residual)
      if converged, search.residual < best?.residual ?? .infinity { best = search }
    }
    guard let found = best else {
      throw .notConverged(starts: starts.count, residual: lowest * largest * largest)
    }
    let p = SpecialFunctions.exp(found.logP)
    let q = SpecialFunctions.exp(found.logQ)
    let total = scaled.reduce(0, +)
    guard (1e-8...10).contains(p), (1e-6...20).contains(q), found.market < 1000 * total,
      let model = BassModel(market: found.market * largest, innovation: p, imitation: q)
    else { throw .unbounded }
    return Fit(model: model, residual: found.residual * largest * largest)
  }
}

/// One search for ln p and ln q, the market projected out.
private struct BassSearch {
  let sales: [Double]
  var logP: Double
  var logQ: Double
  var market = 0.0
  var residual = Double.infinity

  init(sales: [Double], logP: Double, logQ: Double) {
    self.sales = sales
    self.logP = logP
    self.logQ = logQ
  }

  /// The projected problem at a point: market, squared residual, and the normal equations of
  /// Kaufman's Jacobian, which is the model's Jacobian less its part along the density.
  private struct Local {
    var market = 0.0
    var residual = 0.0
    var gradient = (p: 0.0, q: 0.0)
    var matrix = (pp: 0.0, pq: 0.0, qq: 0.0)
  }

  private func local(_ logP: Double, _ logQ: Double) -> Local? {
    let curve = BassCurve(
      innovation: SpecialFunctions.exp(logP), imitation: SpecialFunctions.exp(logQ))
    let rows = sales.indices.map { curve.at(Double($0 + 1)) }
    let square = rows.reduce(0) { $0 + $1.value * $1.value }
    guard square > 0, square.isFinite else { return nil }
    var result = Local()
    result.market = zip(rows, sales).reduce(0) { $0 + $1.0.value * $1.1 } / square
    let alongP = rows.reduce(0) { $0 + $1.value * $1.byInnovation } / square
    let alongQ = rows.reduce(0) { $0 + $1.value * $1.byImitation } / square
    for (row, sale) in zip(rows, sales) {
      let error = sale - result.market * row.value
      let p = result.market * (row.byInnovation - alongP * row.value)
      let q = result.market * (row.byImitation - alongQ * row.value)
      result.residual += error * error
      result.gradient.p += p * error
      result.gradient.q += q * error
      result.matrix.pp += p * p
      result.matrix.pq += p * q
      result.matrix.qq += q * q
    }
    return result.residual.isFinite ? result : nil
  }

  /// Runs to convergence: true once the residual's cosine with every column of the Jacobian is
  /// below 1e-9, or the residual is at the level of rounding.
  mutating func run() -> Bool {
    guard var here = local(logP, logQ) else { return false }
    var damping = 1e-3
    let scale = sales.reduce(0) { $0 + $1 * $1 }
    defer {
      market = here.market
      residual = here.residual
    }
    for _ in 0..<1000 {
      if here.residual <= 1e-26 * scale { return true }
      let size = here.residual.squareRoot()
      let cosine = max(
        here.gradient.p.magnitude / max(here.matrix.pp.squareRoot() * size, 1e-300),
        here.gradient.q.magnitude / max(here.matrix.qq.squareRoot() * size, 1e-300))
      if cosine < 1e-9 { return true }
      let pp = here.matrix.pp * (1 + damping)
      let qq = here.matrix.qq * (1 + damping)
      let determinant = pp * qq - here.matrix.pq * here.matrix.pq
      guard determinant > 0 else { return false }
      let stepP = (qq * here.gradient.p - here.matrix.pq * here.gradient.q) / determinant
      let stepQ = (pp * here.gradient.q - here.matrix.pq * here.gradient.p) / determinant
      if let next = local(logP + stepP, logQ + stepQ), next.residual < here.residual {
        logP += stepP
        logQ += stepQ
        here = next
        damping = max(damping / 10, 1e-12)
      } else {
        damping *= 10
        // No descent left in double precision: a minimum only if the gradient says so too.
        if damping > 1e12 { return cosine < 1e-6 }
      }
    }
    return false
  }
}
