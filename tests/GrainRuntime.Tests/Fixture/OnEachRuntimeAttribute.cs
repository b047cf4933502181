using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Runs the test on each runtime of this build.</summary>
public sealed class OnEachRuntimeAttribute : DataAttribute
{
#if GRAIN_RUNTIME_ORLEANS
    private static readonly RuntimeKind[] Kinds = [RuntimeKind.Orleans];
#else
    private static readonly RuntimeKind[] Kinds = [RuntimeKind.Embedded, RuntimeKind.Simulated];
#endif

    /// <summary>Also on the simulated one, which has one thread: nothing may leave it for the thread pool. True unless said otherwise.</summary>
    public bool Simulated { get; init; } = true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Kinds.Where(kind => Simulated || kind != RuntimeKind.Simulated).Select(kind => new TheoryDataRow<RuntimeKind>(kind))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
