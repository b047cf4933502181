namespace Granary.Grains.Runs.Groups;

/// <summary>What is known of a cell that failed at least once. Not thread-safe.</summary>
internal sealed class CellRetry
{
    public int Attempts { get; set; }

    /// <summary>Failures that count against its rounds.</summary>
    public int Rounds { get; set; }

    public int Column { get; set; }

    public bool Waiting { get; set; }

    public bool Preserved { get; set; }

    public DateTimeOffset NotBefore { get; set; }
}
