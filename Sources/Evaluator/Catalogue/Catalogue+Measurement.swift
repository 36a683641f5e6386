/// What was measured, and what can be said of it.
extension Catalogue {
  static let measurement: [Builtin] = data + activity + models + switchingBetweenBrands + detection
}
