import Foundation

/// A small interpreter of TextMate grammars: matches, captures, regions and `$self`, line by line.
struct TextMate {
  private final class Rule {
    let match, begin, end: NSRegularExpression?
    let name: String?
    let captures: [Int: String]
    var patterns: [Rule] = []
    let includesAll: Bool

    init(_ json: [String: Any]) throws {
      func expression(_ key: String) throws -> NSRegularExpression? {
        try (json[key] as? String).map { try NSRegularExpression(pattern: $0) }
      }
      (match, begin, end) = (
        try expression("match"), try expression("begin"), try expression("end")
      )
      name = json["name"] as? String
      includesAll = json["include"] as? String == "$self"
      var captures: [Int: String] = [:]
      for (key, value) in json["captures"] as? [String: Any] ?? [:] {
        if let group = Int(key) { captures[group] = (value as? [String: Any])?["name"] as? String }
      }
      self.captures = captures
      patterns = try (json["patterns"] as? [[String: Any]] ?? []).map { try Rule($0) }
    }
  }

  private let root: [Rule]

  /// Reads a grammar from its JSON.
  init(_ json: Data) throws {
    let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    root = try (object["patterns"] as? [[String: Any]] ?? []).map { try Rule($0) }
  }

  /// The innermost scope of each UTF-16 code unit of a text; nil for none.
  func scopes(of text: String) -> [String?] {
    var (scopes, open) = ([String?](), [Rule]())
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      scopes += self.scopes(ofLine: NSString(string: String(line)), &open)
      // The line's end: one unit, or two of a carriage return and a line feed.
      let end = line.endIndex
      if end < text.endIndex { scopes += text[end].utf16.map { _ in nil } }
    }
    return scopes
  }

  private func scopes(ofLine line: NSString, _ open: inout [Rule]) -> [String?] {
    let text = line as String
    var scopes = [String?](repeating: nil, count: line.length)
    var position = 0
    while position <= line.length {
      let range = NSRange(location: position, length: line.length - position)
      var best: (rule: Rule, found: NSTextCheckingResult, isEnd: Bool)?
      if let last = open.last,
        let found = last.end?.firstMatch(in: text, options: Self.options, range: range)
      {
        best = (last, found, true)
      }
      for rule in candidates(open.last) {
        let expression = rule.match ?? rule.begin
        guard let found = expression?.firstMatch(in: text, options: Self.options, range: range),
          best.map({ found.range.location < $0.found.range.location }) ?? true
        else { continue }
        best = (rule, found, false)
        if found.range.location == position { break }
      }
      let until = best?.found.range.location ?? line.length
      for i in position..<until { scopes[i] = open.last?.name }
      guard let (rule, found, isEnd) = best else { break }
      let next = found.range.location + found.range.length
      for i in until..<next { scopes[i] = rule.name ?? open.last?.name }
      for (group, scope) in rule.captures.sorted(by: { $0.key < $1.key })
      where group < found.numberOfRanges && found.range(at: group).location != NSNotFound {
        let place = found.range(at: group)
        for i in place.location..<(place.location + place.length) { scopes[i] = scope }
      }
      if isEnd { open.removeLast() } else if rule.begin != nil { open.append(rule) }
      position = found.range.length == 0 && !isEnd ? next + 1 : next
      if position == line.length, open.last?.end == nil { break }
    }
    return scopes
  }

  private static let options: NSRegularExpression.MatchingOptions = [
    .withTransparentBounds, .withoutAnchoringBounds,
  ]

  private func candidates(_ rule: Rule?) -> [Rule] {
    guard let rule else { return root }
    return rule.patterns.flatMap { $0.includesAll ? root : [$0] }
  }
}
