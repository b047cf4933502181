namespace Granary.Executors;

/// <summary>Names of the kinds in configuration.</summary>
internal static class ExecutorKinds
{
    public const string Inline = "inline";
    public const string Thread = "thread";
    public const string Process = "process";
    public const string Remote = "remote";

    public static IReadOnlyDictionary<string, ExecutorKind> ByName { get; } = new SortedDictionary<string, ExecutorKind>(StringComparer.Ordinal)
    {
        [Inline] = ExecutorKind.Inline,
        [Thread] = ExecutorKind.Thread,
        [Process] = ExecutorKind.Process,
        [Remote] = ExecutorKind.Remote,
    };
}
