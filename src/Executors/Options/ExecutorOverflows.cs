namespace Granary.Executors;

/// <summary>Names of the overflow rules in configuration.</summary>
internal static class ExecutorOverflows
{
    public const string Wait = "wait";
    public const string Fail = "fail";
    public const string Timed = "timed";

    public static IReadOnlyDictionary<string, ExecutorOverflow> ByName { get; } = new SortedDictionary<string, ExecutorOverflow>(StringComparer.Ordinal)
    {
        [Wait] = ExecutorOverflow.Wait,
        [Fail] = ExecutorOverflow.Fail,
        [Timed] = ExecutorOverflow.Timed,
    };
}
