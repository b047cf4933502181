namespace Granary.Executors.Tests;

public sealed class InlinePoolTests : ExecutorPoolSuite
{
    protected override ExecutorKind Kind => ExecutorKind.Inline;

    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "inline")];
}
