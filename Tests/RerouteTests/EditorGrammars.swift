import Evaluator
import Foundation
import Portfolio
import Syntax

/// The grammars for editors, `Grammar/reroute.tmLanguage.json` and `Grammar/reroute.vim`, made from the tables of the lexer, the
/// parser and the catalogue.
enum EditorGrammars {
  // MARK: Tables

  /// The words that can't be names, but for those that are constants.
  static let reserved = Word.allCases.filter(\.isReserved).map(\.text)
  /// The words of their place, but for those that are times.
  static let ofPlace = Word.allCases.filter {
    !$0.isReserved && $0 != .other && !times.contains($0.text)
  }.map(\.text)
  /// The words for times.
  static let times = ["end", "month"]
  /// The words that clauses begin with.
  static let clauses: [String] = {
    var words = Set(ProductClause.allCases.map(\.rawValue))
    words.formUnion(Redirection.Clause.allCases.map(\.rawValue))
    words.formUnion(Integration.Clause.allCases.map(\.rawValue))
    words.formUnion(["cac", "before", "after", "below", "periods", "drawdown", "tolerated"])
    words.formUnion(["time", "value", "scale"])
    return words.subtracting(Word.allCases.map(\.text)).sorted()
  }()
  static let units = UnitNames.builtIn.all.sorted()
  static let metrics = Metric.allCases.map(\.name).sorted()
  static let functions = Catalogue.names.sorted()
  static let constants = ["true", "false", "portfolio", "plan"]
  static let shapes = ["normal", "lognormal", "uniform", "triangular", "pert", "beta"]
  static let currencies = ["$", "€", "£", "¥"]
  static let suffixes = ["k", "M", "B", "T"]
  /// The signs that join, compare and assign, the longest first.
  static let operators = [
    "->", "==", "!=", "<=", ">=", "+", "-", "*", "/", "^", "=", "<", ">",
  ]

  private static let number =
    #"[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?[\#(suffixes.joined())]?"#
  private static let name = #"[\p{L}_][\p{L}\p{M}\p{N}_]*"#
  private static let noLetter = #"(?![\p{L}\p{M}\p{N}_])"#
  private static let noLetterBefore = #"(?<![\p{L}\p{M}\p{N}_.])"#

  private static func words(_ list: [String]) -> String {
    noLetterBefore + "(?:" + list.joined(separator: "|") + ")" + noLetter
  }

  // MARK: TextMate

  /// The TextMate grammar as JSON.
  static func textMate() throws -> String {
    func rule(_ match: String, _ scope: String) -> [String: Any] {
      ["match": match, "name": scope + ".reroute"]
    }
    func captured(_ match: String, _ scopes: [Int: String]) -> [String: Any] {
      var captures: [String: Any] = [:]
      for (group, scope) in scopes { captures["\(group)"] = ["name": scope + ".reroute"] }
      return ["match": match, "captures": captures]
    }
    let unit = "(?:" + units.sorted { ($1.count, $0) < ($0.count, $1) }.joined(separator: "|") + ")"
    let patterns: [[String: Any]] = [
      rule("#.*$", "comment.line.number-sign"),
      [
        "begin": "\"", "end": "\"|$", "name": "string.quoted.double.reroute",
        "patterns": [
          rule(#"\\(?:u\{[0-9A-Fa-f]+\}|.)"#, "constant.character.escape"),
          [
            "begin": #"\{"#, "end": #"\}"#, "name": "meta.interpolation.reroute",
            "patterns": [["include": "$self"]],
          ],
        ],
      ],
      rule(
        noLetterBefore + #"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"# + noLetter, "constant.other.date"),
      captured(
        noLetterBefore + "(" + number + ")" + noLetter + #"(?:\s*(%)|\s+("# + unit + ")" + noLetter
          + ")?",
        [1: "constant.numeric", 2: "keyword.other.unit", 3: "keyword.other.unit"]),
      captured(
        #"(/|"# + words(["per"]) + #")\s*("# + unit + ")" + noLetter,
        [1: "keyword.operator", 2: "keyword.other.unit"]),
      rule("[\(currencies.joined())]", "keyword.other.currency"),
      captured(
        words(["product"]) + #"\s+("# + name + ")",
        [0: "keyword.control", 1: "entity.name.type"]),
      captured(
        #"(\.)\s*("# + words(metrics).dropFirst(noLetterBefore.count) + ")",
        [1: "punctuation.accessor", 2: "support.variable.metric"]),
      captured(
        #"(\.)\s*("# + name + ")",
        [1: "punctuation.accessor", 2: "variable.other.member"]),
      rule(words(reserved), "keyword.control"),
      rule(words(functions) + #"(?=\()"#, "support.function"),
      rule(words(constants), "constant.language"),
      rule(words(times), "constant.language.time"),
      rule(words(ofPlace), "keyword.other"),
      rule(words(clauses), "support.type.property-name"),
      rule(words(shapes), "support.constant.shape"),
      rule(noLetterBefore + name + #"(?=\()"#, "entity.name.function"),
      rule(noLetterBefore + name, "variable.other"),
      rule(
        operators.map { NSRegularExpression.escapedPattern(for: $0) }.joined(separator: "|"),
        "keyword.operator"),
      rule("%", "keyword.other.unit"),
      rule(#"\?"#, "constant.language.hole"),
      rule(#"[\[\](){}]"#, "punctuation.section"),
      rule("[,;:]", "punctuation.separator"),
    ]
    let grammar: [String: Any] = [
      "$schema":
        "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
      "name": "Reroute", "scopeName": "source.reroute", "fileTypes": ["reroute"],
      "firstLineMatch": "^#!.*\\breroute\\b",
      "comment": "Made from the language's tables; see Tests/RerouteTests/EditorGrammars.swift.",
      "patterns": patterns,
    ]
    let data = try JSONSerialization.data(
      withJSONObject: grammar, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  // MARK: Vim

  /// The Vim syntax file.
  static func vim() -> String {
    func keywords(_ group: String, _ words: [String]) -> String {
      var (lines, line) = ([String](), "syn keyword \(group)")
      for word in words {
        if line.count + word.count > 100 {
          lines.append(line)
          line = "syn keyword \(group)"
        }
        line += " " + word
      }
      return (lines + [line]).joined(separator: "\n")
    }
    func contained(_ group: String, _ words: [String]) -> String {
      keywords("\(group) contained", words)
    }
    let signs = operators.map { $0.map { "*^.$~[]/".contains($0) ? "\\\($0)" : "\($0)" }.joined() }
    // What a keyword of Vim can't be is matched.
    return #"""
      " Vim syntax file for Reroute (https://vimhelp.org/syntax.txt.html).
      " Copy it to ~/.vim/syntax/reroute.vim, and let Vim know the files:
      "   autocmd BufRead,BufNewFile *.reroute setfiletype reroute
      " Made from the language's tables; see Tests/RerouteTests/EditorGrammars.swift.
      if exists("b:current_syntax")
        finish
      endif
      syn case match
      syn iskeyword @,48-57,_,192-255

      \#(keywords("rerouteWord", reserved))
      \#(keywords("reroutePlaceWord", ofPlace))
      \#(keywords("rerouteTime", times))
      \#(keywords("rerouteClause", clauses))
      \#(keywords("rerouteConstant", constants))
      \#(keywords("rerouteShape", shapes))
      \#(contained("rerouteUnit", units))

      syn match rerouteOperator /\#(signs.joined(separator: "\\|"))/
      syn match reroutePer /\<per\>\s*/ nextgroup=rerouteUnit
      syn match rerouteSlash "/" nextgroup=rerouteUnit skipwhite
      syn match rerouteHole /?/
      syn match rerouteCurrency /[\#(currencies.joined())]/
      syn match rerouteUnitSign /%/
      syn match rerouteNumber /\<\d[0-9_]*\(\.\d[0-9_]*\)\?\([eE][+-]\?\d\+\)\?[\#(suffixes.joined())]\?\>/ nextgroup=rerouteUnit skipwhite
      syn match rerouteDate /\<\d\{4}-\d\d\(-\d\d\)\?\>/
      syn match rerouteMember /\.\s*\h\w*/
      syn match rerouteMetric /\.\s*\%(\#(metrics.joined(separator: "\\|")))\>/
      syn match rerouteFunction /\<\%(\#(functions.joined(separator: "\\|")))(\@=/
      syn region rerouteString start=/"/ skip=/\\./ end=/"/ oneline contains=rerouteEscape,rerouteInterpolation
      syn match rerouteEscape /\\\%(u{\x\+}\|.\)/ contained
      syn region rerouteInterpolation start=/{/ end=/}/ contained oneline contains=TOP
      syn match rerouteComment /#.*$/

      hi def link rerouteWord Statement
      hi def link reroutePlaceWord Keyword
      hi def link rerouteTime Constant
      hi def link rerouteClause Identifier
      hi def link rerouteConstant Constant
      hi def link rerouteShape Type
      hi def link rerouteUnit Type
      hi def link rerouteUnitSign Type
      hi def link rerouteCurrency Type
      hi def link reroutePer Keyword
      hi def link rerouteSlash Operator
      hi def link rerouteOperator Operator
      hi def link rerouteHole Todo
      hi def link rerouteNumber Number
      hi def link rerouteDate Number
      hi def link rerouteMetric Identifier
      hi def link rerouteFunction Function
      hi def link rerouteString String
      hi def link rerouteEscape SpecialChar
      hi def link rerouteComment Comment

      let b:current_syntax = "reroute"

      """#
  }
}
