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
    .rr-p{fill:#ffffff}
    .rr text{fill:#1b1f24}
    .rr text.rr-s{fill:#57606a}
    .rr-g{stroke:#d8dee4}
    .rr-a,.rr-w{stroke:#1b1f24}
    .rr-c{stroke:#57606a}
    .rr-n{fill:#57606a}
    .rr-f1{fill:#2563a8}
    .rr-l1{stroke:#2563a8}
    .rr-f2{fill:#b45309}
    .rr-l2{stroke:#b45309}
    .rr-f3{fill:#15803d}
    .rr-l3{stroke:#15803d}
    .rr-f4{fill:#7c3aed}
    .rr-l4{stroke:#7c3aed}
    .rr-f5{fill:#0e7490}
    .rr-l5{stroke:#0e7490}
    .rr-f6{fill:#be185d}
    .rr-l6{stroke:#be185d}
    @media (prefers-color-scheme:dark){
    .rr-p{fill:#0d1117}
    .rr text{fill:#e6edf3}
    .rr text.rr-s{fill:#9aa6b2}
    .rr-g{stroke:#30363d}
    .rr-a,.rr-w{stroke:#e6edf3}
    .rr-c{stroke:#9aa6b2}
    .rr-n{fill:#9aa6b2}
    .rr-f1{fill:#7ab8ff}
    .rr-l1{stroke:#7ab8ff}
    .rr-f2{fill:#f5a65b}
    .rr-l2{stroke:#f5a65b}
    .rr-f3{fill:#62d28f}
    .rr-l3{stroke:#62d28f}
    .rr-f4{fill:#c4a6ff}
    .rr-l4{stroke:#c4a6ff}
    .rr-f5{fill:#58cfe0}
    .rr-l5{stroke:#58cfe0}
    .rr-f6{fill:#ff8fc7}
    .rr-l6{stroke:#ff8fc7}
    }
    @media print{
    .rr-p{fill:#ffffff}
    .rr text{fill:#1b1f24}
    .rr text.rr-s{fill:#57606a}
    .rr-g{stroke:#d8dee4}
    .rr-a,.rr-w{stroke:#1b1f24}
    .rr-c{stroke:#57606a}
    .rr-n{fill:#57606a}
    .rr-f1{fill:#2563a8}
    .rr-l1{stroke:#2563a8}
    .rr-f2{fill:#b45309}
    .rr-l2{stroke:#b45309}
    .rr-f3{fill:#15803d}
    .rr-l3{stroke:#15803d}
    .rr-f4{fill:#7c3aed}
    .rr-l4{stroke:#7c3aed}
    .rr-f5{fill:#0e7490}
    .rr-l5{stroke:#0e7490}
    .rr-f6{fill:#be185d}
    .rr-l6{stroke:#be185d}
    }
    """
}
