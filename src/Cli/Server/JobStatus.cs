namespace Granary.Cli.Server;

/// <summary>A job as the server shows it, as far as the command line needs it.</summary>
internal sealed record JobStatus(
    string Id,
    string Pool,
    string Handler,
    string State,
    int Attempt,
    int MaxAttempts,
    JobStatusProgress? Progress,
    string? WaitsFor,
    JobStatusError? Error,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>It has ended.</summary>
    public bool Ended => State is "succeeded" or "failed" or "cancelled";

    /// <summary>What the shell is told of the end.</summary>
    public int ExitCode => State == "succeeded" ? Cli.ExitCode.Done : Cli.ExitCode.Failed;
}
