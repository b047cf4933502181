namespace Granary.Cli.Server;

/// <summary>Why a job, or its last attempt, failed.</summary>
internal sealed record JobStatusError(string Code, string Message);
