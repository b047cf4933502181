using System.Collections.Immutable;

namespace Granary.Grains.Steps.Validation;

/// <summary>What a check found in several values.</summary>
/// <param name="Values">In their order; empty with a failure.</param>
/// <param name="Failure">Why the check could not be made; then nothing is known of any of them.</param>
internal readonly record struct ManyFindings(ImmutableArray<CheckFindings> Values, StepFailure? Failure);
