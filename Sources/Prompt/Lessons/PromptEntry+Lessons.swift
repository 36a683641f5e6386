import Lessons
import Reroute

extension PromptEntry {
  /// `:learn`: takes a lesson, or goes on with the one that waits.
  func learn(_ argument: String) {
    let course = Course.shipped
    let store = ProgressStore()
    if argument == "list" { return _ = Output.write(course.listing(store.records)) }
    let number = argument.isEmpty ? nil : course.lesson(argument)
    if number == nil, !argument.isEmpty {
      Output.write("error: there is no lesson `\(argument)`\n" + course.listing(store.records))
      return
    }
    let template = Session(host: state.session.host, limits: state.session.limits)
    let desk = LessonDesk(
      course, number: number, template: template, store: store, options: LessonDesk.Options())
    if let desk { state.begin(desk) }
  }
}
