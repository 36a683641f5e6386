import Reroute
import Testing

@Suite struct ScriptTests { @Test func one() { #expect(answers("1 + 1") == ["2"]) } }
