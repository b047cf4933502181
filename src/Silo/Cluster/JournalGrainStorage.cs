using Granary.Grains.Artifacts;
using Granary.Journal;

using Microsoft.Extensions.Options;

using Orleans.Storage;

namespace Granary.Silo.Cluster;

/// <summary>
/// Grain state of a silo that stands alone: a keyed store in the folder <c>cluster-state</c> of the storage folder, so that a killed process loses
/// nothing without a database. Only one process can hold the folder; several silos keep their state in PostgreSQL. Thread-safe.
/// </summary>
internal sealed class JournalGrainStorage(IOptions<StorageOptions> options, IGrainStorageSerializer serializer, TimeProvider time)
    : IGrainStorage, IAsyncDisposable
{
    private readonly Lazy<Task<KeyedStore>> _store = new(() =>
        KeyedStore.OpenAsync(Path.Combine(Path.GetFullPath(options.Value.Folder), "cluster-state"), time, CancellationToken.None));

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var store = await _store.Value;
        if (store.Get(stateName, grainId.ToString()) is { } entry)
        {
            grainState.State = serializer.Deserialize<T>(BinaryData.FromBytes(entry.Payload));
            grainState.ETag = entry.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null!;
            grainState.RecordExists = false;
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var store = await _store.Value;
        var value = serializer.Serialize(grainState.State).ToMemory();
        try
        {
            grainState.ETag = await store.PutAsync(stateName, grainId.ToString(), value, grainState.ETag, CancellationToken.None);
            grainState.RecordExists = true;
        }
        catch (ETagMismatchException exception)
        {
            throw Conflict(exception, grainState.ETag);
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var store = await _store.Value;
        try
        {
            await store.DeleteAsync(stateName, grainId.ToString(), grainState.ETag, CancellationToken.None);
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null!;
            grainState.RecordExists = false;
        }
        catch (ETagMismatchException exception)
        {
            throw Conflict(exception, grainState.ETag);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store.IsValueCreated)
        {
            await (await _store.Value).DisposeAsync();
        }
    }

    private static InconsistentStateException Conflict(ETagMismatchException exception, string? expected) =>
        new(exception.Message, exception.Stored ?? "", expected ?? "", exception);
}
