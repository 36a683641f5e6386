/// How reading an entry ended.
package enum ReadResult: Equatable, Sendable {

  /// An entry, without the newline that ended it.
  case line(String)

  /// Ctrl-C: what was typed is dropped.
  case interrupted

  /// Ctrl-D on an empty line, a terminal that went away, or a request to end the program.
  case endOfInput

  /// An entry that is not text: it had bytes that are not UTF-8, or NUL.
  case invalidUTF8
}
