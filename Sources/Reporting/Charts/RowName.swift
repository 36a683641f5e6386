/// The name of a row where there is not room for all of it.
enum RowName {
  /// A name cut to `room`, with its last word where that leaves half of the room to the beginning: what tells two inputs of one
  /// declaration apart stands last.
  ///
  /// - Parameters:
  ///   - width: how much room a text takes.
  ///   - cut: a text cut to a room, with a sign that it is.
  static func shortened(
    _ name: String, to room: Int, width: (String) -> Int, cut: (String, Int) -> String
  ) -> String {
    guard width(name) > room, let space = name.lastIndex(of: " ") else { return cut(name, room) }
    let last = String(name[space...])
    let rest = room - width(last)
    return rest >= room / 2 ? cut(String(name[..<space]), rest) + last : cut(name, room)
  }
}
