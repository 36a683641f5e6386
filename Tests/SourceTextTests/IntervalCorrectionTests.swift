import Reroute
import Testing

/// What is offered for each mistake of the table of intervals, made of the user's own numbers.
@Suite struct IntervalCorrectionTests {
  @Test(arguments: [
    ("0% to 10%", ["0% to 10% as uniform", "0.1% to 10%"]),
    ("0 to 10%", ["0 to 10% as uniform", "0.1% to 10%"]),
    ("80% to 100%", ["80% to 100% as uniform", "80% to 99.8%"]),
    ("0% to 100%", ["0% to 100% as uniform", "1% to 99%"]),
    ("0% to 4%/month", ["0% to 4%/month as uniform", "0.04% to 4%/month"]),
    ("$0 to $3M", ["$0 to $3M as uniform", "$0.03M to $3M"]),
    ("0 to 35k users", ["0 to 35k users as uniform", "0.35k to 35k users"]),
    ("-5 to 0", ["-5 to 0 as uniform", "-5 to -0.05"]),
    ("25 to 35M", ["25M to 35M", "25 to 35_000_000"]),
    ("25M to 35", ["25M to 35M", "35 to 25_000_000"]),
    ("2 to 4%", ["2% to 4%", "4% to 200%"]),
    ("2 to 400%", ["2% to 400%", "200% to 400%"]),
    ("$2 to $4M", ["$2M to $4M", "$2 to $4_000_000"]),
    ("2 to $4", ["$2 to $4"]),
    ("4% to 2%/month", ["2% to 4%/month"]),
    ("5k to 3k users/month", ["3k to 5k users/month"]),
    ("-1% to -4%", ["-4% to -1%"]),
    ("5M to 5M", ["5M"]),
  ]) func offered(_ text: String, _ expected: [String]) {
    var session = Session()
    let corrections = session.run("let x = " + text).messages.flatMap(\.corrections)
    #expect(corrections.map { $0.edits.map(\.replacement).joined() } == expected)
    for correction in expected {
      var again = Session()
      #expect(again.run("let x = " + correction).messages.map(\.text) == [], "\(correction)")
    }
  }
}
