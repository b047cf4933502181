using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>The cluster's storage as one node reaches it: it takes time, in which the node may die, and it may fail.</summary>
internal sealed class SimulatedStateBackend(EmbeddedCluster cluster, IStateBackend inner, SimulatedNode node) : IStateBackend
{
    public async ValueTask<StateRecord?> ReadAsync(string table, string key, CancellationToken cancellationToken)
    {
        await DelayAsync();
        return await inner.ReadAsync(table, key, cancellationToken);
    }

    public async ValueTask<string> WriteAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken)
    {
        var etag = string.Empty;
        await ChangeAsync(key, async () => etag = await inner.WriteAsync(table, key, value, expectedETag, cancellationToken));
        return etag;
    }

    public async ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken) =>
        await ChangeAsync(key, async () => await inner.DeleteAsync(table, key, expectedETag, cancellationToken));

    public async ValueTask<IReadOnlyList<KeyValuePair<string, StateRecord>>> ListAsync(string table, CancellationToken cancellationToken)
    {
        await DelayAsync();
        return await inner.ListAsync(table, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ChangeAsync(string key, Func<Task> change)
    {
        var fault = cluster.Faults.Write(key);
        await DelayAsync();
        if (fault == WriteFault.BeforeEffect)
        {
            cluster.Note("write failed before", node.Name, key);
            throw new IOException("Simulated: the storage failed before the write took effect.");
        }

        await change();
        cluster.Note("written", node.Name, key);
        await DelayAsync();
        if (fault == WriteFault.AfterEffect)
        {
            cluster.Note("write failed after", node.Name, key);
            throw new IOException("Simulated: the storage failed after the write took effect.");
        }
    }

    /// <summary>Half of an operation.</summary>
    private Task DelayAsync()
    {
        var delay = cluster.Random.Between(cluster.Options.StorageDelay, cluster.Options.StorageDelayUpTo) / 2;
        return Task.Delay(delay, node.Time);
    }
}
