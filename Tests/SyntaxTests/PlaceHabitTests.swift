import SourceText
import Syntax
import Testing

/// Words that belong elsewhere, and what is missing around them: the first correction mends the program.
@Suite struct PlaceHabitTests {
  @Test(
    "One message, whose first correction leaves a program that can be read",
    arguments: [
      ("product A users 1M; churn 5%/month", "product A { users 1M; churn 5%/month }"),
      ("product A \"x\" users 1M\nlet x = 1", "product A \"x\" { users 1M }\nlet x = 1"),
      ("failure A when users < 1M", "failure A { when users < 1M }"),
      (
        "redirect A -> B from month 3; reach 50%; accept 50%",
        "redirect A -> B { from month 3; reach 50%; accept 50% }"
      ),
      ("redirect A -> B { start month 3 }", "redirect A -> B { from month 3 }"),
      ("failure A { becuse x }", "failure A { because x }"),
      ("failure A { if users < 1M }", "failure A { when users < 1M }"),
      ("integrate L from A to B { from month 3 }", "integrate L from A into B { from month 3 }"),
      (
        "reallocate 5% of A.cost to B.acquisition { cac $3/user }",
        "reallocate 5% of A.cost into B.acquisition { cac $3/user }"
      ),
      (
        "advise A.users { close A from month 1 till month 6 }",
        "advise A.users { close A from month 1 to month 6 }"
      ),
      ("close A at month 3", "close A month 3"),
      ("close A after 3 months", "close A 3 months after failure"),
      ("scenario S { A.churn 1%/month }", "scenario S { A.churn = 1%/month }"),
      ("compare plan and baseline on A.users", "compare plan, baseline on A.users"),
      ("expect 90% A.users > 5 users", "expect 90% sure A.users > 5 users"),
      ("let x = between 5 and 10 users", "let x = 5 to 10 users"),
      ("overlap A B 5% of A", "overlap A, B 5% of A"),
      ("redirect A B { from month 3 }", "redirect A -> B { from month 3 }"),
      ("failure A { users < 1M for 2 months }", "failure A { when users < 1M for 2 months }"),
      ("A.failed by month 3", "A.failed at month 3"), ("A.users on 2024-05", "A.users at 2024-05"),
      ("let x = 5 M", "let x = 5M"), ("let x = 5 k users", "let x = 5k users"),
    ])
  func mended(text: String, right: String) throws {
    let found = parse(text).diagnostics
    #expect(found.count == 1, "\(found)")
    let correction = try #require(found.first?.corrections.first)
    var bytes = Array(text.utf8)
    for edit in correction.edits.sorted(by: { $0.span.start > $1.span.start }) {
      bytes.replaceSubrange(edit.span.start..<edit.span.end, with: edit.replacement.utf8)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == right)
    #expect(parse(right).diagnostics.isEmpty)
  }
}
