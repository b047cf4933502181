#if GRAIN_RUNTIME_ORLEANS
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>A storage that outlives silos.</summary>
internal sealed class SharedGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), (string ETag, byte[] Value)> _rows = new();
    private readonly Lock _lock = new();
    private int _version;

    public void Touch(string stateName, GrainId grainId)
    {
        lock (_lock)
        {
            _rows[(stateName, grainId)] = (NextVersion(), _rows[(stateName, grainId)].Value);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Value)!;
            grainState.ETag = row.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null!;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            Check(stateName, grainId, grainState.ETag);
            var version = NextVersion();
            _rows[(stateName, grainId)] = (version, JsonSerializer.SerializeToUtf8Bytes(grainState.State));
            grainState.ETag = version;
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            Check(stateName, grainId, grainState.ETag);
            _rows.TryRemove((stateName, grainId), out _);
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null!;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }
    }

    private void Check(string stateName, GrainId grainId, string? etag)
    {
        var stored = _rows.TryGetValue((stateName, grainId), out var row) ? row.ETag : null;
        if (stored != etag)
        {
            throw new InconsistentStateException($"{stateName} of {grainId}", stored!, etag!);
        }
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);
}
#endif
