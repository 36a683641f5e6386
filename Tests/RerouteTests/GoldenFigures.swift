/// What the reference program prints for the golden portfolio and the chain, six decimals each; what it doesn't print is 0.
struct GoldenFigures: Sendable {
  /// The script in `Tests/Corpus/Golden`.
  let script: String
  /// Users at the end.
  let users: [String: Double]
  /// By product and flow, the sum over the months.
  let ledger: [String: [String: Double]]

  static let all = [
    GoldenFigures(
      script: "leaves", users: ["S": 0, "T": 5709.628072],
      ledger: [
        "S": [
          "opening": 1000, "churned": 219.506347, "merged_out": 81.951834,
          "moved_out": 152.196262, "left": 546.345557, "cost": 150,
        ],
        "T": target(741.597047, 152.196262, 3050.165238),
      ]),
    GoldenFigures(
      script: "stays", users: ["S": 257.366471, "T": 5709.628072],
      ledger: [
        "S": [
          "opening": 1000, "churned": 508.485433, "merged_out": 81.951834,
          "moved_out": 152.196262, "cost": 150,
        ],
        "T": target(741.597047, 152.196262, 3050.165238),
      ]),
    GoldenFigures(
      script: "logistic", users: ["S": 0, "T": 5709.618973],
      ledger: [
        "S": [
          "opening": 1000, "churned": 219.647932, "merged_out": 81.936967,
          "moved_out": 152.168653, "left": 546.246447, "cost": 150,
        ],
        "T": target(741.585555, 152.168653, 3050.135235),
      ]),
    GoldenFigures(
      script: "exponential", users: ["S": 0, "T": 5710.035483],
      ledger: [
        "S": [
          "opening": 1000, "churned": 181.875663, "merged_out": 85.903055,
          "moved_out": 159.534246, "left": 572.687036, "cost": 150,
        ],
        "T": target(742.977214, 159.534246, 3058.475977),
      ]),
    GoldenFigures(
      script: "capacity", users: ["S": 0, "T": 5200],
      ledger: [
        "S": [
          "opening": 1000, "churned": 219.506347, "merged_out": 81.951834,
          "moved_out": 108.193705, "left": 590.348115, "refused": 44.002558, "cost": 150,
        ],
        "T": [
          "opening": 5000, "acquired": 2306.118933, "resurrected": 736.916145,
          "moved_in": 108.193705, "churned": 2951.228782, "turned_away": 559.881067, "cost": 1650,
        ],
      ]),
    GoldenFigures(
      script: "acquiring", users: ["S": 478.683236, "T": 5767.842528],
      ledger: [
        "S": [
          "opening": 1000, "acquired": 480, "churned": 626.402716, "merged_out": 131.219917,
          "moved_out": 243.694131, "cost": 150,
        ],
        "T": target(743.837994, 243.694131, 3085.689597),
      ]),
    GoldenFigures(
      script: "chain", users: ["A": 0, "B": 0, "C": 3600],
      ledger: [
        "A": [
          "opening": 900, "acquired": 140, "churned": 277.405296, "merged_out": 103.88725,
          "moved_out": 229.815424, "lost_at_closing": 428.89203, "cost": 350,
        ],
        "B": [
          "opening": 400, "acquired": 360, "moved_in": 192.668709, "churned": 466.519661,
          "lapsed": 42.387116, "merged_out": 104.406223, "moved_out": 104.406223,
          "lost_at_closing": 234.949485, "revenue": 952.252385, "cost": 480,
        ],
        "C": [
          "opening": 3000, "acquired": 2046.6901, "resurrected": 223.398452,
          "moved_in": 141.552939, "churned": 1811.64149, "turned_away": 182.0599,
          "revenue": 60988.049671, "cost": 275,
        ],
      ]),
    // 2000 − 1000 · 0.95^t.
    GoldenFigures(
      script: "stock-and-flow", users: ["A": 1708.0109757],
      ledger: ["A": ["opening": 1000, "acquired": 2400, "churned": 1691.9890243]]),
  ]

  private static func target(_ resurrected: Double, _ movedIn: Double, _ churned: Double)
    -> [String: Double]
  {
    [
      "opening": 5000, "acquired": 2866, "resurrected": resurrected, "moved_in": movedIn,
      "churned": churned, "cost": 1650,
    ]
  }
}
