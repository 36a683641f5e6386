import Portfolio
import SourceText
import Syntax

/// Where the names that a message is about were given: the other place that matters.
extension Evaluator {
  /// Codes that are about a value, so that it helps to see where a name got it.
  private static let aboutValues: Set<DiagnosticCode> = [
    .notCallable, .wrongKind, .unitMismatch, .missingPerTime, .percentagePoints, .currencyMismatch,
    .conversion, .uncertainWhereCertain, .divisionByZero, .uncertainCondition, .correlationTarget,
    .shareOutOfRange, .valueRange, .negativeUsers, .horizon, .unknownIndex, .argumentCount,
    .intervalOrder, .dataInvalid, .fitFailed,
  ]

  /// The diagnostic with the places where the names it marks were given.
  func traced(_ diagnostic: Diagnostic) -> Diagnostic {
    // Of many mistakes nobody reads the last ones.
    guard Self.aboutValues.contains(diagnostic.code), let primary = diagnostic.primary,
      diagnostics.count < 50
    else { return diagnostic }
    guard !isInFunction(primary.span) else {
      var traced = diagnostic
      if let call = outermostCall, !isInFunction(call) {
        traced.secondary.append(Label(call, "called from here"))
      }
      return traced
    }
    var traced = diagnostic
    var known = Set([primary.span] + diagnostic.secondary.map(\.span))
    for span in [primary.span] + diagnostic.secondary.map(\.span) {
      guard let name = leadingName(span, diagnostic.code), let origin = origin(of: name),
        known.insert(origin.span).inserted
      else { continue }
      traced.secondary.append(origin)
    }
    return traced
  }

  /// `true` iff the same was told of another call of the function that it is in.
  func isToldOfAnotherCall(_ diagnostic: Diagnostic) -> Bool {
    guard outermostCall != nil else { return false }
    return diagnostics.contains {
      $0.code == diagnostic.code && $0.primary == diagnostic.primary
        && $0.message == diagnostic.message
    }
  }

  /// `true` iff a place is in the body of a function, whose names have another value in each call.
  func isInFunction(_ span: SourceSpan) -> Bool {
    guard span.source == syntax.source else { return true }
    return syntax.nodes.indices.contains { i in
      guard syntax.nodes[i].kind == .function else { return false }
      let body = syntax.span(NodeID(rawValue: Int32(i)))
      return body.start <= span.start && span.end <= body.end
    }
  }

  /// The name that a marked place is, or that is called there.
  private func leadingName(_ span: SourceSpan, _ code: DiagnosticCode) -> String? {
    let text = sources.text(span)
    guard text.count <= 200 else { return nil }
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    if name.isEmpty || name.first?.isNumber == true { return nil }
    if name.count == text.count { return String(name) }
    let isCall = code == .argumentCount && text.dropFirst(name.count).first == "("
    return isCall ? String(name) : nil
  }

  private func origin(of name: String) -> Label? {
    if let declaration = lookUp(name)?.declaration {
      return Label(span(of: declaration), "`\(name)` is given here")
    }
    return names[name].map {
      Label(span(of: model[$0].declaration), "`\(name)` is declared here")
    }
  }
}
