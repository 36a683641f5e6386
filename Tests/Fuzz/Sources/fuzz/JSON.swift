import Foundation

/// `true` iff a text is JSON, as Foundation reads it.
func isJSON(_ text: String) -> Bool {
  (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
}
