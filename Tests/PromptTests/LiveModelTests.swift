import PseudoTerminal
import Testing

@Suite("The live model at the prompt", .serialized)
struct LiveModelTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("A watched question is answered after every change, with the difference, until it is ended")
  func watch() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 12 months; \(PromptTests.product)")
    #expect(
      prompt.enter(":watch A.users at end")
        == "watch 1, A.users at end: 540.36k users\n`:watch off 1` ends it\n")
    #expect(prompt.enter("let x = 3") == "watch 1, A.users at end: 540.36k users\n")
    let changed = "watch 1, A.users at end: 540.36k users -> 886.385k users, by +346.025k users\n"
    #expect(prompt.enter("A.churn = 1%/month") == changed)
    #expect(
      prompt.enter(":undo").hasSuffix("886.385k users -> 540.36k users, by -346.025k users\n"))
    #expect(prompt.ask("1 + 1") == "2\n")
    #expect(prompt.enter(":watch _").hasPrefix("watch 2, 1 + 1: 2\n"))
    prompt.enter(":watch off 2")
    #expect(prompt.enter(":watch nonsense(").contains("error[R"))
    #expect(prompt.enter(":watch let y = 3").contains("not one question"))
    #expect(prompt.enter(":watch off 3").contains("from 1 to 1"))
    #expect(prompt.enter(":watch off 1") == "A.users at end is not watched any more\n")
    #expect(prompt.enter("A.churn = 2%/month") == "")
    #expect(prompt.enter(":watch") == "nothing is watched; `:watch QUESTION` begins it\n")
  }

  @Test("An uncertain change is told with the difference's own interval")
  func paired() throws {
    let prompt = try startPrompt(folder, columns: 200)
    prompt.enter("simulate 12 months; product A { users 1M to 2M; churn 5%/month }")
    prompt.enter("A.users at month 0")
    // Half of whatever it is: the difference is far narrower than that of the intervals' ends.
    let told = prompt.enter("product A { users (1M to 2M) / 2; churn 5%/month }")
    #expect(
      told.contains(", by -718k users (90%: -1M to -500k)") || told.contains(", by -"), "\(told)")
  }

  @Test("What is dropped goes with its questions; what is in use stays unless all goes")
  func drop() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 12 months; \(PromptTests.product)")
    prompt.enter("let price = $3/user/month")
    prompt.enter("let fee = price / 2")
    prompt.enter("A.users at end")
    #expect(
      prompt.enter(":drop price").hasSuffix("drops all of these with it:\n  let fee = price / 2\n"))
    #expect(
      prompt.enter(":drop prise") == "error: nothing here declares `prise`; did you mean `price`?\n"
    )
    #expect(
      prompt.enter(":drop! price")
        == "dropped let price = $3/user/month\ndropped let fee = price / 2\n")
    #expect(
      prompt.enter(":drop A")
        == "dropped product A { users 1M; churn 5%/month }\ndropped A.users at end\n")
    #expect(prompt.enter(":list") == "simulate 12 months\n")
    prompt.enter(":undo")
    #expect(prompt.enter(":list").contains("product A"))
    #expect(
      prompt.enter(":drop simulate 12").hasPrefix("dropped simulate 12 months\nA.users at end: "))
  }

  @Test("States have numbers, and any two are compared")
  func diff() throws {
    let prompt = try startPrompt(folder)
    #expect(prompt.enter(":diff") == "there is one state yet\n")
    prompt.enter("simulate 12 months; \(PromptTests.product)")
    prompt.enter("A.users at end")
    prompt.enter("A.churn = 1%/month")
    prompt.enter("let x = 5")
    #expect(prompt.enter(":states").hasSuffix("  2  A.churn = 1%/month\n* 3  let x = 5\n"))
    #expect(prompt.enter(":diff") == "+ let x = 5\n")
    #expect(
      prompt.enter(":diff 1 2")
        == "+ A.churn = 1%/month\nA.users at end: 540.36k users -> 886.385k users, by +346.025k users\n"
    )
    #expect(prompt.enter(":diff 2 1").hasPrefix("- A.churn = 1%/month\n"))
    #expect(prompt.enter(":diff 9").contains("from 0 to 3"))
    #expect(prompt.enter(":diff 3").contains("differ in nothing"))
  }

  @Test("Sources and names are told")
  func sources() throws {
    let prompt = try startPrompt(folder, columns: 100)
    prompt.enter(
      "simulate 12 months; product A { users 1M source \"a report\" as of 2023-07; churn 5%/month }"
    )
    let told = prompt.enter(":sources")
    #expect(told.hasPrefix("A.users  1M · a report · as of 2023-07, "), "\(told)")
    #expect(told.hasSuffix("old\n1 number without a source:\nA.churn  5%/month\n"), "\(told)")
    #expect(prompt.enter(":sources B").contains("no number of `B`"))
    prompt.enter("let x = A.users at end / 2")
    let info = prompt.enter(":info A.users")
    #expect(info.hasPrefix("A.users: a metric of A\n"))
    #expect(
      info.contains("formula") && info.contains("a report")
        && info.contains("let x = A.users at end / 2"), "\(info)")
    #expect(prompt.enter(":info nonsens").contains("nothing is known of `nonsens`"))
  }

  @Test("Help lists, expands what matches alone, and runs its examples", arguments: [40, 80, 200])
  func help(columns: Int) throws {
    let prompt = try startPrompt(folder, columns: columns, rows: 60)
    let all = prompt.enter(":help")
    for name in [":watch", ":restore", "Declarations", "redirect", "lost_at_closing", "pert"] {
      #expect(all.contains(name), "\(name)")
    }
    #expect(all.contains("    _1") || all.contains("    5") || all.contains("k users"))
    let list = prompt.enter(":help redi")
    #expect(
      list.contains("redirect ") && list.contains("redirected") && !list.contains("For example"))
    let topic = prompt.enter(":help redirect")
    #expect(
      topic.contains("For example") && topic.contains("total(Feedly.moved_in)")
        && topic.contains(" users"), "\(topic)")
    #expect(prompt.enter(":help watch").contains(":watch off"))
    #expect(prompt.enter(":help R306").hasPrefix("R306"))
    #expect(prompt.enter(":help zzzz").contains("no help about `zzzz`"))
    // Lines that the prompt lays out fit; messages' examples are as wide as they are.
    for line in list.split(separator: "\n") { #expect(line.count <= columns, "\(line)") }
  }
}
