using System.Collections.Immutable;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <summary>A run as the dispatcher knows it.</summary>
internal sealed class DispatchedRun
{
    public ImmutableArray<TaskDeclaration> Declarations { get; set; } = [];

    /// <summary>Leases of its tasks.</summary>
    public int Leases { get; set; }

    /// <summary>Still known; false: only its leases are waited for.</summary>
    public bool Present { get; set; }

    /// <summary>Named as stuck already.</summary>
    public bool Stuck { get; set; }
}
