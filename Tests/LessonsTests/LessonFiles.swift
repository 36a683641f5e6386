import Foundation
import Lessons
import Reroute
import SourceText
import Testing

/// The lessons as files, and those in a text.
enum LessonFiles {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Scripts/lessons")

  /// The lessons that come along, read once.
  static let shipped = Course.shipped

  /// A lesson written in a test.
  static func lesson(_ text: String) throws -> Lesson {
    let course = Course([("lesson.md", Array(text.utf8))])
    let told = DiagnosticRenderer(sources: course.sources).render(course.diagnostics)
    return try #require(course.lessons.first, "\(told)")
  }

  /// A lesson of one step: a product, and a question about it.
  static let small = """
    # A first look

    Teaches: A little.

    Once upon a time.

    ## How many are left?

    Given:
    ```reroute
    simulate 12 months
    product A { users 1M; churn 5%/month }
    product B { users 2M }
    ```

    Task: Ask how many users of A are left at month 12.

    Answer:
    ```reroute
    A.users at month 12
    ```
    Check: same answer
    Equal: The end is month 12.
    ```reroute
    A.users at end
    ```
    Mistake series:
    ```reroute
    A.users
    ```
    Hint series: One month of them.
    Hint series: Take month 12.
    Why: Now {A.users at end} are left.
    Keep: One month is a figure.

    ## Send them on

    Task: Redirect A to B with reach 50% and accept 40%, and a failure of A at month 3.

    Answer:
    ```reroute
    failure A { at month 3 }
    redirect A -> B { from failure; reach 50%; accept 40%; overlap 10% }
    ```
    Check: failure A exists
    Check: redirect A -> B exists
    Check: redirect A -> B has reach
    Check: same B.users
    Check: ledger of A balances
    Mistake product:
    ```reroute
    failure A { at month 3 }
    redirect B -> A { from month 3; reach 50%; accept 40%; overlap 10% }
    ```

    Closing: That was all.
    """
}
