namespace Granary.Cli.Server;

/// <summary>Calls and tokens.</summary>
internal sealed record RunStatusUsage(long Calls, long RateLimited, long InputTokens, long OutputTokens, long Estimated);
