namespace Granary.Abstractions.Executors;

/// <summary>Overrides of the pools of routes, for all processes; key <c>cluster</c>.</summary>
[Alias("granary.IExecutorRoutesGrain")]
public interface IExecutorRoutesGrain : IGrainWithStringKey
{
    /// <summary>The table, as soon as its version is another one, at the latest after <paramref name="wait"/> (at most 20 s).</summary>
    [Alias("read"), AlwaysInterleave]
    Task<ExecutorRouteTable> ReadAsync(string? version, TimeSpan wait);

    /// <summary>Sets or, with null, removes an override. Durable before it answers.</summary>
    [Alias("set")]
    Task SetAsync(string route, ExecutorRouteOverride? value);
}
