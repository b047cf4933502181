using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// What of a document decides its values: the canonical form (fields by name, one form of numbers) without name, rows, window, limits, retry,
/// shutdown, band, events, labels, output, resume, and without time-outs. Two documents with one fingerprint make the same table.
/// </summary>
/// <param name="Text">SHA-256, lower-case hexadecimal.</param>
/// <param name="DefaultSeed">Its first 8 bytes, little-endian.</param>
internal readonly record struct RunFingerprint(string Text, ulong DefaultSeed)
{
    private static readonly string[] LeftOut =
        ["name", "rows", "window", "limits", "retry", "shutdown", "band", "events", "labels", "output", "resume"];

    /// <summary>The fingerprint of a document.</summary>
    public static RunFingerprint Of(DocumentNode document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, DataJson.Options))
        {
            document.Write(writer, sorted: true, node => !IsLeftOut(node, document));
        }

        var hash = SHA256.HashData(buffer.WrittenSpan);
        return new RunFingerprint(Convert.ToHexStringLower(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    private static bool IsLeftOut(DocumentNode node, DocumentNode document) =>
        (ReferenceEquals(node.Parent, document) && LeftOut.Contains(node.Key, StringComparer.Ordinal))
        || (node.Key == "timeout" && node.Parent?.Parent is { Key: "columns" } columns && ReferenceEquals(columns.Parent, document));
}
