/// Going through the history with the arrow keys.
///
/// libedit's own search takes what was typed for a regular expression and finds it anywhere in
/// an entry; this one finds the entries that begin with it.
struct HistoryRecall {

  /// The entries, oldest first.
  private var entries: [String]

  /// The search under way, if the last thing shown came from here.
  private var search: Search?

  /// A search through the entries.
  private struct Search {

    /// The beginning that entries must have.
    let prefix: String

    /// What was typed before, shown again after the newest entry.
    let draft: String

    /// The place in the entries, one past the newest for the draft.
    var place: Int

    /// What is shown.
    var shown: String
  }

  /// Makes a recall of `entries`, oldest first.
  init(entries: [String] = []) { self.entries = entries }

  /// Adds the newest entry, unless it is the newest already; returns `true` iff it was added.
  mutating func append(_ entry: String) -> Bool {
    guard entries.last != entry else { return false }
    entries.append(entry)
    return true
  }

  /// Forgets the search, for a new line.
  mutating func reset() { search = nil }

  /// Returns the next older entry that begins as `text` does up to the cursor.
  mutating func older(than text: String, typed: String) -> String? {
    var search = current(for: text, typed: typed)
    let found = entries[..<search.place].lastIndex {
      $0 != search.shown && $0.hasPrefix(search.prefix)
    }
    guard let found else { return nil }
    search.place = found
    return show(entries[found], in: search)
  }

  /// Returns the next newer such entry, or what was typed after the newest.
  mutating func newer(than text: String, typed: String) -> String? {
    var search = current(for: text, typed: typed)
    guard search.place < entries.count else { return nil }
    let found = entries[(search.place + 1)...].firstIndex {
      $0 != search.shown && $0.hasPrefix(search.prefix)
    }
    search.place = found ?? entries.count
    return show(found.map { entries[$0] } ?? search.draft, in: search)
  }

  /// Returns the search under way, or a new one if `text` was edited since.
  private func current(for text: String, typed: String) -> Search {
    if let search, search.shown == text { return search }
    return Search(prefix: typed, draft: text, place: entries.count, shown: text)
  }

  /// Remembers that `entry` is shown, and returns it.
  private mutating func show(_ entry: String, in search: Search) -> String {
    self.search = search
    self.search?.shown = entry
    return entry
  }
}
