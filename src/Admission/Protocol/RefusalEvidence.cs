namespace Granary.Admission.Protocol;

/// <summary>What an agent knows of the refusals for load it has seen; their number is in the totals.</summary>
/// <param name="BlockFor">Rest of the longest block they ask for, in seconds, at sending.</param>
/// <param name="Generation">Highest generation among their leases, ever.</param>
/// <param name="Limit">Limit recorded on the first lease of that generation.</param>
public readonly record struct RefusalEvidence(double BlockFor, long Generation, int Limit);
