using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Profiles;

namespace Granary.Grains.Runs.Output;

/// <summary>Writes the files of a finished row group: its part, and the list of its dropped rows.</summary>
internal sealed class PartWriter(IArtifactStore artifacts, CompiledRun run, RowLayout layout, string runId, RowGroupAssignment group)
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>The good rows by index; null when there is none (then nothing is written).</summary>
    public async Task<RunPart?> WritePartAsync(RowGroupCore core, int attempt, CancellationToken cancellationToken)
    {
        if (core.RowsDone == 0)
        {
            return null;
        }

        var name = RunFiles.Part(runId, group.Group, attempt, run.PartOutput);
        var (sha, length) = ("", 0L);
        await artifacts.WriteAsync(
            name,
            async (file, token) =>
            {
                await using var hashed = new HashingStream(file);
                await using (var stream = run.Output.Gzip ? new GZipStream(hashed, CompressionLevel.Optimal, leaveOpen: true) : null as Stream)
                {
                    await WriteRowsAsync(core, stream ?? hashed, token);
                }

                (sha, length) = (hashed.Hash(), hashed.Length);
            },
            cancellationToken);
        return new RunPart(group.Group, name, group.FirstRow, core.RowsDone, core.Dropped.Count, length, sha);
    }

    /// <summary>What the good rows look like.</summary>
    public ImmutableArray<RowGroupColumnProfile> Profile(RowGroupCore core)
    {
        var profile = new GroupProfile(run, layout);
        foreach (var values in Enumerable.Range(0, core.RowCount).Select(core.RowIfDone).OfType<RowCells>())
        {
            profile.Add(values);
        }

        return profile.ToProfile();
    }

    /// <summary>The dropped rows by index, one JSON object a line; null when there is none.</summary>
    public async Task<string?> WriteDroppedAsync(RowGroupCore core, int attempt, CancellationToken cancellationToken)
    {
        if (core.Dropped.Count == 0)
        {
            return null;
        }

        var name = RunFiles.DroppedPart(runId, group.Group, attempt);
        await artifacts.WriteAsync(
            name,
            async (file, token) =>
            {
                var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
                foreach (var dropped in core.Dropped)
                {
                    DroppedText.Write(dropped, core.RowSoFar(dropped.Row), run, layout, group, buffer);
                    await FlushAsync(buffer, file, ChunkBytes, token);
                }

                await FlushAsync(buffer, file, 0, token);
            },
            cancellationToken);
        return name;
    }

    private async Task WriteRowsAsync(RowGroupCore core, Stream stream, CancellationToken cancellationToken)
    {
        var csv = run.PartOutput.Format == "csv";
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        for (var row = 0; row < core.RowCount; row++)
        {
            if (core.RowIfDone(row) is not { } values)
            {
                continue;
            }

            if (csv)
            {
                RowText.WriteCsv(values, layout, buffer);
            }
            else
            {
                RowText.WriteJson(values, layout, buffer);
            }

            await FlushAsync(buffer, stream, ChunkBytes, cancellationToken);
        }

        await FlushAsync(buffer, stream, 0, cancellationToken);
    }

    private static async ValueTask FlushAsync(ArrayBufferWriter<byte> buffer, Stream stream, int threshold, CancellationToken cancellationToken)
    {
        if (buffer.WrittenCount > 0 && buffer.WrittenCount >= threshold)
        {
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }
}
