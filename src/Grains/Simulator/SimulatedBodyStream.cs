namespace Granary.Grains.Simulator;

/// <summary>A simulated answer's body as a stream to read. For one reader; only asynchronous reads.</summary>
internal sealed class SimulatedBodyStream(SimulatedAnswer answer, TimeProvider time) : Stream
{
    private ReadOnlyMemory<byte> _left;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_left.IsEmpty && !_ended)
        {
            if (await answer.NextAsync(time, cancellationToken) is { } piece)
            {
                _left = piece;
            }
            else
            {
                _ended = true;
            }
        }

        var length = Math.Min(buffer.Length, _left.Length);
        _left[..length].CopyTo(buffer);
        _left = _left[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The simulated provider is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
