namespace Granary.Embedded.Runtime;

/// <summary>A storage that is opened after what uses it was made.</summary>
internal sealed class LateStateBackend : IStateBackend
{
    private IStateBackend? _inner;

    public void Open(IStateBackend inner) => _inner = inner;

    public ValueTask<StateRecord?> ReadAsync(string table, string key, CancellationToken cancellationToken) =>
        Inner.ReadAsync(table, key, cancellationToken);

    public ValueTask<string> WriteAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken) =>
        Inner.WriteAsync(table, key, value, expectedETag, cancellationToken);

    public ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken) =>
        Inner.DeleteAsync(table, key, expectedETag, cancellationToken);

    public ValueTask<IReadOnlyList<KeyValuePair<string, StateRecord>>> ListAsync(string table, CancellationToken cancellationToken) =>
        Inner.ListAsync(table, cancellationToken);

    public ValueTask DisposeAsync() => _inner?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IStateBackend Inner => _inner ?? throw new InvalidOperationException("The silo has not started.");
}
