import Quantities

@testable import Reporting

/// Pictures made by hand, with what is hard about them: several series that end together, wide characters, gaps, signs.
enum ChartSamples {
  static let users = ChartMeasure(.users)
  static let july = CalendarMonth(year: 2023, month: 7)

  private static func series(
    _ name: String, _ count: Int, _ value: (Double) -> Double, spread: Double
  ) -> LineChart.Series {
    LineChart.Series(
      name,
      (0...count).map { month in
        let mean = value(Double(month))
        let width = spread * Double(month) / Double(count)
        return Spread(mean, low: mean * (1 - width), high: mean * (1 + width))
      })
  }

  static let line = Chart(
    title: "TikTok.users",
    form: .lines(
      LineChart(
        measure: users, start: july,
        series: [series("TikTok.users", 24, { 1e9 + 15e6 * $0 }, spread: 0.2)])))

  static let lines = Chart(
    title: "Resso.users, 微信.users, a product with a name that is far too long to stand anywhere",
    form: .lines(
      LineChart(
        measure: users, start: nil,
        series: [
          series("Resso.users", 36, { 1e6 - 2e4 * $0 }, spread: 0.1),
          series("微信.users", 36, { 1.3e6 - 28e3 * $0 }, spread: 0.3),
          LineChart.Series("🎵 observed", (0...36).map { Spread($0 % 3 == 0 ? 7e5 : .nan) }),
          series("a product with a name that is far too long", 36, { 3e5 + 1e2 * $0 }, spread: 0),
        ])),
    notes: ["A plain sum: who uses two products counts twice."])

  static let bars = Chart(
    title: "portfolio.margin at end, Reader.margin at end",
    form: .bars(
      BarChart(
        measure: ChartMeasure(
          Dimension(.currency("USD")) / .time, Presentation(isSigned: false)),
        groups: [
          BarChart.Group(
            "portfolio.margin at end",
            [
              .init("baseline", Spread(1.2e6, low: 0.8e6, high: 1.7e6), text: "$1.2M/month"),
              .init("plan 🙂", Spread(2.4e6, low: 2e6, high: 2.9e6), text: "$2.4M/month"),
            ]),
          BarChart.Group(
            "Reader.margin at end",
            [
              .init("baseline", Spread(-5e5, low: -9e5, high: 1e5), text: "-$500k/month"),
              .init("plan 🙂", Spread(0), text: "$0/month"),
            ]),
        ])))

  static let waterfall = Chart(
    title: "change of portfolio.users",
    form: .waterfall(
      WaterfallChart(
        measure: users,
        steps: [
          .init("month 0", Spread(1.3e6), isLevel: true, text: "1.3M users"),
          .init("no action", Spread(-3e5, low: -4e5, high: -2e5), isLevel: false, text: "-300k"),
          .init(
            "redirect Resso -> 微信", Spread(2e5, low: 1e5, high: 3e5), isLevel: false,
            text: "+200k (+100k to +300k)"),
          .init("not explained", Spread(0), isLevel: false, text: "0"),
          .init(
            "month 24", Spread(1.2e6, low: 1e6, high: 1.4e6), isLevel: true, text: "1.2M users"),
        ])))

  static let tornado = Chart(
    title: "what Resso.users at end hangs on",
    form: .tornado(
      TornadoChart(
        measure: users, base: 5e5,
        inputs: [
          .init("Resso.churn", low: 7e5, high: 3e5, text: "700k to 300k"),
          .init("redirect Resso -> TikTok.accept", low: 5.2e5, high: 4.6e5, text: "520k to 460k"),
          .init("微信.acquisition", low: 5e5, high: 5e5, text: "500k to 500k"),
        ])))

  static let flow = Chart(
    title: "Where the users went",
    form: .flow(
      FlowChart(
        unit: "users",
        sources: [
          FlowChart.Source(
            "Resso, music 🎵", users: 1_480_000, text: "1.48M",
            origin: "1M at month 0, 480k acquired",
            ends: [
              .init(.moved, "moved to 微信", next: 1, users: 400_000, text: "400k"),
              .init(.merged, "merged with 微信", users: 208_000, text: "208k"),
              .init(.churned, "churned", users: 871_999, text: "872k"),
              .init(.lostAtClosing, "lost at closing", users: 1, text: "1"),
            ]),
          FlowChart.Source(
            "微信", users: 900_000, text: "900k", origin: "500k at month 0, 400k moved in",
            ends: [
              .init(.stayed, "stayed on 微信", users: 650_000, text: "650k"),
              .init(.churned, "churned", users: 250_000, text: "250k"),
            ]),
        ])), notes: ["Merged: they were on the target already."])

  static let all: [(name: String, chart: Chart)] = [
    ("line", line), ("lines", lines), ("bars", bars), ("waterfall", waterfall),
    ("tornado", tornado), ("flow", flow),
  ]
}
