import Quantities

/// What variants of a run came to.
package struct VariantResults<Block: Sendable>: Sendable {
  /// By block; the first ones without gaps, each finished in all variants.
  package var blocks: [Block]
  /// Why the run stopped before its last block; nil if it didn't.
  package var stopped: StopReason?
}

extension Executor {
  /// The trials of a block.
  package static var trialsOfBlock: Int { blockSize }

  /// Runs a plan once for each variant of its draws, on the same blocks of scrambled Sobol points; the plan is compiled once.
  ///
  /// A thread takes a block through all variants, in their order, so that they can be held against one another at once, and a
  /// run that is stopped has whole blocks. The results don't depend on the number of threads.
  ///
  /// - Parameters:
  ///   - plan: a plan whose ``Plan/keys`` hold those of the second set of streams too, so that these have dimensions of their own.
  ///   - blocks: the blocks of 256 points; block b belongs to replicate b mod 16, see ``SobolStream``.
  ///   - start: what a block begins with.
  ///   - read: adds what is kept of a variant, from the values of the outputs: each has one value a trial.
  package static func run<Block: Sendable>(
    _ plan: Plan, seed: UInt64, variants: [DrawVariant], blocks: Int, control: RunControl,
    from start: Block,
    read: @Sendable (_ variant: Int, _ outputs: [UnsafeBufferPointer<Double>], inout Block) -> Void
  ) -> VariantResults<Block> {
    let trials = blocks * blockSize
    let settings = RunSettings(trials: trials, seed: seed, sampling: .sobol)
    let prepared = PreparedRun(plan, settings, control)
    let samplers = variants.map {
      Sampler(uniforms: prepared.sampler.uniforms, set: prepared.sampler.set, variant: $0)
    }
    let progress = BlockProgress(trials: trials * variants.count, control)
    let queue = BlockQueue(0..<trials)
    let found = onAllThreads(control.threads, upTo: blocks) {
      var own: [Int: Block] = [:]
      var workspace = BlockWorkspace(plan: plan, prepared, trials: blockSize) {
        progress.shouldStop()
      }
      while !progress.shouldStop(), let range = queue.next() {
        var block = start
        for (variant, sampler) in samplers.enumerated() {
          let findings = workspace.run(
            sampler: sampler, firstTrial: range.lowerBound, count: blockSize)
          if findings == nil || progress.shouldStop() { return own }
          let outputs = plan.outputs.indices.map { workspace.output($0, month: 0) }
          read(variant, outputs, &block)
          progress.add(blockSize)
        }
        own[range.lowerBound / blockSize] = block
      }
      return own
    }
    // No block is of two threads.
    let all = found.reduce(into: [:]) { $0.merge($1) { own, _ in own } }
    var results = VariantResults<Block>(blocks: [], stopped: progress.stopped)
    while let next = all[results.blocks.count] { results.blocks.append(next) }
    return results
  }
}

extension Plan {
  /// The sources of all draws that the plan makes, each once, in the order in which they are met.
  package var sources: [DrawSource] {
    var found: [DrawSource] = []
    var seen = Set<DrawSource>()
    func add(_ source: DrawSource) {
      if seen.insert(source).inserted { found.append(source) }
    }
    for scenario in scenarios {
      for draw in scenario.draws + scenario.monthlyDraws { add(draw.source) }
    }
    for step in steps { if case .draw(let source) = step.form { add(source) } }
    return found
  }
}
