/// Whether a value is within a relative (or, near zero, the same absolute) distance of another.
func isClose(
  _ value: Double, _ expected: Double, relative: Double, absolute: Double = 0
) -> Bool {
  if value == expected { return true }
  return abs(value - expected) <= max(relative * abs(expected), absolute)
}
