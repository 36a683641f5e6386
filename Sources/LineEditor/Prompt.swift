/// What is shown before the place to type.
package struct Prompt: Equatable, Sendable {

  /// The prompt without its colour.
  package let text: String

  /// The parameters of the escape sequence that colours the prompt, or `nil` for a plain one.
  package let style: String?

  /// Makes a prompt, by habit ending in a space, coloured by an SGR `style` such as `"1;34"`.
  ///
  /// Give no style when `TERM` is `dumb` or `NO_COLOR` is set.
  package init(_ text: String, style: String? = nil) {
    self.text = text
    self.style = style
  }

  /// The columns the prompt takes.
  var width: Int { escaped.isEmpty ? 0 : max(displayWidth(text), style == nil ? 0 : 1) }

  /// The prompt as libedit wants it: escape sequences stand between U+0001, and one must not be
  /// last, so the final character stays outside the colour.
  var escaped: String {
    let text = text.isEmpty && style != nil ? " " : text
    guard let style, let last = text.last else { return text }
    return "\u{1}\u{1B}[\(style)m\u{1}\(text.dropLast())\u{1}\u{1B}[0m\u{1}\(last)"
  }
}
