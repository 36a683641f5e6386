/// The productions of pictures.
extension Parser {
  /// question = "plot" picture [ "to" string ]; picture = figures | compare | drives | explain
  mutating func parsePlot() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    note(words: [.compare, .drives, .explain])
    switch word {
    case .compare: try parseCompare()
    case .drives: try parseDrives()
    case .explain: try parseExplain()
    default: repeat { try parseExpression() } while take(.comma)
    }
    let (start, inner) = (index, pending.count)
    if take(.to) {
      guard isString else {
        throw unexpected("the picture's file in double quotes, as in `to \"users.svg\"`")
      }
      try parsePrimary()
      finish(.pictureFile, from: start, inner)
    }
    finish(.plotQuestion, from: first, mark)
  }

  /// `true` iff a string stands here, with values put in or without.
  var isString: Bool { kind == .string || kind == .stringHead }
}
