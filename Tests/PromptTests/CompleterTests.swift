import Testing

import Reroute
import SourceText
import Syntax

@Suite("Completion by grammar position")
struct CompleterTests {
  let session: Session

  init() throws {
    var session = Session()
    let outcome = session.run(
      """
      unit hours
      simulate 3 months from 2023-07
      product TikTok "TikTok, videos" { users 1B; churn 3%/month }
      product Resso { users 1M; churn 9%/month; features Lyrics, Playlists }
      product Vine { hours 1M; churn 9%/month }
      product Empty { users 0 }
      failure Resso { when users < 2M for 3 months }
      scenario Bold { TikTok.churn = 1%/month }
      let price = { low: 1, high: 2 }
      fn double(x) = 2 * x
      """)
    #expect(outcome.status == .done, "\(outcome.renderedMessages())")
    self.session = session
  }

  /// What may stand at `|` in `text`, or at its end.
  private func offered(_ text: String) -> [String] {
    Completer.complete(text, text.utf8.count, session).candidates.map(\.text)
  }

  @Test("A statement begins with its word or with a name")
  func statements() {
    let all = offered("")
    for word in [
      "simulate", "product", "redirect", "expect", "explain", "TikTok", "portfolio", "pert(",
    ] {
      #expect(all.contains(word), "\(word)")
    }
    for word in ["to", "given", "users", "from", "stays"] {
      #expect(!all.contains(word), "\(word)")
    }
    #expect(offered("redirec") == ["redirect", "redirection_ceiling("])
    #expect(offered("let x = 5\nreall") == ["reallocate"])
    #expect(offered("scenario X { redi") == ["redirect"])
    #expect(!offered("scenario X { ").contains("product"))
  }

  @Test("A block offers its own clauses")
  func clauses() {
    #expect(offered("product X { ").contains("acquisition"))
    #expect(!offered("product X { ").contains("reach"))
    #expect(offered("product X { users 1M; ac") == ["acquisition"])
    #expect(offered("product X {\n  users 1M\n  inv") == ["invested"])
    #expect(offered("redirect Resso -> TikTok { rea") == ["reach"])
    #expect(offered("scenario S { redirect Resso -> TikTok { from failure; ac") == ["accept"])
    #expect(offered("redirect Resso -> TikTok { decline ") == ["stays", "leaves"])
    #expect(offered("integrate Lyrics from Resso into TikTok { ad") == ["adoption"])
    #expect(offered("reallocate 60% of Resso.cost into TikTok.acquisition { c") == ["cac"])
    #expect(offered("claim X { a") == ["after", "as"])
    #expect(offered("failure TikTok { w") == ["when"])
    #expect(offered("failure TikTok { when tur") == ["turned_away"])
    #expect(offered("detect Resso.users { dr") == ["drawdown"])
    #expect(!offered("product X { users 1M ").contains("churn"))
  }

  @Test("Names of products, features, scenarios and functions stand where they belong")
  func names() {
    let products = ["TikTok", "Resso", "Vine", "Empty"]
    for text in ["redirect ", "close ", "failure ", "overlap "] {
      #expect(offered(text) == products, "\(text)")
    }
    for text in ["redirect Resso -> ", "integrate Lyrics from Resso into ", "overlap Resso, "] {
      #expect(offered(text) == products.filter { $0 != "Resso" }, "\(text)")
    }
    #expect(offered("overlap Resso, TikTok 80% of ") == ["TikTok", "Resso"])
    #expect(offered("integrate Lyrics from ") == ["Resso"])
    #expect(offered("integrate L") == ["Lyrics"])
    #expect(offered("product ").isEmpty && offered("let ").isEmpty)
    #expect(offered("compare base") == ["baseline"])
    #expect(offered("compare ") == ["baseline", "plan", "Bold"])
    #expect(offered("scenario X extends ") == ["baseline", "plan", "Bold"])
    #expect(offered("TikTok.users in Bo") == ["Bold"])
    #expect(offered("TikTok.users in mon") == ["months"])
    #expect(offered("product Mine { users 1 }\nclose Mi") == ["Mine"])
    let found = Completer.complete("1 + per", 7, session)
    #expect(found.replaceFrom == 4)
    #expect(found.candidates.map(\.text) == ["per", "pert("].filter { $0 != "per" })
    #expect(found.candidates.allSatisfy { $0.display.contains("(") && !$0.summary.isEmpty })
    #expect(offered("1 + doub") == ["double"])
    #expect(offered("fn area(width, height) = wid") == ["width"])
  }

  @Test("A dot offers what its owner has")
  func metrics() {
    #expect(offered("TikTok.us") == ["users"])
    #expect(offered("Vine.ho") == ["hours"] && offered("Vine.us").isEmpty)
    #expect(offered("Resso.fai") == ["failed", "failure"] && offered("TikTok.fai").isEmpty)
    #expect(offered("portfolio.peo") == ["people"] && offered("TikTok.peo").isEmpty)
    #expect(offered("portfolio.chu") == ["churned"])
    #expect(offered("price.") == ["low", "high"])
    #expect(offered("observe Vine.") == ["hours"])
    #expect(offered("reallocate 60% of Resso.") == ["cost"])
    #expect(offered("reallocate 60% of Resso.cost into TikTok.") == ["acquisition"])
  }

  @Test("Units follow numbers, times their words")
  func unitsAndTimes() {
    let units = offered("let x = 5 ")
    #expect(units.prefix(6) == ["users", "months", "weeks", "days", "years", "points"])
    #expect(units.contains("hours") && units.contains("to") && !units.contains("given"))
    #expect(offered("let x = 5%/").contains("month"))
    #expect(offered("let x = 1 mon") == ["month"])
    #expect(offered("let x = 5").isEmpty)
    let months = ["2023-07", "2023-08", "2023-09"]
    #expect(
      offered("TikTok.users at ") == ["month", "end", "Resso.failure"] + months)
    #expect(offered("TikTok.users at 2023-0") == months)
    #expect(offered("redirect Resso -> TikTok { from fa") == ["failure"])
    #expect(offered("close Resso 4 months ") == ["after"])
    #expect(offered("close Resso e") == ["end"])
    #expect(offered("product X { goal 5M users by e") == ["end"])
    #expect(offered("observe TikTok.users { 2023-07") == ["2023-07"])
    #expect(offered("let x = 1 to 2 as un") == ["uniform"])
    #expect(offered("redirect Resso -> TikTok { over 3 months log") == ["logistic"])
  }

  @Test("Where nothing begins so, capitals count less, then near names are offered")
  func nearNames() {
    #expect(offered("tik") == ["TikTok"])
    #expect(offered("simluate") == ["simulate"])
    #expect(offered("product X { chrun") == ["churn"])
    #expect(
      offered("Resso.chrun") == ["churn", "churned"].filter { offered("Resso.chrun").contains($0) })
    #expect(offered("product X { zzzzzz").isEmpty)
  }

  @Test("Products are offered where they have what is asked of them")
  func fitting() throws {
    var session = session
    let outcome = session.run(
      "product Paid { users 1; cost $1/month }; observe Vine.hours { 2023-07: 5 }")
    #expect(outcome.status == .done, "\(outcome.renderedMessages())")
    func offered(_ text: String) -> [String] {
      Completer.complete(text, text.utf8.count, session).candidates.map(\.text)
    }
    #expect(offered("reallocate 60% of ") == ["Paid"])
    #expect(offered("detect ") == ["Vine"])
    #expect(offered("why ") == ["TikTok", "Resso", "Vine", "Empty", "Paid"])
  }

  @Test("Nothing is offered in strings, in comments, or glued to a number")
  func nowhere() {
    for text in ["\"TikTok ", "# TikTok ", "5us", "1M", "TikTok.users # in "] {
      #expect(offered(text).isEmpty, "\(text)")
    }
    #expect(offered("\"so many: {Tik") == ["TikTok"])
  }

  @Test("Whatever is offered is legal there, and what is written was offered")
  func legal() throws {
    let script = """
      simulate 24 months from 2023-07
      product TikTok { users 1B; acquisition 25M to 35M users/month; churn 2% to 4%/month }
      product Resso "Resso, music" {
        users 1M
        features Lyrics
        goal 5M users by 2023-12
      }
      overlap Resso, TikTok 80% to 95% of Resso
      failure Resso { when users < 2M for 3 months; because competition }
      redirect Resso -> TikTok { from failure; over 3 months logistic 2; reach 60% to 90% as uniform; decline leaves }
      integrate Lyrics from Resso into TikTok { from 2 months after failure; adoption 5% to 20% }
      close Resso 4 months after failure
      scenario Wait extends baseline { close Resso end }
      let x = if 1 < 2 then 3 users else 4 users
      compare baseline, plan on portfolio.margin
      expect 80% sure TikTok.users at month 12 in plan > 1B
      TikTok.users at end given Resso.failed
      """
    let bytes = Array(script.utf8)
    let tokens = Lexer.tokens(of: bytes)
    var session = self.session
    session = Session()
    _ = session.run(
      "simulate 24 months from 2023-07; product Resso { users 1; features Lyrics }; product TikTok { users 1 }; failure Resso { at month 2 }"
    )
    let free: Set<String> = ["competition", "Resso", "TikTok", "Lyrics", "Wait", "x"]
    for token in tokens where token.kind == .word {
      let start = Int(token.start)
      let word = String(decoding: bytes[token.range], as: UTF8.self)
      let before = String(decoding: bytes[..<start], as: UTF8.self)
      // One letter is typed: then the words that are not offered unasked come too.
      let found = Completer.complete(script, start + 1, session).candidates.map(\.text)
      if !free.contains(word) {
        #expect(
          found.contains { $0 == word || $0.hasPrefix(word + ".") },
          "\(word) after \(before.suffix(40))")
      }
      for candidate in Completer.complete(script, start, session).candidates {
        // Some words are what they are only by the next one.
        let isLegal = ["", " of 2023-07", " month", " \"x\""].contains { rest in
          let text = before + candidate.text + rest
          let file = SourceFile(name: "test", text: text)
          let end = before.utf8.count + candidate.text.utf8.count
          return !Parser.parse(file, source: SourceID(rawValue: 0)).diagnostics.contains {
            start..<end ~= ($0.primary?.span.start ?? 0)
          }
        }
        #expect(isLegal, "\(candidate.text) after \(before.suffix(40))")
      }
    }
  }
}
