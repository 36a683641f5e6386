import CLineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension LineEditor {

  /// `true` iff Ctrl-C was pressed, or the program was asked to end, since `clearInterrupt`.
  ///
  /// An evaluation polls this, from any thread, and stops.
  package static var interruptRequested: Bool { cle_interrupted() }

  /// Forgets an interrupt.
  package static func clearInterrupt() { cle_clear_interrupt() }

  /// `true` iff the terminal went away or the program was asked to end (SIGHUP, SIGTERM).
  ///
  /// From then on `read` returns `.endOfInput`.
  package static var hangupRequested: Bool { cle_hung_up() }

  /// Makes Ctrl-C set `interruptRequested` instead of ending the program, as an editor does.
  package static func installInterruptHandler() { cle_install_interrupt_handler() }

  /// Returns `true` iff `descriptor` is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
