namespace Granary.Cli.Server;

/// <summary>Its deadline and whether it should be kept; null: nobody can tell yet.</summary>
internal sealed record RunStatusDeadline(DateTimeOffset At, bool? InTime, string Basis);
