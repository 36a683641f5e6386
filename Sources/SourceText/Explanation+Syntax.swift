extension DiagnosticCode {
  /// What the codes about texts and syntax mean.
  var syntaxExplanation: Explanation? {
    switch self {
    case .invalidUTF8:
      Explanation(
        #"the text is not UTF-8"#,
        #"""
        A script is text in UTF-8. Bytes that are not are read neither as letters nor skipped, for a
        name or a number might silently change. Save the file as UTF-8; if it came from a
        spreadsheet, export it once more and choose that encoding.
        """#,
        right: #"""
          let café = 2
          """#)
    case .controlCharacter:
      Explanation(
        #"a control character in a script"#,
        #"""
        Only tabs and ends of lines may stand between the visible characters of a script. Others
        can't be seen, so nobody could tell why a script means what it means. Delete it; a file full
        of them is no script. Strings and comments may hold them.
        """#,
        right: #"""
          let a = 1 + 2
          """#)
    case .unknownCharacter:
      Explanation(
        #"a character that means nothing here"#,
        #"""
        The language uses the signs of a plain keyboard. Word processors put in others that look
        alike, such as curly quotes, long dashes and multiplication signs. Write the plain sign;
        what is to be shown as it is stands in double quotes.
        """#,
        wrong: #"""
          let ready = 1 ≤ 2
          """#,
        right: #"""
          let ready = 1 <= 2
          """#)
    case .malformedNumber:
      Explanation(
        #"a number that can't be read"#,
        #"""
        A number is written 12, 12_500, 1.5 or 1e6. The suffixes k, M, B and T touch it, and their
        case matters: m could be milli, or a million. A unit stands behind a space.
        """#,
        wrong: #"""
          product A { users 10m }
          """#,
        right: #"""
          product A { users 10M }
          """#)
    case .unterminatedString:
      Explanation(
        #"a string without its second quote"#,
        #"""
        A string begins and ends on one line, so that a forgotten quote doesn't swallow the rest of
        the script. Close it; write a quote inside as \" and a line's end as \n.
        """#,
        wrong: #"""
          product A "The first { users 1M }
          """#,
        right: #"""
          product A "The first" { users 1M }
          """#)
    case .unexpectedToken:
      Explanation(
        #"something else was expected here"#,
        #"""
        What stands here doesn't go on with what stands before it. The message says what would.
        Often a word is misspelt, a sign is missing, or two statements share a line without a `;`.
        """#,
        wrong: #"""
          let a = 1 let b = 2
          """#,
        right: #"""
          let a = 1; let b = 2
          """#)
    case .unclosedBracket:
      Explanation(
        #"a bracket that is never closed"#,
        #"""
        The text ends while a block, a list or a parenthesis is still open. The message marks where
        it was opened. Close it where what it holds ends.
        """#,
        wrong: #"""
          product A {
            users 1M
          """#,
        right: #"""
          product A {
            users 1M
          }
          """#)
    case .nestingTooDeep:
      Explanation(
        #"brackets too deep within one another"#,
        #"""
        No person reads two hundred brackets within one another, and a text of nothing but brackets
        must not use up the machine. Name the inner parts with `let` and use the names.
        """#,
        wrong:
          "let a = \(String(repeating: "(", count: 201))1\(String(repeating: ")", count: 201))",
        right: #"""
          let inner = (1 + 2) * 3
          let a = (inner + 4) * 5
          """#)
    case .reservedWord:
      Explanation(
        #"a word that belongs to the language"#,
        #"""
        Words that begin statements or join expressions, such as `product`, `if`, `to` and `at`,
        can't name anything: a reader could not tell the two apart. Clause words such as `users` and
        `churn` are free where they have no meaning. Choose another name, or add an underscore.
        """#,
        wrong: #"""
          let if = 3
          """#,
        right: #"""
          let if_ = 3
          """#)
    case .thousandsSeparator:
      Explanation(
        #"a comma inside a number"#,
        #"""
        Commas separate the items of lists, so `1,000` is two numbers. Group digits with `_`, or use
        a suffix.
        """#,
        wrong: #"""
          product A { users 10,000,000 }
          """#,
        right: #"""
          product A { users 10_000_000 }
          """#)
    case .numberWord:
      Explanation(
        #"a number word"#,
        #"""
        Millions and billions are written as suffixes that touch the number: k, M, B, T. That way
        10M is one number wherever it stands.
        """#,
        wrong: #"""
          product A { users 10 million }
          """#,
        right: #"""
          product A { users 10M }
          """#)
    case .unknownClause:
      Explanation(
        #"a clause that its declaration doesn't have"#,
        #"""
        Each declaration has its own clauses, and a misspelt one must not be silently without
        effect. The message lists what may stand here, or the word that is near.
        """#,
        wrong: #"""
          product A { users 1M; chrun 5%/month }
          """#,
        right: #"""
          product A { users 1M; churn 5%/month }
          """#)
    case .duplicateClause:
      Explanation(
        #"a clause that is stated twice"#,
        #"""
        With two values for one clause nobody could say which holds. Keep one. A value that changes
        over time is one clause, written with `until … then …`.
        """#,
        wrong: #"""
          product A { users 1M; churn 5%/month; churn 6%/month }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month until month 6 then 6%/month }
          """#)
    case .nothingToRun:
      Explanation(
        #"nothing but comments or empty lines"#,
        #"""
        The text holds no statement. That is told, for a script that was saved empty by mistake
        would otherwise look as if it had run. Begin with how long to simulate, and a product.
        """#,
        wrong: #"""
          # nothing yet
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          """#)
    case .chainedComparison:
      Explanation(
        #"two comparisons in a row"#,
        #"""
        A comparison gives a condition, and a condition can't be compared with a number. Mathematics
        reads `1 < a < 5` as two comparisons at once; here that is written with `and`.
        """#,
        wrong: #"""
          let a = 3
          1 < a < 5
          """#,
        right: #"""
          let a = 3
          1 < a and a < 5
          """#)
    case .foreignHabit:
      Explanation(
        #"a spelling of another language"#,
        #"""
        Spreadsheets and other languages write some things otherwise: powers, comments, equality,
        clauses with `=`. Reroute understands what is meant, says how it is written here, and offers
        it as a correction.
        """#,
        wrong: #"""
          let a = 2 ** 3
          """#,
        right: #"""
          let a = 2 ^ 3
          """#)
    case .splitStatement:
      Explanation(
        #"a line that may have been meant to go on the one before"#,
        #"""
        A line's end ends a statement, unless a sign or a bracket is open. A line that begins with
        `-` is a statement of its own, a number with its sign, and not the rest of a subtraction.
        Put the `-` at the end of the line before, or the whole into parentheses; if the line is
        meant to stand alone, put it into parentheses too.
        """#,
        wrong: #"""
          let gain = 10
            - 3
          """#,
        right: #"""
          let gain = 10 -
            3
          """#)
    default: nil
    }
  }
}
