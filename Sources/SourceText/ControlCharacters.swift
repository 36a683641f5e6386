extension String {
  /// The text as a person may be shown it: characters that would act on a terminal, or turn the order of what stands around them, as
  /// the escapes that a script writes them with, such as `\u{1B}`.
  ///
  /// A plan may come from anybody. These are the control characters of ASCII and U+0080 to U+009F but for tabs and line ends, and
  /// the embeddings, overrides and isolates of the bidirectional algorithm, U+202A to U+202E and U+2066 to U+2069 (Boucher and
  /// Anderson, "Trojan Source: invisible vulnerabilities", 2023). A text without any is returned as it is, after a look at its bytes.
  ///
  /// - Parameter inLine: whether tabs and line ends are shown as escapes too, as in the name of a file.
  package func showingControls(inLine: Bool = false) -> String {
    holdsControls(inLine: inLine) ? replacingControls(inLine: inLine) { $0.controlEscape } : self
  }

  /// A JSON document with these characters as its own escapes, such as `\u009B`: the same document.
  package func showingControlsInJSON() -> String {
    guard holdsControls() else { return self }
    return replacingControls(inLine: false) { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  private func replacingControls(
    inLine: Bool, by escape: (Unicode.Scalar) -> String
  ) -> String {
    var out = ""
    for character in self {
      for scalar in character.unicodeScalars {
        // A carriage return that belongs to a line's end is one character with it.
        if inLine ? scalar.isControl : scalar.isControl && !character.isLineEndOrTab {
          out += escape(scalar)
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out
  }

  /// `true` iff ``showingControls(inLine:)`` shows anything otherwise.
  package func holdsControls(inLine: Bool = false) -> Bool {
    utf8.withContiguousStorageIfAvailable { Self.holdsControls($0, inLine) }
      ?? Array(utf8).withUnsafeBufferPointer { Self.holdsControls($0, inLine) }
  }

  private static func holdsControls(_ text: UnsafeBufferPointer<UInt8>, _ inLine: Bool) -> Bool {
    var start = 0
    // Bytes that are printable ASCII, tabs or line feeds, as nearly all are, are told 32 at a time: one by one took 2 ns each.
    while !inLine, text.count - start >= 32 {
      var isPlain = true
      for byte in text[start..<start + 32] {
        isPlain = isPlain && (byte &- 0x20 < 0x5F || byte &- 0x09 < 2)
      }
      if !isPlain { break }
      start += 32
    }
    // The last bytes, the very last one lowest.
    var last: UInt32 = 0
    for byte in text[start...] {
      // A carriage return that no line feed follows.
      if last & 0xFF == 0x0D, byte != 0x0A { return true }
      last = last << 8 | UInt32(byte)
      switch byte {
      case 0x20..<0x7F: continue
      case 0x09, 0x0A, 0x0D: if inLine { return true }
      case 0..<0x20, 0x7F: return true
      case 0x80..<0xA0 where last >> 8 & 0xFF == 0xC2: return true
      case 0xAA...0xAE where last & 0xFF_FF00 == 0xE2_8000: return true
      case 0xA6...0xA9 where last & 0xFF_FF00 == 0xE2_8100: return true
      default: continue
      }
    }
    return last & 0xFF == 0x0D
  }
}

extension Character {
  fileprivate var isLineEndOrTab: Bool { self == "\n" || self == "\r\n" || self == "\t" }
}

extension Unicode.Scalar {
  /// Whether it acts rather than is seen; see ``Swift/String/showingControls(inLine:)``.
  var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The escape that a script writes it with.
  var controlEscape: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}

extension Diagnostic {
  /// The diagnostic with all its sentences as ``Swift/String/showingControls(inLine:)`` makes them.
  var showingControls: Diagnostic {
    var shown = self
    shown.message = message.showingControls()
    shown.primary = primary.map { Label($0.span, $0.text.showingControls()) }
    shown.secondary = secondary.map { Label($0.span, $0.text.showingControls()) }
    shown.notes = notes.map { $0.showingControls() }
    shown.help = help.map { $0.showingControls() }
    for i in corrections.indices {
      shown.corrections[i].title = corrections[i].title.showingControls()
    }
    return shown
  }
}

extension SourceFile {
  /// What the text is called, as a person may be shown it.
  var shownName: String { name.showingControls(inLine: true) }
}
