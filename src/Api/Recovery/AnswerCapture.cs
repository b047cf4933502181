using System.IO.Pipelines;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Recovery;

/// <summary>
/// The response body of a recoverable request. An answer up to 1 MiB is held back until its end is written down; a stream of events and a larger
/// answer go through as they come, but the end marker of a stream waits. What goes through is byte for byte what the handler wrote.
/// </summary>
internal sealed class AnswerCapture(HttpResponse response, IHttpResponseBodyFeature inner, AnswerSpool? spool) : IHttpResponseBodyFeature
{
    private AnswerStream? _stream;
    private PipeWriter? _writer;
    private MemoryStream? _held = new();
    private byte[]? _end;

    public Stream Stream => _stream ??= new AnswerStream(this);

    public PipeWriter Writer => _writer ??= PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        _held is not null && IsEventStream ? PassAsync(cancellationToken) : Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The handler is done writing. The answer is not: see <see cref="ReleaseAsync"/>.</summary>
    public async Task CompleteAsync()
    {
        if (_writer is not null)
        {
            await _writer.FlushAsync();
        }
    }

    /// <summary>Lets go what was held back.</summary>
    public async Task ReleaseAsync()
    {
        if (_held is { Length: > 0 } held)
        {
            await inner.Writer.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length));
        }
        else if (_end is { } end)
        {
            await inner.Writer.WriteAsync(end);
        }

        (_held, _end) = (null, null);
    }

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (spool is not null)
        {
            await spool.AppendAsync(bytes);
        }

        if (_held is { } held)
        {
            if (!IsEventStream && held.Length + bytes.Length <= AnswerSpool.MaxInline)
            {
                await held.WriteAsync(bytes, cancellationToken);
                return;
            }

            await PassAsync(cancellationToken);
        }

        if (_end is { } end)
        {
            _end = null;
            await inner.Writer.WriteAsync(end, cancellationToken);
        }

        if (IsEventStream && bytes.Span.TrimEnd("\r\n"u8).EndsWith("[DONE]"u8))
        {
            _end = bytes.ToArray();
            return;
        }

        await inner.Writer.WriteAsync(bytes, cancellationToken);
    }

    internal bool TryReset()
    {
        if (_held is not { } held || spool?.TryReset() == false)
        {
            return false;
        }

        held.SetLength(0);
        _writer = null;
        return true;
    }

    private bool IsEventStream => response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        var held = _held!;
        _held = null;
        await inner.StartAsync(cancellationToken);
        if (held.Length > 0)
        {
            await inner.Writer.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), cancellationToken);
        }
    }
}
