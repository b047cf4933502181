namespace Granary.Grains.Simulator;

/// <summary>What the simulated provider was really asked since it started.</summary>
/// <param name="Calls">Chat calls received, bad ones included.</param>
/// <param name="Answered">Whole, right answers sent to the last byte.</param>
/// <param name="Succeeded">Answers with status 200, broken ones included.</param>
/// <param name="RateLimited">Answers with status 429.</param>
/// <param name="ServerErrors">Answers with a 5xx status.</param>
/// <param name="BadRequests">Answers with another 4xx status.</param>
/// <param name="Broken">Status 200, but cut, stalled, malformed or an error object.</param>
/// <param name="Abandoned">Calls whose caller left before the last byte.</param>
/// <param name="InFlight">Calls present now.</param>
/// <param name="Admitted">Calls being worked on now.</param>
/// <param name="MaxInFlight">Most calls present at once, refused ones included.</param>
/// <param name="MaxAdmitted">Most calls worked on at once.</param>
/// <param name="Prompts">Different conversations seen.</param>
/// <param name="UntrackedCalls">Calls whose conversation is not counted by itself, because too many different ones were seen before.</param>
internal sealed record SimulatorStats(
    long Calls,
    long Answered,
    long Succeeded,
    long RateLimited,
    long ServerErrors,
    long BadRequests,
    long Broken,
    long Abandoned,
    int InFlight,
    int Admitted,
    int MaxInFlight,
    int MaxAdmitted,
    int Prompts,
    long UntrackedCalls);
