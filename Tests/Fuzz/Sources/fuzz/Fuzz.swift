import CLibFuzzer
import Reroute

/// `fuzz`, with libFuzzer's arguments; `fuzz functions` lists the names of the functions instead, for the dictionary.
@main struct Fuzz {
  static func main() {
    if CommandLine.arguments.dropFirst() == ["functions"] {
      for function in Reroute.functions { print(function.signature.prefix { $0 != "(" }) }
      return
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      Properties(script: Array(UnsafeBufferPointer(start: start, count: count))).check()
      return 0
    }
  }
}
