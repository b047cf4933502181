using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>
/// SHA-256 of a conversation: of each message role, line feed, content, zero byte, in order. Whatever else the request holds does not count,
/// so a caller who knows the messages knows the hash.
/// </summary>
internal readonly record struct PromptHash(ulong A, ulong B, ulong C, ulong D)
{
    public static PromptHash Of(IReadOnlyList<ChatMessage> messages)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var message in messages)
        {
            sha.AppendData(Encoding.UTF8.GetBytes(message.Role));
            sha.AppendData("\n"u8);
            sha.AppendData(Encoding.UTF8.GetBytes(message.Content));
            sha.AppendData("\0"u8);
        }

        Span<byte> hash = stackalloc byte[32];
        sha.GetHashAndReset(hash);
        return new PromptHash(
            BinaryPrimitives.ReadUInt64BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{A:x16}{B:x16}{C:x16}{D:x16}");
}
