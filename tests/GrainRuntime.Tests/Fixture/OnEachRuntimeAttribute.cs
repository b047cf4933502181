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

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Kinds.Select(kind => new TheoryDataRow<RuntimeKind>(kind))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
