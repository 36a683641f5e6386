extension DiagnosticCode {
  /// What the codes about parts of a run mean.
  var partExplanation: Explanation? {
    let right = """
      simulate 3 months
      trials 1M
      product A { users 1M to 2M; churn 5%/month }
      A.users at end
      """
    return switch self {
    case .partUnusable:
      Explanation(
        #"a file that is no usable part of a run"#,
        #"""
        A part is what `reroute run FILE --trials-from N --trials N --part OUT` writes: the script, its
        imports, and what the trials came to. Such a file ends with a sum over its bytes, so that one
        that was cut off or changed is noticed. Parts of another version of Reroute are refused, for
        its numbers may differ.
        """#,
        right: right)
    case .partsDiffer:
      Explanation(
        #"parts that don't make one run"#,
        #"""
        Parts are merged if they were run with the same script, imports, seed and sampling, and their
        trials follow one another without a gap or an overlap; their order doesn't matter. Then the
        answers are those of one run of all trials, to the last bit.
        """#,
        right: right)
    case .partRefused:
      Explanation(
        #"a run that can't be divided"#,
        #"""
        A part of a run takes trials that don't hang on the others. With `until error` nobody knows
        beforehand how many there are; a Latin hypercube spreads its draws over all of them; and where
        nothing is uncertain there is only one.
        """#,
        right: right)
    default: nil
    }
  }
}
