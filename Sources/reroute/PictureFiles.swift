import Prompt
import Reroute

/// Where scripts may write pictures: below the working folder, over nothing but earlier pictures.
enum PictureFiles {
  /// What every picture says of itself.
  private static let mark = Array("made by Reroute".utf8)

  /// Writes a picture, whole or not at all.
  static func save(_ name: String, _ bytes: [UInt8], force: Bool) throws(Host.Failure) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !name.hasPrefix("~"), !parts.contains("..") else {
      throw .refused("a script writes below the working folder only")
    }
    if !force, FileWriter.isFile(name), !isOwn(try Console.read(name)) {
      throw .refused("it is there already and is no picture of Reroute; `--force` replaces it")
    }
    do throws(FileWriter.Failure) {
      try FileWriter.write(bytes, to: name)
    } catch {
      throw .unreadable(error.reason)
    }
  }

  /// `true` iff a file says that it was made here, or is empty.
  private static func isOwn(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= mark.count else { return bytes.isEmpty }
    return (0...(bytes.count - mark.count)).contains { start in
      bytes[start] == mark[0] && bytes[start..<(start + mark.count)].elementsEqual(mark)
    }
  }
}
