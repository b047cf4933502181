using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Output;

/// <summary>
/// Makes the result of the parts with the run's <c>after</c> processors. Rows flow through templates one by one; before a handler, which gets all of them at once, they
/// are gathered, at most <see cref="MostBytes"/>. The parts stay as they are.
/// </summary>
internal sealed class ResultProcessor(IArtifactStore artifacts, CompiledRun run, StepContext context, TimeProvider time)
{
    /// <summary>Bytes of a result that a handler may be given.</summary>
    public const long MostBytes = 64L << 20;

    private const int ChunkBytes = 128 * 1024;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly AfterProcessors _after = run.Processors.After!;

    /// <summary>Writes the processed rows and returns them as a part.</summary>
    /// <exception cref="ProcessorFailedException">A processor could not do its work.</exception>
    /// <exception cref="IOException">A part is gone, or the result cannot be written.</exception>
    public async Task<RunPart> WriteAsync(RunManifest raw, CancellationToken cancellationToken)
    {
        var name = RunFiles.Processed(raw.RunId, run.Output);
        var gathered = _after.Asks ? await GatherAsync(raw, cancellationToken) : null;
        var (rows, sha, length) = (0, "", 0L);
        await artifacts.WriteAsync(
            name,
            async (file, token) =>
            {
                await using var hashed = new HashingStream(file);
                await using (var stream = run.Output.Gzip ? new GZipStream(hashed, CompressionLevel.Optimal, leaveOpen: true) : null as Stream)
                {
                    rows = gathered is null ? await WriteAsync(FlowAsync(raw, _after.Processors, token), stream ?? hashed, token) : await WriteAsync(gathered, stream ?? hashed, token);
                }

                (sha, length) = (hashed.Hash(), hashed.Length);
            },
            cancellationToken);
        return new RunPart(0, name, 0, rows, 0, length, sha);
    }

    private async Task<List<ProcessorRow>> GatherAsync(RunManifest raw, CancellationToken cancellationToken)
    {
        var first = _after.Processors.TakeWhile(static processor => !processor.Asks).ToArray();
        List<ProcessorRow> rows = [];
        await foreach (var row in FlowAsync(raw, first, cancellationToken))
        {
            rows.Add(row);
        }

        foreach (var processor in _after.Processors.Skip(first.Length))
        {
            await RunAsync(processor, rows, cancellationToken);
            rows.RemoveAll(static row => row.IsDropped);
        }

        return rows;
    }

    private async IAsyncEnumerable<ProcessorRow> FlowAsync(
        RunManifest raw, IEnumerable<RowProcessor> processors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowProcessor[] all = [.. processors];
        long index = 0, bytes = 0;
        foreach (var part in raw.Parts)
        {
            if (index >= raw.ResultRows)
            {
                yield break;
            }

            await using var stored = await artifacts.OpenReadAsync(part.Name, cancellationToken)
                ?? throw new IOException($"'{part.Name}' is not in the artifact store any more. Resume the run to make its rows again.");
            await using var plain = raw.Gzip ? new GZipStream(stored, CompressionMode.Decompress) : stored;
            using var lines = new StreamReader(plain);
            while (index < raw.ResultRows && await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                bytes += line.Length;
                if (_after.Asks && bytes > MostBytes)
                {
                    throw new ProcessorFailedException($"the result has more than {MostBytes} bytes, too much for a handler at once; use postBatch, which works on row groups");
                }

                var row = new ProcessorRow(index++, new JsonRow(JsonElement.Parse(line)));
                foreach (var processor in all)
                {
                    await RunAsync(processor, [row], cancellationToken);
                }

                yield return row;
            }
        }
    }

    // What may go better is tried again: at once as often as a task re-enters, and while a pool is full, for the run's patience.
    private async Task RunAsync(RowProcessor processor, IReadOnlyList<ProcessorRow> rows, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        for (var rounds = 0; await processor.RunAsync(rows, context, cancellationToken) is { } failure;)
        {
            var again = failure.Preserved ? time.GetUtcNow() - since < run.Retry.Patience : failure.Retryable && rounds++ < run.Retry.SalvageRounds;
            if (!again)
            {
                throw new ProcessorFailedException($"{failure.Kind}: {failure.Message}");
            }

            await Task.Delay(failure.RetryAfter is { } wait && wait > _pause ? wait : _pause, time, cancellationToken);
        }
    }

    private async Task<int> WriteAsync(IAsyncEnumerable<ProcessorRow> rows, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        var count = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            count += await WriteAsync(row, buffer, stream, cancellationToken);
        }

        await FlushAsync(buffer, stream, cancellationToken);
        return count;
    }

    private async Task<int> WriteAsync(List<ProcessorRow> rows, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        foreach (var row in rows)
        {
            await WriteAsync(row, buffer, stream, cancellationToken);
        }

        await FlushAsync(buffer, stream, cancellationToken);
        return rows.Count;
    }

    private async ValueTask<int> WriteAsync(ProcessorRow row, ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        RowText.Write(row, _after.Columns, run.Output.Format == "csv", buffer);
        if (buffer.WrittenCount >= ChunkBytes)
        {
            await FlushAsync(buffer, stream, cancellationToken);
        }

        return 1;
    }

    private static async ValueTask FlushAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        if (buffer.WrittenCount > 0)
        {
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }
}
