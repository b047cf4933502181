using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>How a call ended after all its attempts. Neither fault nor denial: it was answered.</summary>
/// <param name="Fault">The last attempt's failure.</param>
/// <param name="Denial">No permit was given for the next attempt.</param>
/// <param name="Attempts">Calls sent.</param>
/// <param name="Waited">For permits, over all attempts.</param>
/// <param name="Usage">Over all attempts.</param>
/// <param name="RateLimited">Attempts that were refused for load.</param>
internal sealed record CallRounds(ProviderFault? Fault, AdmissionDenial? Denial, int Attempts, TimeSpan Waited, TokenUsage Usage, int RateLimited)
{
    /// <summary>Why it failed, for a caller; null when answered.</summary>
    public ModelCallFailure? Failure => Denial is { } denied ? DenialNames.Failure(denied) : Fault?.ToFailure();
}
