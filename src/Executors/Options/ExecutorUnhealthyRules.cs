namespace Granary.Executors;

/// <summary>Names of what happens to tasks while no worker can be had.</summary>
internal static class ExecutorUnhealthyRules
{
    public const string Fail = "fail";
    public const string Wait = "wait";

    public static IReadOnlyList<string> All { get; } = [Fail, Wait];
}
