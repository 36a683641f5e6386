import Metrics

extension Catalogue {
  static let measurement: [Builtin] = []
  static let decision: [Builtin] = []
}
