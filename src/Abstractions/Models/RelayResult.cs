namespace Granary.Abstractions.Models;

/// <summary>How a relay ended.</summary>
/// <param name="End">Closed set, see <see cref="RelayEnd"/>.</param>
/// <param name="Failure">Set unless the answer was relayed whole.</param>
/// <param name="Denial">Set when no permit was given: what bound, since when, until when.</param>
/// <param name="Progress">Attempts and waits, for headers of an error answer.</param>
/// <param name="ErrorEventRelayed">With <see cref="RelayEnd.Cut"/>: the provider's own error event was the last thing relayed, so no other is due.</param>
public sealed record RelayResult(RelayEnd End, ModelCallFailure? Failure, AdmissionRefusal? Denial, RelayProgress Progress, bool ErrorEventRelayed = false);
