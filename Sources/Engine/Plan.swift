package import Quantities

/// A column of a block: one value for each of its trials.
package struct Register: Hashable, Sendable {
  /// The position in the workspace.
  package let index: Int32
  /// Creates the register at position `index`.
  package init(_ index: Int32) { self.index = index }
}

/// One pass over columns: destination := operation(a, b, c).
package struct Instruction: Hashable, Sendable {
  /// What is computed; an elementwise operation.
  package var operation: Operation
  /// Where the result goes; never one of the operands.
  package var destination: Register
  /// The operands; those beyond the operation's arity are ignored.
  package var a: Register
  /// The second operand.
  package var b: Register
  /// The third operand.
  package var c: Register
  /// Creates an instruction.
  package init(
    _ operation: Operation, _ destination: Register, _ a: Register, _ b: Register, _ c: Register
  ) {
    self.operation = operation
    self.destination = destination
    (self.a, self.b, self.c) = (a, b, c)
  }
}

/// Where the numbers of a draw come from: weighted normal scores of streams where draws are correlated, else one stream.
package struct DrawSource: Hashable, Sendable {
  /// A stream and the weight of its normal score.
  package struct Part: Hashable, Sendable {
    /// The stream.
    package var key: StreamKey
    /// Its weight.
    package var weight: Double
    /// Creates a part.
    package init(key: StreamKey, weight: Double) { (self.key, self.weight) = (key, weight) }
  }
  /// One part of weight 1 for an uncorrelated draw; the weights' squares sum to 1.
  package var parts: [Part]
  /// How the numbers are spread.
  package var distribution: Distribution
  /// `true` iff each month draws anew.
  package var isMonthly: Bool
  /// Creates a source.
  package init(parts: [Part], distribution: Distribution, isMonthly: Bool) {
    (self.parts, self.distribution, self.isMonthly) = (parts, distribution, isMonthly)
  }
}

/// A condition that must not hold: where it does, the trials are counted and the first month noted.
package struct Check: Hashable, Sendable {
  /// Flags: not 0 where something is wrong.
  package var register: Register
  /// What the planner knows the check by.
  package var site: Int
  /// Creates a check.
  package init(register: Register, site: Int) { (self.register, self.site) = (register, site) }
}

/// A scenario as a flat list of instructions over columns; what the executor runs, and all it knows of a portfolio.
///
/// `setup` runs once for a block of trials, `month` once for each month 1…`months`. Constants, month tables, trial columns and
/// states live in registers of their own; the month's temporaries share registers by their lifetimes.
package struct ScenarioPlan: Sendable {
  /// A state: its register, where its value at month 0 stands, and where its next value stands after the month's instructions.
  package struct State: Hashable, Sendable {
    /// Where the value stands, and where it comes from.
    package var register: Register
    /// Where its value at month 0 stands.
    package var initial: Register
    /// Where its next value stands after the month.
    package var next: Register
    /// Creates a state.
    package init(register: Register, initial: Register, next: Register) {
      (self.register, self.initial, self.next) = (register, initial, next)
    }
  }
  /// A series that is kept: its values at month 0 and at the end of each month.
  package struct Record: Hashable, Sendable {
    /// Where its values stand at month 0 and after a month.
    package var initial: Register
    /// Where the month's value stands.
    package var value: Register
    /// Creates a record.
    package init(initial: Register, value: Register) {
      (self.initial, self.value) = (initial, value)
    }
  }
  /// The count of registers.
  package var registers = 0
  /// Values that never change.
  package var constants: [(register: Register, value: Double)] = []
  /// Values that depend on the month alone, for months 1….
  package var tables: [(register: Register, values: [Double])] = []
  /// Draws of a trial.
  package var draws: [(register: Register, source: DrawSource)] = []
  /// Draws of a trial and month.
  package var monthlyDraws: [(register: Register, source: DrawSource)] = []
  /// What runs once for a block of trials.
  package var setup: [Instruction] = []
  /// What runs every month.
  package var month: [Instruction] = []
  /// What is carried from month to month.
  package var states: [State] = []
  /// What is kept of every month.
  package var records: [Record] = []
  /// What must not hold in any month.
  package var checks: [Check] = []
  /// Checks of the setup, once a block.
  package var setupChecks: [Check] = []

  /// Creates an empty plan.
  package init() {}
}

/// A step of the program that reads answers off the recorded series of a block.
package struct AnswerStep: Hashable, Sendable {
  /// Where a step's value comes from.
  package enum Form: Hashable, Sendable {
    case constant(Double)
    case draw(DrawSource)
    /// The month's number, a series.
    case month
    /// A recorded series of a scenario.
    case record(scenario: Int, index: Int)
    /// An operation on earlier steps; elementwise, or over months.
    case operation(Operation, [Int])
    /// One of the plan's weighted sums over its parts.
    case sum(Int)
  }
  /// Where the step's value comes from.
  package var form: Form
  /// `true` iff the value differs between months.
  package var isSeries: Bool
  /// Creates a step.
  package init(_ form: Form, isSeries: Bool) { (self.form, self.isSeries) = (form, isSeries) }
}

/// Scenarios of which nothing is kept but weighted sums of figures: each is forgotten once its trials are added up, so that
/// thousands of them take the memory of one.
package struct PlanPart: Sendable {
  /// A weight of a figure in a sum.
  package struct Weight: Hashable, Sendable {
    /// The position of the sum.
    package var sum: Int
    /// What the figure is multiplied by; by 0 it adds nothing, and makes the sum undefined where it is.
    package var weight: Double
    /// Creates a weight.
    package init(sum: Int, weight: Double) { (self.sum, self.weight) = (sum, weight) }
  }
  /// A figure, by its step, and the sums that it is added to. One value a trial.
  package struct Term: Hashable, Sendable {
    /// The position among the part's steps.
    package var step: Int
    /// The sums that the figure is added to.
    package var weights: [Weight]
    /// Creates a term.
    package init(step: Int, weights: [Weight]) { (self.step, self.weights) = (step, weights) }
  }
  /// The steps; their records are those of the part's own scenario, the first of them.
  package var steps: [AnswerStep]
  /// What is added up.
  package var terms: [Term]
  /// Creates a part.
  package init(steps: [AnswerStep], terms: [Term]) { (self.steps, self.terms) = (steps, terms) }
}

/// All that one run computes: scenarios on common draws, and the answers read off them.
package struct Plan: Sendable {
  /// The months to run.
  package var months: Int
  /// The scenarios, on the same draws; the last ones are those of the parts, one each.
  package var scenarios: [ScenarioPlan]
  /// The scenarios that are added up.
  package var parts: [PlanPart] = []
  /// The count of sums over the parts.
  package var sums = 0
  /// The count of scenarios that are kept, which come first.
  package var kept: Int { scenarios.count - parts.count }
  /// The steps; operands before what uses them.
  package var steps: [AnswerStep]
  /// The steps whose values are kept for every trial.
  package var outputs: [Int]
  /// The keys of all draws that are drawn once a trial, those included that nothing here needs: what is asked moves no draw.
  package var keys: [StreamKey]
  /// Creates a plan.
  package init(
    months: Int, scenarios: [ScenarioPlan], steps: [AnswerStep], outputs: [Int],
    keys: [StreamKey] = []
  ) {
    (self.months, self.scenarios, self.steps, self.outputs) = (months, scenarios, steps, outputs)
    self.keys = keys
  }
}
