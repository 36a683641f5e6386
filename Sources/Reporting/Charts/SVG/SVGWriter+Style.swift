extension SVGWriter {
  /// The colours of light and of dark surroundings, without variables, which not every program that draws SVG knows. Series
  /// differ in dashes and marks too, and each says its name.
  static let style = """
    .rr{max-width:100%;height:auto}
    .rr text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
    .rr text.rr-t{font-size:15px;font-weight:600}
    .rr text.rr-h{font-weight:600}
    .rr-band{stroke:none;fill-opacity:.16}
    .rr-l{fill:none;stroke-width:2;stroke-linejoin:round}
    .rr-g,.rr-a,.rr-c{stroke-width:1;fill:none}
    .rr-w{stroke-width:1.5;fill:none}
    .rr-link{fill-opacity:.38}
    .rr-l2{stroke-dasharray:7 3}
    .rr-l3{stroke-dasharray:2 3}
    .rr-l4{stroke-dasharray:9 3 2 3}
    .rr-l5{stroke-dasharray:4 2}
    .rr-l6{stroke-dasharray:12 4}
    \(light)
    @media (prefers-color-scheme:dark){
    \(dark)
    }
    @media print{
    \(light)
    }
    """

  private static let light = colours(
    paper: "#ffffff", ink: "#1b1f24", faint: "#57606a", grid: "#d8dee4",
    series: ["#2563a8", "#b45309", "#15803d", "#7c3aed", "#0e7490", "#be185d"])

  private static let dark = colours(
    paper: "#0d1117", ink: "#e6edf3", faint: "#9aa6b2", grid: "#30363d",
    series: ["#7ab8ff", "#f5a65b", "#62d28f", "#c4a6ff", "#58cfe0", "#ff8fc7"])

  /// The rules that give everything its colour.
  private static func colours(
    paper: String, ink: String, faint: String, grid: String, series: [String]
  ) -> String {
    let rules = [
      ".rr-p{fill:\(paper)}", ".rr text{fill:\(ink)}", ".rr text.rr-s{fill:\(faint)}",
      ".rr-g{stroke:\(grid)}", ".rr-a,.rr-w{stroke:\(ink)}", ".rr-c{stroke:\(faint)}",
      ".rr-n{fill:\(faint)}",
    ]
    let own = series.enumerated().flatMap { i, colour in
      [".rr-f\(i + 1){fill:\(colour)}", ".rr-l\(i + 1){stroke:\(colour)}"]
    }
    return (rules + own).joined(separator: "\n")
  }
}
