import Foundation
import Testing

/// `reroute report`: the page, and what a browser makes of it.
@Suite(.serialized) struct PageTests {
  private static let script = """
    # Where do the listeners of <Resso> & "friends" go?
    simulate 24 months from 2023-07
    trials 200
    product TikTok { users 1B; acquisition 25M to 35M users/month; churn 2% to 4%/month }
    product Resso "微信 <b>bold</b> 🎵" { users 1M; acquisition 40k users/month; churn 9% to 13%/month; cost $1.2M/month }
    failure Resso { when users < 900k for 2 months; because "a <script>alert(1)</script>" }
    overlap Resso, TikTok 80% to 95% of Resso
    redirect Resso -> TikTok { over 3 months; reach 60% to 90%; accept 30% to 50% }
    close Resso 4 months after failure
    let text = "<img src=x onerror=alert(1)>"

    text
    plot TikTok.users, Resso.users, Resso.users in baseline
    plot compare baseline, plan on Resso.users, portfolio.cost to "never-written.svg"
    plot flow
    table failures
    table Resso.users, Resso.churned, Resso.merged_out, TikTok.users, portfolio.users, portfolio.people
    for p in [TikTok, Resso] {
      p.users at end
    }
    expect 90% sure portfolio.cost at end < portfolio.cost in baseline at end
    # The last line.
    """

  private static func page(_ scratch: Scratch) throws -> String {
    _ = try scratch.file("plan.reroute", Self.script)
    let ran = try reroute("report", "plan.reroute", "--html", "page.html", in: scratch.url)
    #expect(ran.status == 0 && ran.output.isEmpty && ran.errors.isEmpty, "\(ran)")
    return try scratch.text("page.html")
  }

  @Test func `a page holds the whole script, and each answer behind its question`() throws {
    let scratch = try Scratch()
    let page = try Self.page(scratch)
    let lines = Self.script.split(separator: "\n", omittingEmptySubsequences: false)
    for number in 1...lines.count { #expect(page.contains("data-n=\"\(number)\"")) }
    #expect(!page.contains("data-n=\"\(lines.count + 1)\""))
    // The line that asks, its answer, the line behind it.
    func place(_ text: String) throws -> String.Index {
      try #require(page.range(of: text)).lowerBound
    }
    let expectation = try #require(page.range(of: "holds in"))
    #expect(try place("data-n=\"21\"") < expectation.lowerBound)
    #expect(expectation.lowerBound < (try place("data-n=\"22\"")))
    #expect(page.components(separatedBy: "<figure").count == 4 + 1)
    #expect(!FileManager.default.fileExists(atPath: scratch.url.path + "/never-written.svg"))
    #expect(try Self.page(Scratch()) == page)
  }

  @Test func `a ledger on a page leads to its declarations`() throws {
    let scratch = try Scratch()
    let script = """
      simulate 3 months
      product A { users 1000; churn 5%/month }
      why A.users
      """
    _ = try scratch.file("why.reroute", script)
    let ran = try reroute("report", "why.reroute", "--html", "-", in: scratch.url)
    #expect(ran.status == 0 && ran.errors.isEmpty, "\(ran)")
    #expect(ran.output.contains("churn 5%/month</td>"))
    #expect(ran.output.contains("why.reroute:2"))
  }

  @Test func `what a user wrote is text on the page, and nothing is taken from elsewhere`() throws {
    let page = try Self.page(Scratch())
    for evil in [
      "<script", "<img", "<b>", "onerror=\"", "http-equiv=\"refresh", "@import", "url(",
    ] {
      #expect(!page.contains(evil), "\(evil)")
    }
    #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
    let links = page.components(separatedBy: "href=\"").dropFirst().map { $0.prefix(1) }
    #expect(links.allSatisfy { $0 == "#" })
    #expect(
      page.components(separatedBy: "http").dropFirst().allSatisfy {
        $0.hasPrefix("-equiv") || $0.hasPrefix("://www.w3.org/2000/svg")
      })
  }

  @Test func `every word with a meaning leads to it`() throws {
    let page = try Self.page(Scratch())
    let targets = Set(
      page.components(separatedBy: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } })
    #expect(targets.contains("def-merged_out") && targets.contains("def-redirect"))
    #expect(targets.contains("def-reach"))
    for target in targets { #expect(page.contains("<dt id=\"\(target)\">")) }
    #expect(
      page.contains("title=\"users who accepted a redirection and were on its target already\""))
  }

  @Test func `a wrong script gives no page, a failed expectation does`() throws {
    let scratch = try Scratch()
    let wrong = try reroute("report", "-", "--html", "a.html", input: "A.users", in: scratch.url)
    #expect(wrong.status == 2 && wrong.errors.contains("R201"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url.path + "/a.html"))
    let failed = try reroute("report", "-", "--html", "-", input: "expect 1 > 2", in: scratch.url)
    #expect(failed.status == 1 && failed.output.hasPrefix("<!DOCTYPE html>"))
    #expect(failed.output.contains("FAILS"))
    let nowhere = try reroute("report", "-", "--html", "b/a.html", input: "1", in: scratch.url)
    #expect(nowhere.status == 2 && nowhere.errors.contains("R702"))
  }

  // MARK: In a browser

  /// What a browser sees in a frame of so many pixels.
  private struct Sight: Decodable {
    var width: Int
    /// How wide the content is.
    var content: Int
    /// The figures, those whose drawing is seen, and those drawings that stick out.
    var figures: Int
    var seen: Int
    var outside: [String]
    /// Texts in drawings that lie over each other.
    var covered: [String]
    /// What the page was forbidden.
    var violations: Int
    /// The smallest letters of a drawing, in pixels.
    var smallest: Double
  }

  /// Opens the page in three frames and measures; `srcdoc` lets the frame's parent look inside, whatever the page forbids.
  private static func measuring(_ page: String) throws -> String {
    let quoted = String(decoding: try JSONEncoder().encode(page), as: UTF8.self)
      .split(separator: "</").joined(separator: "<\\/")
    return """
      <!DOCTYPE html><html><body><pre id="result">none</pre><script>
      const page = \(quoted);
      const sights = [];
      const widths = [320, 768, 1280];
      function measure(frame, width) {
        const doc = frame.contentDocument, root = doc.documentElement;
        const sight = {width, content: Math.max(root.scrollWidth, doc.body.scrollWidth), figures: 0, seen: 0,
          outside: [], covered: [], violations: frame.violations || 0, smallest: 99};
        for (const figure of doc.querySelectorAll('figure')) {
          sight.figures++;
          const drawings = [...figure.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0);
          if (drawings.length == 1 && drawings[0].getBoundingClientRect().height > 50) sight.seen++;
          for (const drawing of drawings) {
            const edge = drawing.getBoundingClientRect(), boxes = [];
            const scale = edge.width / drawing.viewBox.baseVal.width;
            sight.smallest = Math.min(sight.smallest, 12 * scale);
            for (const text of drawing.querySelectorAll('text')) {
              const box = text.getBoundingClientRect();
              if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1)
                sight.outside.push(text.textContent);
              for (const other of boxes)
                if (box.left < other.right - 1 && other.left < box.right - 1 && box.top + 3 < other.bottom - 3
                    && other.top + 3 < box.bottom - 3) sight.covered.push(text.textContent);
              boxes.push(box);
            }
          }
        }
        for (const element of doc.body.querySelectorAll('*')) {
          const box = element.getBoundingClientRect();
          if (box.width && box.right > width + 1 && !element.closest('.scroll') && !element.closest('svg'))
            sight.outside.push(element.tagName + ' ' + box.right);
        }
        return sight;
      }
      let left = widths.length;
      for (const width of widths) {
        const frame = document.createElement('iframe');
        frame.style = `width:${width}px;height:900px;border:0`;
        frame.onload = () => {
          sights.push(measure(frame, width));
          if (--left == 0) document.getElementById('result').textContent = JSON.stringify(sights);
        };
        frame.srcdoc = page;
        document.body.appendChild(frame);
      }
      </script></body></html>
      """
  }

  @Test(
    .enabled(if: Browser.isExpected, "no Chromium or Chrome is installed"), .timeLimit(.minutes(1)))
  func `a browser shows it all, on a phone, a tablet and a screen`() throws {
    let browser = try #require(Browser.path, "CI wants a browser: install chromium")
    let scratch = try Scratch()
    let page = try Self.page(scratch)
    let path = try scratch.file("measuring.html", try Self.measuring(page))
    let visit = try Browser.visit(URL(fileURLWithPath: path), with: browser, in: scratch)
    #expect(visit.complaints == [])
    let start = try #require(visit.document.range(of: "<pre id=\"result\">")).upperBound
    let result = visit.document[start...].prefix { $0 != "<" }
      .split(separator: "&quot;", omittingEmptySubsequences: false).joined(separator: "\"")
    let sights = try JSONDecoder().decode([Sight].self, from: Data(result.utf8))
      .sorted { $0.width < $1.width }
    #expect(sights.map(\.width) == [320, 768, 1280])
    for sight in sights {
      #expect(sight.content <= sight.width, "\(sight)")
      #expect(sight.figures == 4 && sight.seen == 4, "\(sight)")
      #expect(sight.outside == [] && sight.covered == [], "\(sight)")
      #expect(sight.smallest > 9.5, "\(sight)")
    }
  }
}
