import Engine
import Quantities
import Reroute
import Testing

/// One declaration is one draw, keyed by the path of names to it.
@Suite struct DrawKeyingTests {
  private static let settings = "simulate 12 months\n"
  private static let a = "let a = 1 to 2\n"
  private static let b = "let b = 10 to 20\n"
  private static let product = """
    product P {
      users 900 to 1100
      churn 2% to 4%/month
      acquisition 5 to 9 users/month
    }

    """
  private static let other = """
    product Q {
      users 90 to 110
      churn 5% to 9%/month
    }

    """
  private static let questions = "b\nP.users at end\ntotal(P.churned)\n"

  @Test(
    "A line added, removed, moved or renamed elsewhere moves no draw",
    arguments: [
      settings + "let z = 3 to 5\n" + a + b + product + questions,
      settings + a + "let z = 3 to 5\n" + b + product + questions,
      settings + b + product + questions,
      settings + b + a + product + questions,
      product + settings + b + a + questions,
      settings + "let renamed = 1 to 2\n" + b + product + questions,
      settings + other + a + b + product + questions,
      settings + a + b + product + other + "Q.users at end\n" + questions,
      settings + a + b + questions + product,
      settings + a + b
        + product.replacing("users 900", with: "cost $1 to $2/month\n  users 900") + questions,
      settings + a + b + "1 to 3\n" + product + questions,
    ])
  func elsewhere(changed: String) throws {
    let base = try ScriptTrials(Self.settings + Self.a + Self.b + Self.product + Self.questions)
    let now = try ScriptTrials(changed)
    for question in ["b", "P.users at end", "total(P.churned)"] {
      #expect(now[question] == base[question], "\(question)")
      #expect(now[question].count == 500)
    }
  }

  @Test("A renamed binding changes its own draw only")
  func renamed() throws {
    let questions = "x\nb\nP.users at end\n"
    let base = try ScriptTrials(
      Self.settings + "let a = 1 to 2\nlet x = a\n" + Self.b + Self.product + questions)
    let now = try ScriptTrials(
      Self.settings + "let c = 1 to 2\nlet x = c\n" + Self.b + Self.product + questions)
    #expect(base["x"] != now["x"])
    #expect(base["b"] == now["b"])
    #expect(base["P.users at end"] == now["P.users at end"])
  }

  @Test("Draws of a loop are keyed by the name of its element")
  func loops() throws {
    func script(_ names: String) -> String {
      """
      simulate 6 months
      for name in [\(names)] {
        product (name) { users 900 to 1100; churn 2% to 4%/month }
      }
      X.users at end
      Y.users at end
      """
    }
    let base = try ScriptTrials(script("\"X\", \"Y\""))
    let added = try ScriptTrials(script("\"W\", \"X\", \"Z\", \"Y\""))
    let turned = try ScriptTrials(script("\"Y\", \"X\""))
    for question in ["X.users at end", "Y.users at end"] {
      #expect(added[question] == base[question])
      #expect(turned[question] == base[question])
    }
    #expect(base["X.users at end"] != base["Y.users at end"])
  }

  @Test("Each call of a function draws anew, each mention of a name does not")
  func calls() throws {
    let run = try ScriptTrials(
      """
      simulate 3 months
      fn f() = 1 to 2
      let p = f()
      let q = f()
      let d = f() - f()
      let x = 1 to 2
      let y = 1 to 2
      p; q; d
      x - x
      x / (x + y) + y / (x + y)
      x - p
      """, trials: 20_000)
    #expect(run["x - x"].allSatisfy { $0 == 0 })
    #expect(run["x / (x + y) + y / (x + y)"].allSatisfy { abs($0 - 1) <= 0x1p-52 })
    #expect(run["d"].allSatisfy { $0 != 0 })
    // Independent: the difference's variance is twice that of one, its mean 0.
    let one = Summary(run["p"]).deviation
    let both = Summary(run["d"]).deviation
    #expect(abs(both / one - 2.0.squareRoot()) < 0.05)
    let (mean, error) = meanAndError(run["d"])
    #expect(abs(mean) <= 5 * error)
    #expect(zip(run["p"], run["q"]).allSatisfy { $0 != $1 })
    #expect(run["x - p"].allSatisfy { $0 != 0 })
  }

  @Test("A changed clause in a scenario reuses the draw of what it replaces")
  func scenarios() throws {
    let run = try ScriptTrials(
      """
      simulate 6 months
      product P { users 1000; churn 2% to 4%/month }
      product R { users 1000; churn 2% to 4%/month }
      scenario Low { P.churn = 1% to 2%/month }
      scenario Same { P.churn = 2% to 4%/month }
      scenario Uniform { P.churn = 5% to 6%/month as uniform }
      P.churn in baseline at month 1
      P.churn in Low at month 1
      P.churn in Same at month 1
      P.churn in Uniform at month 1
      R.churn in Low at month 1
      """)
    let base = run["P.churn in baseline at month 1"]
    #expect(base.count == 500)
    #expect(run["P.churn in Same at month 1"] == base)
    #expect(order(run["P.churn in Low at month 1"]) == order(base))
    #expect(order(run["P.churn in Uniform at month 1"]) == order(base))
    #expect(order(run["R.churn in Low at month 1"]) != order(base))
  }

  @Test("The same action in two scenarios shares its draws")
  func actions() throws {
    let run = try ScriptTrials(
      """
      simulate 6 months
      product P { users 1000; churn 2% to 4%/month }
      product T { users 5000 }
      overlap P, T 10% to 20% of P
      scenario One { redirect P -> T { from month 2; reach 60% to 90%; accept 30% to 50% } }
      scenario Two {
        close T month 5
        redirect P -> T { from month 2; reach 60% to 90%; accept 30% to 50% }
      }
      scenario Wider { redirect P -> T { from month 2; reach 70% to 95%; accept 30% to 50% } }
      total(P.moved_out) in One
      total(P.moved_out) in Two
      P.reached at month 2 in One
      P.reached at month 2 in Wider
      """)
    #expect(run["total(P.moved_out) in One"] == run["total(P.moved_out) in Two"])
    #expect(run["P.reached at month 2 in Wider"] != run["P.reached at month 2 in One"])
    let (wide, narrow) = (run["P.reached at month 2 in Wider"], run["P.reached at month 2 in One"])
    #expect(zip(wide, narrow).allSatisfy { $0 > $1 })
  }

  @Test("`monthly` draws anew each month, the same for all who mention it")
  func monthly() throws {
    let run = try ScriptTrials(
      """
      simulate 6 months
      let m = monthly(1 to 2)
      product P { users 1000; acquisition m * 100 users/month }
      m
      m at month 1
      m at month 2
      m - m
      P.acquired
      """, trials: 5000)
    let months = try #require(run.values["m"])
    #expect(months.count == 7)
    #expect(months[1] == run["m at month 1"])
    #expect(months[2] == run["m at month 2"])
    #expect(months[1] != months[2])
    #expect(run["m - m"].allSatisfy { $0 == 0 })
    let ranks = (order(months[1]), order(months[2]))
    var places = [Double](repeating: 0, count: 5000)
    for (rank, trial) in ranks.0.enumerated() { places[trial] = Double(rank) }
    var moved = [Double](repeating: 0, count: 5000)
    for (rank, trial) in ranks.1.enumerated() { moved[trial] = Double(rank) }
    let squares = zip(places, moved).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    let rho = 1 - 6 * squares / (5000 * (5000 * 5000 - 1))
    #expect(abs(rho) < 5 / 5000.0.squareRoot())
    let acquired = try #require(run.values["P.acquired"])
    for month in 1...6 {
      #expect(zip(acquired[month], months[month]).allSatisfy { abs($0 - $1 * 100) < 1e-9 })
    }
  }
}
