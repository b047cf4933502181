namespace Granary.Abstractions.Models;

/// <summary>
/// Where a relayed answer goes. Called from one thread at a time, <see cref="StartAsync"/> first and once. After it the relay cannot be
/// retried: something has reached the caller.
/// </summary>
public interface IRelaySink
{
    /// <summary>The provider's status and the headers that may travel back.</summary>
    ValueTask StartAsync(int status, IReadOnlyList<KeyValuePair<string, string>> headers, RelayProgress progress, CancellationToken cancellationToken);

    /// <summary>The next bytes of the answer: the whole body, or one or more complete events. They must be flushed before this completes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
