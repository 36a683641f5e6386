import Foundation
import Reroute
import Testing

/// The figures of the metrics reference, through the language.
@Suite("Measured figures, in scripts")
struct MeasurementFigureTests {
  private static let survival = "[86.9%, 74.3%, 65.3%, 59.3%, 55.1%, 51.7%, 49.1%]"

  @Test("sBG: LL(1,1) −2.1155455, α .668088, β 3.806095, S(12) .37800, residual lifetime 7.529628")
  func survival() {
    let fit = "let fit = sbg_fit(\(Self.survival))\n"
    #expect(
      agree(
        figure("sbg_log_likelihood({ alpha: 1, beta: 1 }, \(Self.survival))"), -2.1155455,
        within: 5e-8))
    #expect(agree(figure(fit + "fit.alpha"), 0.668088, within: 5e-7))
    #expect(agree(figure(fit + "fit.beta"), 3.806095, within: 5e-7))
    #expect(agree(figure(fit + "sbg_survival(fit, 12)"), 0.37800, within: 5e-6))
    #expect(
      agree(figure(fit + "sbg_residual_lifetime(fit, 10%, 7)"), 7.529628, within: 5e-7))
    #expect(
      agree(
        figure(fit + "fit.log_likelihood - sbg_log_likelihood(fit, \(Self.survival))"), 0,
        within: 1e-12))
  }

  @Test("Bass: discrete 30, 70.158, 122.842885; continuous 35.758164, 85.056281 (5e-7)")
  func diffusion() {
    let bass = "let b = bass(1_000 users, 0.03, 0.38, 3)\n"
    for (row, field, value) in [
      (1, "discrete", 30), (2, "discrete", 70.158), (3, "discrete", 122.842885),
      (1, "continuous", 35.758164), (2, "continuous", 85.056281),
    ] {
      #expect(agree(figure(bass + "b[\(row)].\(field)"), value, within: 5e-7))
    }
  }

  @Test("Bass fit: m 67980.92, p .00659397, q .638091 (relative 2e-6)")
  func diffusionFit() {
    let fit = "let f = bass_fit([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890])\n"
    #expect(agree(figure(fit + "f.m / 67980.92"), 1, within: 2e-6))
    #expect(agree(figure(fit + "f.p / 0.00659397"), 1, within: 2e-6))
    #expect(agree(figure(fit + "f.q / 0.638091"), 1, within: 2e-6))
    let users = "bass_fit([840 users, 1470 users, 2110 users, 4000 users, 7590 users, 10950 users])"
    #expect(run("(\(users)).m").report().contains(" users"))
  }

  /// Successive purchases of 100 households, counted from the yogurt panel of Jain, Vilcassim & Chintagunta (1994), Journal of
  /// Business and Economic Statistics 12.
  private static let yogurt = """
    let panel = table { from, dannon, hiland, weight, yoplait
      "dannon", 822, 16, 19, 71
      "hiland", 17, 30, 6, 14
      "weight", 18, 5, 473, 44
      "yoplait", 65, 17, 41, 654
    }

    """

  @Test(
    "Yogurt: stationary .389005 .029833 .233556 .347606; hiland diverts .459459 .162162 .378378")
  func yogurt() {
    for (i, share) in [0.389005, 0.029833, 0.233556, 0.347606].enumerated() {
      #expect(
        agree(figure(Self.yogurt + "stationary(panel)[\(i + 1)].share"), share, within: 5e-7))
    }
    for (i, share) in [0.459459, 0.162162, 0.378378].enumerated() {
      #expect(
        agree(
          figure(Self.yogurt + "diversion(panel, \"hiland\")[\(i + 1)].share"), share, within: 5e-7)
      )
    }
    #expect(agree(figure(Self.yogurt + "switching(panel)[2].hiland"), 30.0 / 67, within: 1e-15))
  }

  @Test("The forms of choices agree")
  func choices() {
    let lists = "[[\"a\", \"b\", \"a\"], [\"b\", \"b\", \"a\"]]"
    let table =
      "table { panelist, choice\n1, \"a\"\n2, \"b\"\n1, \"b\"\n1, \"a\"\n2, \"b\"\n2, \"a\"\n}"
    let counts = "table { from, a, b\n\"a\", 0, 1\n\"b\", 2, 1\n}"
    for choices in [lists, table, counts] {
      let script = "let c = \(choices)\n"
      #expect(agree(figure(script + "stationary(c)[1].share"), 0.4, within: 1e-15))
      #expect(agree(figure(script + "switching(c)[2].a"), 2.0 / 3, within: 1e-15))
    }
    #expect(run("switching([[\"a\", \"b\"]])").report().contains("undefined"))
  }

  @Test("Overlap 18%, 17%, 53%: joint .0954, independence .0306, lift 3.118, bounds 0 and .17")
  func overlap() {
    let overlap = "let o = overlap_bounds(18%, 17%, 53%)\n"
    #expect(agree(figure(overlap + "o.joint"), 0.0954, within: 1e-15))
    #expect(agree(figure(overlap + "o.independence"), 0.0306, within: 1e-15))
    #expect(agree(figure(overlap + "o.lift"), 3.118, within: 5e-4))
    #expect(figure(overlap + "o.low") == 0)
    #expect(figure(overlap + "o.high") == 0.17)
  }

  @Test("CUSUM of Montgomery & Runger's example 16-6, μ 99, K 1, H 10: at most 3.2, no signal")
  func cusum() {
    let list =
      "[102, 94.8, 98.3, 98.4, 102, 98.5, 99, 97.7, 100, 98.1, 101.3, 98.7, 101.1, 98.4, 97, 96.7, 100.3, 101.4, 97.2, 101]"
    let chart = "let c = cusum(\(list), 99, 1, 10)\n"
    #expect(agree(figure(chart + "c.max"), 3.2, within: 1e-12))
    #expect(run(chart + "c.signal").report(showsQuestion: false) == "undefined\n")
    #expect(agree(figure(chart + "c.path[2]"), 3.2, within: 1e-12))
    #expect(agree(figure("cusum(\(list), 99, 1, 10, \"rises\").max"), 2, within: 1e-12))
  }

  @Test("Nile 1871 to 1970: one break after 1898, means 1097.75 and 849.97222 (5e-6)")
  func nile() {
    // Annual flow at Aswan in 10⁸ m³: Cobb (1978), Biometrika 65.
    let flow = """
      let nile = [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960,
        1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694,
        940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764,
        821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822,
        1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050,
        918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
      ]
      let p = pelt(nile)

      """
    #expect(figure(flow + "length(p.breaks)") == 1)
    #expect(figure(flow + "1870 + p.breaks[1]") == 1899)
    #expect(agree(figure(flow + "p.means[1]"), 1097.75, within: 5e-6))
    #expect(agree(figure(flow + "p.means[2]"), 849.97222, within: 5e-6))
    #expect(figure(flow + "mann_kendall(nile).z").map { $0 < -3 } == true)
  }

  private static let visits = """
    let visits = table { user, day
      "a", 2023-07-01
      "a", 2023-07-04
      "a", 2023-07-08
      "b", 2023-07-01
      "b", 2023-07-05
      "c", 2023-07-06
      "c", 2023-07-09
      "d", 2023-07-10
      "d", 2023-07-13
    }

    """

  @Test("Retention by its definitions, by day; a cohort too young is undefined, never 0")
  func retention() {
    func asked(_ call: String) -> String {
      run(Self.visits + call).report(showsQuestion: false)
    }
    let through = "2023-07-11"
    #expect(asked("retention(visits, \"on day\", 3, \(through))") == "66.6667%\n")
    #expect(asked("retention(visits, \"on or after\", 4, \(through))") == "66.6667%\n")
    #expect(asked("retention(visits, \"in days\", [4, 5], \(through))") == "33.3333%\n")
    #expect(asked("retention(visits, \"on day\", 30)") == "undefined\n")
    let table = asked("retention_table(visits, \"on day\", 3, \(through))")
    #expect(table.contains("2023-07-10") && table.contains("undefined"))
    let json = run(Self.visits + "retention(visits, \"on day\", 30)").report(.json)
    #expect(json.contains("null") && !json.contains("nan"))
  }

  @Test("Counted days, texts and days of the calendar say the same")
  func daysAlike() {
    let counted = "table { user, day\n\"a\", 0\n\"a\", 3\n\"b\", 1\n\"b\", 8\n}"
    let texts =
      "table { user, day\n7, \"2023-07-01\"\n7, \"2023-07-04\"\n8, \"2023-07-02\"\n8, \"2023-07-09\"\n}"
    for events in [counted, texts] {
      #expect(figure("retention(\(events), \"on day\", 3)") == 0.5)
    }
    #expect(figure("2023-07-15 - 2023-07-01 == 14 days") == 1)
    #expect(run("2023-07-15 - 2023-07-01").report(showsQuestion: false) == "14 days\n")
    #expect(run("2023-12-30 + 3 days").report(showsQuestion: false) == "2024-01-02\n")
    #expect(run("2023-07-15").report(showsQuestion: false) == "2023-07-15\n")
  }

  private static let shared = ProcessInfo.processInfo.environment["REROUTE_SHARED"]

  @Test(
    "CDNOW sample, March 1997: 948 = 719 + 168 + 61, churned 813, quick ratio .959410 (5e-7)",
    .enabled(if: shared != nil, "REROUTE_SHARED does not name the folder with the CDNOW sample"))
  func cdnow() throws {
    let folder = try #require(Self.shared)
    let text = try String(contentsOfFile: folder + "/data/cdnow/CDNOW_sample.txt", encoding: .utf8)
    // Columns: id in the full data, id in the sample, yyyymmdd, CDs, dollars (Fader & Hardie 2001).
    var csv = "user,day\n"
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      let date = String(fields[2])
      csv += "\(fields[1]),\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))\n"
    }
    let outcome = run(
      """
      let events = csv("cdnow.csv")
      let march = growth_accounting(events)[3]
      expect march.mau == 948 users and march.new == 719 users and march.retained == 168 users
      expect march.resurrected == 61 users and march.churned == 813 users
      expect mau(events, "calendar month", 1997-03) == march.mau
      march.quick_ratio
      """, files: ["cdnow.csv": csv])
    #expect(outcome.status == .done, "\(outcome.renderedMessages())")
    #expect(outcome.expectationsMet == 3)
    #expect(agree(outcome.estimate?.mean, 0.959410, within: 5e-7))
  }

  @Test(
    "The whole yogurt panel as a file",
    .enabled(if: shared != nil, "REROUTE_SHARED does not name the folder with the panel"))
  func panel() throws {
    let folder = try #require(Self.shared)
    let csv = try String(contentsOfFile: folder + "/data/panels/Yogurt.csv", encoding: .utf8)
    let script = """
      fn choice(row) = ({ panelist: row.id, choice: row.choice })
      let choices = map(csv("yogurt.csv"), choice)
      stationary(choices)[1].share
      """
    #expect(agree(figure(script, files: ["yogurt.csv": csv]), 0.389005, within: 5e-7))
  }
}
