import SourceText

/// Writes the elements of a drawing. Places are whole tenths of a pixel, so that equal pictures have equal bytes.
struct SVGWriter {
  private(set) var body = ""
  /// How much room the drawing takes.
  let width: Int
  /// The lowest place that was used, in pixels.
  private(set) var height = 0
  /// What the names of elements begin with, so that several drawings stand on one page.
  let prefix: String

  init(width: Int, prefix: String) { (self.width, self.prefix) = (width, prefix) }

  /// Makes room down to a place.
  mutating func reserve(_ y: Int) { height = max(height, y) }

  /// Text as it may stand in a document.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.showingControls().unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n": out += " "
      // What no document may hold.
      case let other where other.value < 0x20 || other.value == 0xFFFE || other.value == 0xFFFF:
        break
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// The width of text in pixels, rather too wide than too narrow: fonts differ.
  static func width(_ text: String, size: Int = 12) -> Int {
    (DisplayWidth.columns(text) * size * 6 + 9) / 10
  }

  /// Text cut to a width.
  static func cut(_ text: String, to width: Int, size: Int = 12) -> String {
    TextGlyphs(isPlain: false).cut(text, to: max(1, width * 10 / (size * 6)))
  }

  /// Text on lines of a width.
  static func wrapped(_ text: String, to width: Int, size: Int = 12) -> [String] {
    TextGlyphs(isPlain: false).wrapped(text, to: max(8, width * 10 / (size * 6)))
  }

  /// Puts text; `anchor` is start, middle or end.
  mutating func text(_ text: String, x: Int, y: Int, _ style: String, anchor: String = "start") {
    let side = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    body += "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(side)>\(Self.escaped(text))</text>\n"
    reserve(y + 4)
  }

  mutating func line(x1: Int, y1: Int, x2: Int, y2: Int, _ style: String) {
    body += "<line class=\"\(style)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>\n"
    reserve(max(y1, y2) + 1)
  }

  /// A box, with what a pointer that rests on it is told.
  mutating func box(
    x: Int, y: Int, width: Int, height: Int, _ style: String, title: String? = nil
  ) {
    let hint = title.map { "<title>\(Self.escaped($0))</title>" }
    body +=
      "<rect class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" width=\"\(max(1, width))\" height=\"\(max(1, height))\""
    body += hint.map { ">\($0)</rect>\n" } ?? "/>\n"
    reserve(y + height)
  }

  mutating func path(_ data: String, _ style: String, title: String? = nil) {
    body += "<path class=\"\(style)\" d=\"\(data)\""
    body += title.map { "><title>\(Self.escaped($0))</title></path>\n" } ?? "/>\n"
  }

  /// The mark of a series, about its middle.
  mutating func mark(_ i: Int, x: Int, y: Int) {
    let style = "rr-f\(i % 6 + 1)"
    switch i % 6 {
    case 0: body += "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>\n"
    case 1: path("M\(x) \(y - 5)l5 9h-10z", style)
    case 2: path("M\(x - 4) \(y - 4)h8v8h-8z", style)
    case 3: path("M\(x) \(y - 5)l5 5-5 5-5-5z", style)
    case 4: path("M\(x) \(y + 5)l5-9h-10z", style)
    default: path("M\(x - 5) \(y - 2)h10v4h-10z", style)
    }
  }

  /// The whole document; a page brings the style itself.
  func document(title: String, description: String, hasStyle: Bool) -> String {
    let bottom = height + 12
    let name = "\(prefix)-title \(prefix)-desc"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="rr" viewBox="0 0 \(width) \(bottom)" width="\(width)" \
      height="\(bottom)" role="img" aria-labelledby="\(name)">
      <title id="\(prefix)-title">\(Self.escaped(title))</title>
      <desc id="\(prefix)-desc">\(Self.escaped(description))</desc>
      \(hasStyle ? "<!-- made by Reroute -->\n<style>\(Self.style)</style>\n" : "")\
      <rect class="rr-p" width="\(width)" height="\(bottom)"/>
      \(body)</svg>

      """
  }

  /// A place in tenths of a pixel.
  static func tenths(_ value: Int) -> String {
    let whole = abs(value) / 10
    let part = abs(value) % 10
    return (value < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }
}
