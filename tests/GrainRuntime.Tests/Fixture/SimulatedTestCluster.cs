#if !GRAIN_RUNTIME_ORLEANS
namespace Granary.GrainRuntime.Tests.Fixture;

internal static class SimulatedTestCluster
{
    public static Task<IGrainTestCluster> StartAsync(TestClusterSettings settings) => EmbeddedTestCluster.StartAsync(settings);
}
#endif
