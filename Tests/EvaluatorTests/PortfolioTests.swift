import Reroute
import Testing

/// What declarations mean, by the figures they give. All of them are certain, so one trial tells all.
@Suite struct PortfolioTests {
  private let two =
    "simulate 4 months from 2023-07\nproduct A { users 100k }\nproduct B { users 0 }\n"

  @Test func schedules() {
    let script = """
      simulate 4 months from 2023-07
      product A { users 0; acquisition 10k until month 2 then 1k users/month until 2023-10 then 0 }
      A.users at month 1
      A.users at month 2
      A.users at 2023-09
      A.users at end
      """
    #expect(answers(script) == ["10k users", "11k users", "12k users", "12k users"])
  }

  @Test func timesOfAllForms() {
    let times = """
      simulate 6 months from 2023-07
      product A { users 100k; acquisition 10k users/month }
      failure A { when users >= 120k for 1 month }
      A.users at month 1
      A.users at 2023-08
      A.users at end
      A.failure
      A.users at month 0
      A.users at (1 + 1)
      """
    #expect(
      answers(times) == [
        "110k users", "120k users", "160k users", "month 2 (2023-08)", "100k users", "120k users",
      ])
  }

  @Test func atAndInReadFromLeftToRight() {
    let script =
      two + """
        scenario More { A.acquisition = 10k users/month }
        A.users in More at end
        A.users at end in More
        A.users at month 1 + 1 users
        A.users in More at end - A.users at end
        """
    #expect(answers(script) == ["140k users", "140k users", "100.001k users", "40k users"])
  }

  @Test func overlapFromEitherSide() {
    let redirect = "redirect A -> B { over instant; reach 100%; accept 100% }\n"
    let none = two + "overlap A, B 0% of A\n" + redirect
    #expect(answers(none + "B.users at month 1") == ["100k users"])
    let some =
      "simulate 4 months\nproduct A { users 100k }\nproduct B { users 200k }\n" + redirect
    let ofA = answers(some + "overlap A, B 50% of A\nB.users at month 1")
    let ofB = answers(some + "overlap A, B 25% of B\nB.users at month 1")
    #expect(ofA == ofB)
    #expect(ofA == ["250k users"])
    #expect(codes(some + "overlap A, B 50% of A\noverlap A, B 5% of B\n") == ["R413"])
  }

  @Test func scenariosExtendReplaceAndChange() {
    let script =
      two + """
        overlap A, B 0% of A
        redirect A -> B { over instant; reach 100%; accept 50% }
        scenario Half extends plan { redirect A -> B { over instant; reach 100%; accept 10% } }
        scenario Fewer extends Half { A.users = 50k }
        scenario Alone { A.acquisition = 5k users/month }
        B.users at month 1
        B.users in Half at month 1
        B.users in Fewer at month 1
        B.users in Alone at end
        A.users in Alone at end
        B.users in baseline at end
        """
    #expect(
      answers(script) == [
        "50k users", "10k users", "5000 users", "0 users", "120k users", "0 users",
      ])
  }

  @Test func aBaselineMayHoldWhatIsCommitted() {
    let script =
      two + """
        baseline { close A month 2 }
        scenario More { A.acquisition = 10k users/month }
        A.users at end
        A.users at month 1
        A.users in More at end
        """
    #expect(answers(script) == ["0 users", "100k users", "0 users"])
  }

  @Test func givenKeepsTheTrialsInWhichItHolds() {
    let script = """
      trials 1_000
      let x = 1 to 3
      expect (x given x > 2) > 2
      expect x > 2 or x <= 2
      """
    #expect(codes(script) == [])
  }

  @Test func aClauseSeesLastMonth() {
    let script = """
      simulate 3 months
      product A { users 100k }
      product B { users 0; acquisition 10% of A.users per month }
      product C { users 0; acquisition if month > 2 then 7k users/month else 0 users/month }
      B.users at end
      C.users at end
      """
    #expect(answers(script) == ["30k users", "7000 users"])
  }

  @Test func aFailureMayDragOthersDown() {
    let script = """
      simulate 4 months
      product A { users 100k; churn 50%/month }
      failure A { when users < 60k }
      product B { users 10k; acquisition if A.failed then 0 users/month else 1k users/month }
      B.users at end
      """
    #expect(answers(script).count == 1)
    #expect(codes(script) == [])
  }

  @Test func goalsFeaturesAndCountsOfOtherThings() {
    let script = """
      unit hours
      simulate 2 months from 2023-07
      product Streams { hours 36.3M; acquisition 1M hours/month; goal 40M hours by 2023-08 }
      product A { users 1M; features Lyrics, over }
      product B { users 1M }
      integrate over from A into B { from month 1; over instant; adoption 10%; churn -5% }
      Streams.hours at end
      """
    #expect(answers(script) == ["38.3M hours"])
    #expect(codes(script) == [])
  }

  @Test func aReferenceMayBeComputed() {
    let script = """
      simulate 2 months
      let names = ["A", "B"]
      for name in names { product (name) { users 1M } }
      for name in names { failure (name) { at month 1 } }
      close (names[1]) month 2
      A.users at end
      B.users at end
      """
    #expect(answers(script) == ["0 users", "1M users"])
  }

  @Test func assignmentsOutsideAScenarioChangeTheProduct() {
    #expect(answers(two + "A.users = 7k\nA.users at end") == ["7000 users"])
  }
}
