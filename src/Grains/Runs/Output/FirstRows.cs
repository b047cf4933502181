using System.IO.Compression;
using Granary.Abstractions.Artifacts;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs.Output;

/// <summary>The beginning of a part.</summary>
internal static class FirstRows
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Copies the first rows of a part; a compressed part becomes a gzip member of its own again.</summary>
    public static async Task CopyAsync(Stream part, Stream result, long rows, RunOutput output, CancellationToken cancellationToken)
    {
        if (!output.Gzip)
        {
            await CopyAsync(part, result, rows, output.Format == "csv", cancellationToken);
            return;
        }

        await using var plain = new GZipStream(part, CompressionMode.Decompress, leaveOpen: true);
        await using var compressed = new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true);
        await CopyAsync(plain, compressed, rows, output.Format == "csv", cancellationToken);
    }

    private static async Task CopyAsync(Stream from, Stream to, long rows, bool csv, CancellationToken cancellationToken)
    {
        var scanner = new RowScanner(csv);
        var buffer = new byte[BufferBytes];
        while (rows > 0 && await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            var seen = 0;
            while (rows > 0)
            {
                var length = scanner.EndOfRow(buffer.AsSpan(seen, read - seen));
                if (length < 0)
                {
                    seen = read;
                    break;
                }

                seen += length;
                rows--;
            }

            await to.WriteAsync(buffer.AsMemory(0, seen), cancellationToken);
        }
    }
}
