import ArgumentParser
import Engine
import Evaluator
import Foundation
import Metrics
import Planner
import Portfolio
import SourceText
import Syntax

/// Times the engine on a script's figures, without the command around it, and tells what it found as JSON:
/// `nanoseconds` a trial of the simulation and its summaries, the least of the repetitions; `preparing` and `total`, seconds from
/// the start of the program to the first instruction and to the last summary of the first repetition; `memory`, peak kilobytes.
@main struct EngineBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "engine-benchmark")

  @Argument var file: String
  @Option var trials = 10_000
  @Option var threads = 1
  @Option var repetitions = 1
  @Option(help: "portable, sse2, avx2 or avx512; the widest unless given.") var instructions:
    String?
  @Option(help: "means, sketch (exact up to 16,384 trials) or exact.") var summaries = "sketch"

  private func execution() throws -> Execution {
    switch instructions {
    case nil: return .widest
    case "portable": return .portable
    case "sse2": return .sse2
    case "avx2": return .avx2
    case "avx512": return .avx512
    default: throw ValidationError("--instructions wants portable, sse2, avx2 or avx512.")
    }
  }

  func validate() throws {
    _ = try execution()
    guard ["means", "sketch", "exact"].contains(summaries) else {
      throw ValidationError("--summaries wants means, sketch or exact.")
    }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let (questions, model) = try evaluate(read(file))
    let run = try Answerer.plan(questions, of: model)
    let detail: SummaryDetail = summaries == "means" ? .total : .percentiles
    let request = RunRequest(
      details: [SummaryDetail](repeating: detail, count: run.plan.outputs.count),
      isExact: summaries == "exact")
    let settings = RunSettings(trials: trials, seed: model.seed, sampling: model.sampling)
    let control = RunControl(threads: threads, execution: try execution())
    let prepared = clock.now
    var total = 0.0
    var least = Double.infinity
    var checksum = 0.0
    for repetition in 0..<max(1, repetitions) {
      let begin = clock.now
      let summary = Executor.summarise(run.plan, settings, request, control: control)
      for column in summary.columns.joined() {
        checksum += column.mean
        for percentile in column.percentiles { checksum += percentile.value }
      }
      least = min(least, Self.seconds(clock.now - begin))
      if repetition == 0 { total = Self.seconds(clock.now - start) }
    }
    var usage = rusage()
    // RUSAGE_SELF, which Swift imports with another type on each system, is 0.
    getrusage(0, &usage)
    print(
      """
      {"nanoseconds": \(least / Double(trials) * 1e9), "preparing": \(Self.seconds(prepared - start)), \
      "total": \(total), "memory": \(usage.ru_maxrss), "checksum": \(checksum)}
      """)
  }

  /// A file's bytes, read as the command reads them: what Foundation takes to read one isn't what is measured.
  private func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { if descriptor >= 0 { close(descriptor) } }
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { memory, filled in
      filled = max(0, Foundation.read(descriptor, memory.baseAddress, memory.count))
    }
    guard bytes.count == size else { throw unreadable(path) }
    return bytes
  }

  private func unreadable(_ path: String) -> ValidationError {
    ValidationError("\(path) can't be read: \(String(cString: strerror(errno))).")
  }

  private func evaluate(_ bytes: [UInt8]) throws -> ([Question], Model) {
    var sources = SourceMap()
    let text = SourceFile(name: file, text: String(decoding: bytes, as: UTF8.self))
    let parsed = Parser.parse(text, source: sources.add(text))
    let program = parsed.tree.children(of: parsed.tree.root).map {
      StatementReference(tree: 0, node: $0)
    }
    let host = EvaluatorHost { (name, _) throws(ImportFailure) in throw .refused(name) }
    let evaluation = Evaluator.evaluate(program, of: [parsed.tree], sources: &sources, host: host)
    guard !parsed.diagnostics.hasErrors, !evaluation.diagnostics.hasErrors else {
      throw ValidationError("\(file) has errors; `reroute check` tells them.")
    }
    return (evaluation.questions, evaluation.model)
  }

  private static func seconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
