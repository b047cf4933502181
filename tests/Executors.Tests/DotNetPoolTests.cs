namespace Granary.Executors.Tests;

public sealed class DotNetPoolTests : ProcessPoolSuite
{
    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "process")];

    protected override IEnumerable<(string Key, string Value)> Initializer(string name, string path) =>
        [("Initializer", name), ("InitializerArguments:path", path), ("InitializerArguments:number", "42")];
}
