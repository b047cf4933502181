namespace Granary.Cli.Server;

/// <summary>A run as the server shows it; the fields that displays use.</summary>
internal sealed record RunStatus(
    string Id,
    string Name,
    string State,
    string? Outcome,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset Since,
    RunStatusRows Rows,
    RunStatusCells Cells,
    RunStatusRate Rate,
    RunStatusEta? Eta,
    RunStatusUsage Usage,
    IReadOnlyList<RunStatusColumn> Columns,
    IReadOnlyDictionary<string, long> Failures,
    RunStatusLimit? LimitedBy,
    IReadOnlyList<string> Aliases,
    string? Artifact,
    RunStatusCost? Cost,
    RunStatusDeadline? Deadline = null,
    IReadOnlyList<string>? Warnings = null)
{
    /// <summary>Nothing more happens by itself.</summary>
    public bool Ended => State is "completed" or "failed" or "cancelled";

    /// <summary>The exit code that says how it ended.</summary>
    public int ExitCode => State switch
    {
        "completed" when Outcome is null or "complete" => Cli.ExitCode.Done,
        "completed" => Cli.ExitCode.Short,
        _ => Cli.ExitCode.Failed,
    };
}
