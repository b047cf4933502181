namespace Granary.Journal.Opening;

/// <summary>What stands behind the first bad record of a log.</summary>
/// <param name="WholeRecords">Whole records found behind it.</param>
/// <param name="ProvenDurable">Something proves that the bad record had been durable.</param>
internal readonly record struct DamageFinding(long WholeRecords, bool ProvenDurable)
{
    /// <summary>There is a whole record behind it.</summary>
    public bool SomethingValid => WholeRecords > 0;
}
