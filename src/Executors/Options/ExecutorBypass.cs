namespace Granary.Executors;

/// <summary>Which pools the environment bypasses: <c>GRANARY_EXECUTOR_BYPASS=1</c> all, or a list of names.</summary>
internal sealed class ExecutorBypass
{
    private const string Variable = "GRANARY_EXECUTOR_BYPASS";
    private readonly bool _all;
    private readonly HashSet<string> _names;

    public ExecutorBypass(string? text)
    {
        var words = (text ?? string.Empty).Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);
        _all = words is ["1"] or ["true"];
        _names = new HashSet<string>(words, StringComparer.Ordinal);
    }

    public static ExecutorBypass FromEnvironment() => new(Environment.GetEnvironmentVariable(Variable));

    public bool Covers(string pool) => _all || _names.Contains(pool);
}
