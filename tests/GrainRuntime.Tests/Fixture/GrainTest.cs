namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Base of the suite: each test has a cluster of its own and keys that no other test has.</summary>
public abstract class GrainTest
{
    private static int _keys;

    /// <summary>A key of its own.</summary>
    protected static string NewKey() => $"k{Interlocked.Increment(ref _keys)}";

    /// <summary>Runs the body on a new cluster.</summary>
    protected static Task On(RuntimeKind kind, Func<IGrainTestCluster, Task> body) => On(kind, new TestClusterSettings(), body);

    /// <inheritdoc cref="On(RuntimeKind, Func{IGrainTestCluster, Task})"/>
    protected static async Task On(RuntimeKind kind, TestClusterSettings settings, Func<IGrainTestCluster, Task> body)
    {
        await using var cluster = await StartAsync(kind, settings);
        await cluster.RunAsync(() => body(cluster));
    }

#if GRAIN_RUNTIME_ORLEANS
    private static Task<IGrainTestCluster> StartAsync(RuntimeKind kind, TestClusterSettings settings) => OrleansTestCluster.StartAsync(settings);
#else
    private static Task<IGrainTestCluster> StartAsync(RuntimeKind kind, TestClusterSettings settings) =>
        kind == RuntimeKind.Simulated ? SimulatedTestCluster.StartAsync(settings) : EmbeddedTestCluster.StartAsync(settings);
#endif
}
