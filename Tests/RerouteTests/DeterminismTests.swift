import Engine
import Synchronization
import Testing

/// The same bits on any number of threads, in every run of the same seed, and up to where a run was stopped.
@Suite struct DeterminismTests {
  private static let script = """
    simulate 12 months
    discount 8%/year
    product P { users 900 to 1100; churn 2% to 9%/month; arpu $1 to $2/user/month; cost $900/month }
    product T { users 5000; capacity 5000 to 5400; acquisition pert(10, 20, 50) * 1 users/month }
    failure P { when users < 800 for 2 months and revenue < cost }
    redirect P -> T { from failure; over 3 months logistic; reach 60% to 90%; accept 30% to 50% }
    close P 4 months after failure
    correlate P.churn with P.arpu by -0.5
    P.users
    T.users
    P.failure
    portfolio.value at end
    portfolio.value in baseline at end
    monthly(1 to 2)
    """

  @Test("1, 2, 3 and 7 threads", arguments: [2, 3, 7])
  func threads(count: Int) throws {
    let one = try ScriptTrials(Self.script, trials: 2_000)
    let many = try ScriptTrials(
      Self.script, trials: 2_000, control: RunControl(threads: count))
    #expect(one.bits == many.bits)
    #expect(one.values.count == 6)
    #expect(Set(one["P.failure"].map { $0.isNaN ? 0 : $0 }).count > 3)
  }

  @Test("Seeds")
  func seeds() throws {
    let first = try ScriptTrials(Self.script, trials: 300, seed: 5)
    #expect(first.bits == (try ScriptTrials(Self.script, trials: 300, seed: 5)).bits)
    let other = try ScriptTrials(Self.script, trials: 300, seed: 6)
    for question in ["P.users", "T.users", "portfolio.value at end"] {
      #expect(first[question] != other[question])
    }
  }

  @Test("More trials begin with the same trials")
  func longer() throws {
    let short = try ScriptTrials(Self.script, trials: 300)
    let long = try ScriptTrials(Self.script, trials: 700)
    for (question, months) in short.bits {
      #expect(long.bits[question]?.map { Array($0.prefix(300)) } == months)
    }
  }

  @Test("A run that is stopped tells of its first trials", arguments: [1, 3])
  func stopped(threads: Int) throws {
    let asked = Mutex(0)
    let control = RunControl(
      threads: threads,
      shouldStop: {
        asked.withLock { count in
          count += 1
          return count > 4 ? .interrupted : nil
        }
      })
    let full = try ScriptTrials(Self.script, trials: 3_000)
    let part = try ScriptTrials(Self.script, trials: 3_000, control: control)
    #expect(part.trials > 0 && part.trials < 3_000)
    for (question, months) in part.bits {
      #expect(months.allSatisfy { $0.count == part.trials })
      #expect(full.bits[question]?.map { Array($0.prefix(part.trials)) } == months)
    }
  }
}
