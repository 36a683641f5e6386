/// What pages and pictures are made of.
enum Markup {
  /// The elements of a page that have no end.
  private static let void: Set<String> = ["meta", "link", "br", "hr", "img", "input", "col", "wbr"]

  /// What is wrong with a page or a picture, if anything: an element that isn't closed, or is closed and not open, a sign that
  /// isn't written as a reference, a script.
  static func fault(in text: String) -> String? {
    let bytes = Array(text.utf8)
    var open: [String] = []
    var i = 0
    func name(at start: Int) -> String {
      let end = bytes[start...].firstIndex { !isOfName($0) } ?? bytes.endIndex
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "&") {
        let end = bytes[i...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
        if open.last == "style" || end - i < 10 && end < bytes.endIndex {
          i += 1
          continue
        }
        return "a bare &"
      }
      guard bytes[i] == UInt8(ascii: "<") else {
        i += 1
        continue
      }
      // Quoted values of attributes may hold a `>`.
      var end = i + 1
      var quote: UInt8?
      while end < bytes.count, quote != nil || bytes[end] != UInt8(ascii: ">") {
        if let sign = quote {
          if bytes[end] == sign { quote = nil }
        } else if bytes[end] == 0x22 || bytes[end] == 0x27 {
          quote = bytes[end]
        } else if bytes[end] == UInt8(ascii: "<") {
          return "a bare <"
        }
        end += 1
      }
      guard end < bytes.count else { return "an open <" }
      let first = i + 1 < end ? bytes[i + 1] : 0
      if first == UInt8(ascii: "/") {
        let name = name(at: i + 2)
        guard open.popLast() == name else { return "</\(name)> without its start" }
      } else if first != UInt8(ascii: "!"), first != UInt8(ascii: "?") {
        let name = name(at: i + 1)
        if name.isEmpty { return "a bare <" }
        if name == "script" { return "a script" }
        if bytes[end - 1] != UInt8(ascii: "/"), !void.contains(name) { open.append(name) }
      }
      i = end + 1
    }
    return open.last.map { "<\($0)> without its end" }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
