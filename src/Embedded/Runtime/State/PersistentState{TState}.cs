using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Granary.Embedded.Runtime;

/// <summary>A state of one activation. In its turns only.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, IStateFacet
{
    private readonly Activation _activation;
    private readonly string _table;
    private readonly string _key;
    private bool _loaded;
    private TState _state = default!;

    public PersistentState(Activation activation, string stateName, string storageName)
    {
        _activation = activation;
        _table = storageName;
        _key = $"{stateName.Length}:{stateName}:{activation.GrainId}";
    }

    public TState State
    {
        get => _loaded ? _state : throw new InvalidOperationException("State has not yet been loaded");
        set => _state = value;
    }

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    public Task LoadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Guarded(nameof(ReadStateAsync), async () =>
    {
        var record = await Backend.ReadAsync(_table, _key, cancellationToken);
        _state = record is null ? Fresh() : JsonSerializer.Deserialize<TState>(record.Value.Span, StateJson.Options)!;
        Etag = record?.ETag;
        RecordExists = record is not null;
        _loaded = true;
    });

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Guarded(nameof(WriteStateAsync), async () =>
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(State, StateJson.Options);
        Etag = await Backend.WriteAsync(_table, _key, bytes, Etag, cancellationToken);
        RecordExists = true;
    });

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Guarded(nameof(ClearStateAsync), async () =>
    {
        if (Etag is not null)
        {
            await Backend.DeleteAsync(_table, _key, Etag, cancellationToken);
        }

        _state = Fresh();
        Etag = null;
        RecordExists = false;
        _loaded = true;
    });

    private IStateBackend Backend => _activation.Silo.State;

    private static TState Fresh() =>
        typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<TState>()
            : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));

    private async Task Guarded(string operation, Func<Task> run)
    {
        try
        {
            if (!ReferenceEquals(RuntimeContext.Activation, _activation))
            {
                throw new InvalidOperationException("A state is used within turns of its grain.");
            }

            await run();
        }
        catch (StateConflictException conflict)
        {
            throw new InconsistentStateException(
                $"Version conflict in {operation} of {_activation.GrainId}, {_key}: {conflict.Message}", conflict.Stored, conflict.Expected, conflict);
        }
        catch (Exception error) when (error is not OrleansException)
        {
            throw new OrleansException($"Error from storage '{_table}' in {operation} of {_activation.GrainId}, {_key}: {error.Message}", error);
        }
    }
}
