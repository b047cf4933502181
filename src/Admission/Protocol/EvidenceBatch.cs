using System.Collections.Immutable;
using Granary.Admission.Estimators;

namespace Granary.Admission.Protocol;

/// <summary>
/// What an agent saw of one key between two reports, merged: each entry stands for as many samples as it counts. A batch is repeated in every
/// report until one is answered, and bears the number of the report that carried it first: a ledger that has heard that report knows it.
/// </summary>
/// <param name="Sequence">Report that carried it first.</param>
/// <param name="Accepts">Oldest generation first.</param>
/// <param name="Rejections">In the order seen.</param>
/// <param name="Completions">In the order seen; the newest measured one by one, the others counted.</param>
public sealed record EvidenceBatch(
    long Sequence,
    ImmutableArray<AcceptedSample> Accepts,
    ImmutableArray<RejectedSample> Rejections,
    ImmutableArray<CompletedSample> Completions);
