import Foundation
import Metrics
import Quantities
import Testing

@Suite("Growth accounting")
struct GrowthAccountingTests {
  @Test("No months, an empty month, and a first month whose users are all new")
  func special() {
    #expect(GrowthAccounting.months([Set<Int>]()).isEmpty)
    let months = GrowthAccounting.months([[], [1, 2], [], [2]])
    #expect(months.map(\.mau) == [0, 2, 0, 1])
    #expect(months.map(\.new) == [0, 2, 0, 0])
    #expect(months.map(\.resurrected) == [0, 0, 0, 1])
    #expect(months.map(\.churned) == [0, 0, 2, 0])
    #expect(months[0].quickRatio == nil && months[0].netChurn == nil)
    #expect(months[1].quickRatio == .infinity)
    #expect(months[2].quickRatio == 0 && months[2].netChurn == 1)
  }

  @Test("Redirected users are neither new nor churned")
  func redirected() {
    let months = GrowthAccounting.months(
      [[1, 2, 3], [2, 4, 5], [1, 2]], redirectedIn: [1: [4, 9], 2: [1, 2]],
      redirectedOut: [1: [1], 2: [5]])
    #expect(months[1].new == 1 && months[1].redirectedIn == 1)
    #expect(months[1].churned == 1 && months[1].redirectedOut == 1)
    #expect(months[2].redirectedIn == 1 && months[2].resurrected == 0)
    #expect(months[2].churned == 1 && months[2].redirectedOut == 1)
  }

  @Test("Identities and a brute-force count by user, on random activity with redirections")
  func counted() {
    var random = MeasurementRandom(seed: 21)
    for _ in 0..<50 {
      func pick(_ share: Double) -> Set<Int> {
        Set((0..<40).filter { _ in Double.random(in: 0..<1, using: &random) < share })
      }
      let active = (0..<8).map { _ in pick(0.4) }
      let moved = Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, pick(0.2)) })
      let left = Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, pick(0.2)) })
      let months = GrowthAccounting.months(active, redirectedIn: moved, redirectedOut: left)
      for (t, month) in months.enumerated() {
        var counts = [String: Int]()
        for user in 0..<40 {
          let now = active[t].contains(user)
          let before = t > 0 && active[t - 1].contains(user)
          let ever = active[..<t].contains { $0.contains(user) }
          let kind =
            switch (now, before, ever) {
            case (true, true, _): "retained"
            case (true, false, _) where moved[t]?.contains(user) == true: "in"
            case (true, false, true): "resurrected"
            case (true, false, false): "new"
            case (false, true, _): left[t]?.contains(user) == true ? "out" : "churned"
            case (false, false, _): "none"
            }
          counts[kind, default: 0] += 1
        }
        #expect(month.new == counts["new", default: 0])
        #expect(month.retained == counts["retained", default: 0])
        #expect(month.resurrected == counts["resurrected", default: 0])
        #expect(month.redirectedIn == counts["in", default: 0])
        #expect(month.churned == counts["churned", default: 0])
        #expect(month.redirectedOut == counts["out", default: 0])
        #expect(month.mau == month.new + month.retained + month.resurrected + month.redirectedIn)
        let previous = t > 0 ? months[t - 1].mau : 0
        #expect(month.previous == previous)
        #expect(
          month.mau - previous
            == month.new + month.resurrected + month.redirectedIn - month.churned
            - month.redirectedOut)
      }
    }
  }

  private static let shared = ProcessInfo.processInfo.environment["REROUTE_SHARED"]

  @Test(
    "CDNOW sample, March 1997: 948 = 719 + 168 + 61, churned 813, quick ratio .959410 (5e-7)",
    .enabled(if: shared != nil, "REROUTE_SHARED does not name the folder with the CDNOW sample"))
  func cdnow() throws {
    let folder = try #require(Self.shared)
    let text = try String(
      contentsOfFile: folder + "/data/cdnow/CDNOW_sample.txt", encoding: .utf8)
    // Columns: id in the full data, id in the sample, yyyymmdd, CDs, dollars (Fader & Hardie 2001).
    let events = try text.split(whereSeparator: \.isNewline).map { line in
      let fields = line.split(separator: " ")
      let date = try #require(Int(fields[2]))
      let month = try #require(CalendarMonth(year: date / 10000, month: date / 100 % 100)?.days)
      return try #require(
        ActivityEvent(user: String(fields[1]), day: month.lowerBound + date % 100 - 1))
    }
    let activity = try #require(MonthlyActivity(events))
    #expect(activity.first == CalendarMonth(year: 1997, month: 1))
    let march = GrowthAccounting.months(activity.users)[2]
    #expect(march.mau == 948 && march.new == 719 && march.retained == 168)
    #expect(march.resurrected == 61 && march.churned == 813)
    #expect(agree(march.quickRatio, 0.959410, within: 5e-7))
    #expect(ActiveUsers(events, window: .calendarMonth, at: 9930)?.monthly == 948)
  }
}
