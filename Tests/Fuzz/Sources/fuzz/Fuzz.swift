import CLibFuzzer
import Reroute

/// `fuzz`, with libFuzzer's arguments; `fuzz words` lists the words of the language and the names of the functions instead, for the
/// dictionary, and `fuzz examples` the examples of the help, with form feeds between them, for seeds. `fuzz check FILE…` checks all properties of each file.
@main struct Fuzz {
  static func main() {
    switch Array(CommandLine.arguments.dropFirst()) {
    case ["words"]:
      for word in Session().knownWords { print(word) }
      for function in Reroute.functions { print(function.signature.prefix { $0 != "(" }) }
      return
    case ["examples"]:
      for topic in HelpTopic.all {
        print(
          topic.setup, topic.example.joined(separator: "\n"), separator: "\n", terminator: "\n\u{C}"
        )
      }
      return
    case let arguments where arguments.first == "check":
      for file in arguments.dropFirst() {
        guard let text = contents(of: file) else { continue }
        Properties(script: text).check(isThorough: true)
      }
      return
    default: break
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments, testOneInput)
  }
}

/// What libFuzzer calls with every text, by the name that its library links with.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Properties(script: Array(UnsafeBufferPointer(start: start, count: count))).check()
  return 0
}
