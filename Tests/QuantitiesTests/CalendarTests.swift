import Quantities
import Testing

@Suite("Calendar")
struct CalendarTests {
  @Test("Known days, and days and months invert each other over 3,200 years")
  func days() throws {
    #expect(CalendarMonth(day: 0) == CalendarMonth(year: 1970, month: 1))
    #expect(CalendarMonth(year: 1997, month: 3)?.days?.lowerBound == 9921)
    #expect(CalendarMonth(year: 2000, month: 2)?.days?.count == 29)
    #expect(CalendarMonth(year: 1900, month: 2)?.days?.count == 28)
    #expect(CalendarMonth(year: 2024, month: 13) == nil)
    var next = try #require(CalendarMonth(year: -401, month: 11)?.days).lowerBound
    for ordinal in (12 * -401 + 10)..<(12 * 2801) {
      let month = CalendarMonth(ordinal: ordinal)
      let days = try #require(month.days)
      #expect(days.lowerBound == next)
      #expect(CalendarMonth(day: days.lowerBound) == month)
      #expect(CalendarMonth(day: days.upperBound) == month)
      next = days.upperBound + 1
    }
    let march = try #require(CalendarMonth(day: 9921))
    #expect(march.year == 1997 && march.month == 3)
  }

  @Test("Days and months far outside history are refused, and nothing overflows")
  func unsupported() {
    for number in [Int.min, -4_000_001, 4_000_001, .max] {
      #expect(CalendarMonth(day: number) == nil)
      #expect(CalendarDay(number: number) == nil)
      #expect(CalendarMonth(ordinal: number).days == nil)
      #expect(CalendarMonth(year: number, month: 1) == nil)
    }
  }

  @Test(
    "A month is read from a month, a day or a year",
    arguments: [
      ("2023-07", "2023-07"), ("2023-07-15", "2023-07"), ("2023", "2023-12"),
      ("0000-01", "0000-01"), ("2024-02-29", "2024-02"),
    ])
  func read(_ text: String, _ month: String) {
    #expect(CalendarMonth(text)?.text == month)
  }

  @Test(
    "What is no month isn't read",
    arguments: [
      "", "2023-7", "2023-13", "2023-00", "23-07", "2023-02-29", "2023-07-00", "2023-07-32",
      "2023-07-1", "2023-07-15-1", "-123-07", "+023-07", "2023-+7", "2023/07", "July", "2023-",
      "2023-07-", "２０２３-07",
    ])
  func unread(_ text: String) {
    #expect(CalendarMonth(text) == nil)
    #expect(CalendarDay(text) == nil)
  }

  @Test("A day is read, told and counted")
  func day() throws {
    let day = try #require(CalendarDay("2024-02-29"))
    #expect(day.number == 19782 && day.day == 29 && day.text == "2024-02-29")
    #expect(day.month == CalendarMonth(year: 2024, month: 2))
    #expect(CalendarDay(number: 19783)?.text == "2024-03-01")
    #expect(CalendarDay("2023-07") == nil)
    #expect(try #require(CalendarDay("1969-12-31")).number == -1)
    #expect(try #require(CalendarDay("2023-07-09")) < day)
  }

  @Test("Months are counted on, apart and across years, before the year 0 too")
  func months() throws {
    let july = try #require(CalendarMonth("2023-07"))
    #expect((july + 6).text == "2024-01" && (july + -7).text == "2022-12")
    #expect(july + 6 - july == 6)
    let old = try #require(CalendarMonth(year: -1, month: 12))
    #expect(old.year == -1 && old.month == 12 && (old + 1).year == 0)
  }
}
