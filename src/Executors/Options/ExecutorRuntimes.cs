namespace Granary.Executors;

/// <summary>Names of what worker processes run.</summary>
internal static class ExecutorRuntimes
{
    public const string DotNet = "dotnet";
    public const string Python = "python";

    public static IReadOnlyList<string> All { get; } = [DotNet, Python];
}
