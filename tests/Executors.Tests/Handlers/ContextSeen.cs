namespace Granary.Executors.Tests.Handlers;

internal sealed record ContextSeen(int Attempt, string? Tenant, bool HasTimeLeft, bool HasTrace, string Pool);
