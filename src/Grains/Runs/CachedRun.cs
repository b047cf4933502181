using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;

namespace Granary.Grains.Runs;

/// <summary>A run in executable form, with what is derived from it once. Immutable.</summary>
internal sealed class CachedRun(CompiledRun run)
{
    public CompiledRun Run { get; } = run;

    public RowLayout Layout { get; } = new(run);
}
