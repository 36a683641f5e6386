import Metrics
import Portfolio
import Reporting
import SourceText

/// Pictures that a script writes.
extension Session {
  /// Writes the pictures of a text that was answered, and returns why one can't be written; nil where all were.
  func writePictures(_ answers: AnswerSet, _ model: Model) -> Diagnostic? {
    for answer in answers.answers {
      guard case .plot(let form, let file?) = answer.form else { continue }
      let charts = ReportBuilder(model: model).charts(of: form)
      let place = place(of: answer.question.declaration)
      if charts.isEmpty { return .pictureRefused(file, "there is nothing to draw", place) }
      let from = place.flatMap { sources[$0.source]?.name } ?? ""
      do throws(Host.Failure) {
        try host.save(file, from, Array(Self.text(of: charts, in: file).utf8))
      } catch {
        switch error {
        case .refused(let why): return .pictureRefused(file, why, place)
        case .unreadable(let why): return .pictureUnwritable(file, why, place)
        }
      }
    }
    return nil
  }

  /// Pictures in the format that a file's ending names.
  private static func text(of charts: [Chart], in file: String) -> String {
    switch file.split(separator: ".").last?.lowercased() {
    case "json": (try? VegaLite.specification(charts).text()) ?? "{}\n"
    case "mmd": charts.compactMap { MermaidFlow.text($0) }.joined()
    default: SVGChart().document(charts)
    }
  }
}

extension Diagnostic {
  static func pictureRefused(_ file: String, _ why: String, _ span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .pictureRefused, "`\(file)` may not be written: \(why)", at: span,
      help: ["leave `to` and the file out to see the picture here, or name another file"])
  }

  static func pictureUnwritable(_ file: String, _ why: String, _ span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .fileUnwritable, "`\(file)` can't be written: \(why)", at: span,
      help: ["make the folder, or name another file"])
  }
}
