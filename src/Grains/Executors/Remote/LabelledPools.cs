using System.Collections.Immutable;
using Granary.Abstractions.Executors;
using Granary.Executors;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Executors.Remote;

/// <summary>The remote pools whose label this silo carries: here they are pools of processes. Looked up late, because pools ask for remote calls first.</summary>
internal sealed class LabelledPools(IServiceProvider services, IOptions<SiloLabelOptions> labels) : ILabelledPools
{
    private readonly Lazy<IExecutorPools> _pools = new(() => (IExecutorPools)services.GetService(typeof(IExecutorPools))!);

    public IReadOnlyList<string> Labels { get; } = [.. labels.Value.Labels.Distinct(StringComparer.Ordinal)];

    public ImmutableSortedDictionary<string, int> Pending() => _pools.Value.Snapshot()
        .Where(pool => IsOffered(pool.Name))
        .ToImmutableSortedDictionary(static pool => pool.Name, static pool => pool.Pending + pool.Waiting, StringComparer.Ordinal);

    public bool IsIdempotent(string pool, string handler) =>
        _pools.Value.Find(pool)?.Handlers is { } known && known.Any(info => info.Name == handler && info.IsIdempotent);

    public async Task<TaskOutcome> RunAsync(string pool, ExecutorCall call, TaskPayload argument, CancellationToken cancellationToken) =>
        IsOffered(pool) && _pools.Value.Find(pool) is { } found
            ? TaskWire.Outcome(await found.RunAsync(call, TaskWire.Argument(argument), cancellationToken))
            : TaskOutcome.Failed(
                TaskFailureCodes.UnknownPool, $"The silo that was asked has no remote pool '{pool}' with a label of its own; give all silos the same Executors:Pools.");

    // Never a remote pool of another label: it would send the task on and on.
    private bool IsOffered(string pool) =>
        _pools.Value.Find(pool) is { Kind: not ExecutorKind.Remote } && _pools.Value.OptionsOf(pool) is { Kind: "remote", Label: { } label } && Labels.Contains(label);
}
