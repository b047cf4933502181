namespace Granary.Admission.Protocol;

/// <summary>
/// What an agent says of its rate credits of one domain. Counters since the agent was born, so nothing is spent or returned twice: it may spend
/// while what it has spent is below what it is allowed. Before a report it lowers what it is allowed to what it wants to keep, which returns the
/// rest.
/// </summary>
/// <param name="RequestsAllowed">Requests it may have admitted in all, by its unexpired credits; what it has spent when they have expired.</param>
/// <param name="RequestsSpent">Requests admitted under credits in all.</param>
/// <param name="TokensAllowed">Tokens it may have reserved in all.</param>
/// <param name="TokensSpent">Tokens reserved in all, corrected by what calls really took; may pass what is allowed by one call.</param>
/// <param name="RequestsWanted">Requests it expects to send until its next report.</param>
/// <param name="TokensWanted">Tokens it expects to reserve until then.</param>
public readonly record struct CreditClaim(
    double RequestsAllowed, double RequestsSpent, double TokensAllowed, double TokensSpent, double RequestsWanted, double TokensWanted);
