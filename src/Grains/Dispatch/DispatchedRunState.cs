using System.Collections.Immutable;
using Granary.Admission;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Dispatch;

/// <summary>A run that has row groups at this dispatcher. Guarded by the dispatcher's lock.</summary>
internal sealed class DispatchedRunState(RunProfile profile, ImmutableArray<TaskDeclaration> declarations)
{
    public RunProfile Profile { get; } = profile;

    /// <summary>By column index.</summary>
    public ImmutableArray<TaskDeclaration> Declarations { get; } = declarations;

    /// <summary>Where its calls go, in the order of its columns.</summary>
    public ImmutableArray<ResourceKey> Keys { get; } = [.. declarations.Where(static d => d.RequestKey is not null).Select(static d => d.RequestKey!.Value).Distinct()];

    /// <summary>Row groups that are registered.</summary>
    public int Groups { get; set; }
}
