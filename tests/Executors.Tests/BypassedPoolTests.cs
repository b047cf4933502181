namespace Granary.Executors.Tests;

/// <summary>A process pool with bypass is an inline pool, and counts the same.</summary>
public sealed class BypassedPoolTests : ExecutorPoolSuite
{
    protected override ExecutorKind Kind => ExecutorKind.Inline;

    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "process"), ("Bypass", "true")];
}
