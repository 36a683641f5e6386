/// What a program answers to the keys of its editor; each has a sensible default.
package struct EditorActions {
  /// Finds what could stand at a UTF-8 offset of the text.
  package var complete: (_ text: String, _ offset: Int) -> Completion = { _, _ in .none }

  /// Says what to insert where Enter is pressed at a UTF-8 offset of a text that isn't whole, a newline and perhaps
  /// indentation; `nil` where Enter ends the entry.
  package var continuation: (_ text: String, _ offset: Int) -> String? = { _, _ in nil }

  /// Tells about what stands at a UTF-8 offset of the text, a line each; nothing to tell rings the bell.
  package var describe: (_ text: String, _ offset: Int) -> [String] = { _, _ in [] }

  /// Lets a person edit the text elsewhere; `nil` where that came to nothing. The terminal is as it was before the editor.
  package var edit: (_ text: String) -> String? = { _ in nil }

  /// Says what is inserted for a paste.
  package var paste: (_ text: String) -> String = { $0 }

  /// Makes actions that do nothing.
  package init() {}
}
