namespace Granary.Grains.Tests.Models;

/// <summary>A body that arrives in the given pieces, one read each, and then ends: cleanly, with an exception, or never.</summary>
internal sealed class ScriptedStream(IEnumerable<ReadOnlyMemory<byte>> pieces, Exception? end = null, bool hang = false) : MemoryStream
{
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new(pieces.Where(p => !p.IsEmpty));

    /// <summary>Completes when every piece was read and more is asked for.</summary>
    public TaskCompletionSource Drained { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_pieces.TryDequeue(out var piece))
        {
            var length = Math.Min(piece.Length, buffer.Length);
            piece[..length].CopyTo(buffer);
            if (length < piece.Length)
            {
                var rest = _pieces.ToArray();
                _pieces.Clear();
                _pieces.Enqueue(piece[length..]);
                foreach (var later in rest)
                {
                    _pieces.Enqueue(later);
                }
            }

            return length;
        }

        Drained.TrySetResult();
        if (hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return end is null ? 0 : throw end;
    }
}
