import Foundation

/// `true` iff a text is JSON, as Foundation reads it.
func isJSON(_ text: String) -> Bool {
  (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
}

/// The bytes of a file; nil where it can't be read. The handle, for `FileManager` loses a buffer of an empty file.
func contents(of file: String) -> [UInt8]? {
  FileHandle(forReadingAtPath: file)?.readDataToEndOfFile().map { $0 }
}
