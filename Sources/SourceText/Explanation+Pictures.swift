extension DiagnosticCode {
  /// What the codes about pictures mean.
  var pictureExplanation: Explanation? {
    switch self {
    case .pictureFormat:
      Explanation(
        #"a picture's file without a known ending"#,
        #"""
        The ending of the file says how the picture is written: `.svg` for a drawing that browsers and
        editors show, `.json` for Vega-Lite, which other tools read, and for the flow also `.mmd` for
        Mermaid. A drawing as `.png` is made of the SVG by any browser or editor.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          plot A.users to "users.png"
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          plot A.users to "users.svg"
          """#)
    case .noFlow:
      Explanation(
        #"a flow without a product that fails"#,
        #"""
        The flow shows where the users of products went that fail, are redirected or close. In the
        scenario that is meant there is no such product. Without `in` that is `plan`, or `baseline`
        where there is no action.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          plot flow
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          close A month 6
          plot flow
          """#)
    case .pictureRefused:
      Explanation(
        #"a file that a script may not write"#,
        #"""
        A script reaches no file by itself: the program that runs it may let it write pictures, and
        where. The command lets it write below the working folder, and replaces only pictures that
        were made by `plot`, unless `--force` is given. A host sets `Host.save`; without it a script
        shows its pictures but writes none.
        """#,
        wrong: #"""
          # with a host that writes no files
          simulate 12 months
          product A { users 1M; churn 5%/month }
          plot A.users to "users.svg"
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          plot A.users
          """#)
    default: nil
    }
  }
}
