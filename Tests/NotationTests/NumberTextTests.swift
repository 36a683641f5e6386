import Notation
import Quantities
import Testing

@Suite("Numbers as a person writes them")
struct NumberTextTests {
  private static let users = Dimension.users
  private static let dollars = Dimension(.currency("USD"))
  private static let month = Dimension.time
  private static let share = Presentation(.share)

  struct Case: Sendable {
    let value: Double
    let dimension: Dimension
    let presentation: Presentation
    let digits: Int
    let isSigned: Bool
    let text: String
    init(
      _ value: Double, _ dimension: Dimension = .none,
      told presentation: Presentation = Presentation(), _ text: String, digits: Int = 6,
      isSigned: Bool = false
    ) {
      (self.value, self.dimension, self.presentation) = (value, dimension, presentation)
      (self.digits, self.isSigned, self.text) = (digits, isSigned, text)
    }
  }

  static let units: [Case] = [
    Case(1.02e9, users, "1.02B users"),
    Case(9, .none, told: share, "+900%", isSigned: true),
    Case(-0.25, .none, told: share, "-25%", isSigned: true),
    Case(4.2e6, dollars, "$4.2M"),
    Case(-4.2e6, dollars, "-$4.2M"),
    Case(0.25, dollars / users / month, "$0.25/user/month"),
    Case(1.2e6, Dimension(.currency("EUR")), "€1.2M"),
    Case(5e6, Dimension(.currency("GBP")), "£5M"),
    Case(500, Dimension(.currency("JPY")), "¥500"),
    Case(500, Dimension(.currency("CHF")), "CHF 500"),
    Case(1.2e6, dollars / month, "$1.2M/month"),
    Case(0.005, .none, told: share, "0.5%"),
    Case(0.03, .none, told: Presentation(.points), "3 points"),
    Case(0.01, .none, told: Presentation(.points), "1 point"),
    Case(-0.01, .none, told: Presentation(.points), "-1 point"),
    Case(1, users, "1 user"),
    Case(2, users, "2 users"),
    Case(0, users, "0 users"),
    Case(1.5, users, "1.5 users"),
    Case(-1, users, "-1 user"),
    Case(1, Dimension(.count("hours")), "1 hour"),
    Case(40_000, users / month, "40k users/month"),
    Case(0.05, .none / month, told: share, "5%/month"),
    Case(1, month, "1 month"),
    Case(3, month, "3 months"),
    Case(12, month, told: Presentation(timeUnit: .year), "1 year"),
    Case(24, month, told: Presentation(timeUnit: .year), "2 years"),
    Case(0.01, .none / month, told: Presentation(.share, timeUnit: .year), "12%/year"),
    Case(4, Dimension(.count("users"), exponent: 2), "4 users^2"),
    Case(2, .none / users, "2/user"),
    Case(9e6, users, "+9M users", isSigned: true),
    Case(0, users, "0 users", isSigned: true),
  ]

  @Test("Units, signs, currencies and shares", arguments: units)
  func unit(_ test: Case) {
    #expect(
      NumberText.text(
        test.value, test.dimension, test.presentation, digits: test.digits, isSigned: test.isSigned)
        == test.text)
  }

  static let plain: [(Double, Int, String)] = [
    (1200.0, 6, "1200"), (1200, 2, "1200"), (9999, 3, "9999"), (9999.4, 6, "9999.4"),
    (9999.96, 3, "10k"), (10_000, 6, "10k"), (12_500, 6, "12.5k"), (12_500, 2, "13k"),
    (999_499, 3, "999k"), (999_999, 3, "1M"), (999_999, 6, "999.999k"), (1e6, 6, "1M"),
    (999_999_999, 6, "1B"), (1.02e9, 6, "1.02B"), (1.5e12, 3, "1.5T"), (9.99e14, 3, "999T"),
    (1e15, 3, "1000T"), (0.1, 6, "0.1"), (0.1 + 0.2, 6, "0.3"), (1.0 / 3, 3, "0.333"),
    (0.000_123_4, 3, "0.000123"), (2.0 / 3, 1, "0.7"), (99.96, 3, "100"), (0.999_6, 3, "1"),
    (0, 3, "0"), (-0.0, 3, "0"), (-12_500, 3, "-12.5k"), (1459.64, 3, "1460"),
  ]

  @Test(
    "Below 10,000 whole numbers are plain; from there a suffix; what rounds up takes the next",
    arguments: plain)
  func digits(_ value: Double, _ digits: Int, _ text: String) {
    #expect(NumberText.text(value, digits: digits) == text)
  }

  @Test(
    "Tiny and huge numbers take an exponent",
    arguments: [
      (1e-8, "1e-8"), (1.5e-9, "1.5e-9"), (2.3e-308, "2.3e-308"), (1e16, "1e16"),
      (1.234e20, "1.234e20"), (1.797e308, "1.797e308"), (-2e-12, "-2e-12"),
      (9.999_999_9e-9, "1e-8"),
    ])
  func extremes(_ value: Double, _ text: String) {
    #expect(NumberText.text(value) == text)
  }

  @Test("What is no number says so")
  func undefined() {
    #expect(NumberText.text(.nan, Self.users) == "undefined")
    #expect(NumberText.text(.infinity, Self.users) == "infinite")
    #expect(NumberText.text(-.infinity) == "-infinite")
    #expect(NumberText.text(.infinity, .time) == "never")
  }

  @Test("A sign is not written before what rounds to nothing")
  func zero() {
    #expect(NumberText.text(-0.0, isSigned: true) == "0")
    #expect(NumberText.text(0, .none, Self.share, isSigned: true) == "0%")
  }

  @Test(
    "Every number reads back to the digits written: over 600 orders of magnitude, at 1 to 15 digits"
  )
  func readsBack() {
    var value = 1.234_567_890_123_456e-300
    while value < 1e300 {
      for digits in [1, 2, 3, 6, 12, 15] {
        let text = NumberText.text(value, digits: digits)
        let suffixes: [Character: Double] = ["k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12]
        let scale = text.last.flatMap { suffixes[$0] }
        let read = Double(scale == nil ? text : String(text.dropLast())).map { $0 * (scale ?? 1) }
        var tolerance = 0.51
        for _ in 1..<digits { tolerance /= 10 }
        #expect(
          read.map { (abs($0 - value) / value) <= max(tolerance, 4e-15) } ?? false,
          "\(value) in \(digits) digits is \(text)")
      }
      value *= 7.3
    }
  }

  static let groups: [(Double, String)] = [
    (35_000_000.0, "35_000_000"), (12_500, "12_500"), (9999, "9999"), (0, "0"), (-1234, "-1234"),
    (-12_345.5, "-12_345.5"),
  ]

  @Test("Digits in groups, as a script writes them", arguments: groups)
  func grouped(_ value: Double, _ text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test("The unit alone")
  func unitAlone() {
    #expect(NumberText.unit(Self.users / .time) == "users/month")
    #expect(NumberText.unit(.none / .time, Self.share) == "%/month")
    #expect(NumberText.unit(Self.dollars) == "$")
  }
}
