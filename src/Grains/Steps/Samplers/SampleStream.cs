using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Granary.Grains.Steps.Samplers;

/// <summary>
/// The random numbers of one cell: xoshiro256** seeded with SHA-256 of a purpose, the run's seed, the row and the column's name. So a value
/// depends on these alone: the same in a preview, after a restart, on another silo, in another order. One thread.
/// </summary>
internal sealed class SampleStream
{
    private const double Unit = 1.0 / (1UL << 53);
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    private SampleStream(ReadOnlySpan<byte> state)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(state);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(state[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(state[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(state[24..]);
    }

    /// <summary>The stream of a cell.</summary>
    public static SampleStream OfCell(ulong seed, long row, string column) => Of("granary-sample/1"u8, seed, (ulong)row, column);

    /// <summary>The stream that orders a shuffled dataset.</summary>
    public static SampleStream OfShuffle(ulong seed) => Of("granary-shuffle/1"u8, seed, 0, string.Empty);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 up to, but not, 1: the top 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * Unit;

    /// <summary>A whole number from 0 up to, but not, <paramref name="bound"/>.</summary>
    public long NextBelow(long bound) => Math.Min((long)(NextDouble() * bound), bound - 1);

    /// <summary>A standard normal number: Box-Muller, cosine branch; the logarithm takes 1 − u, which is never 0.</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    private static SampleStream Of(ReadOnlySpan<byte> purpose, ulong seed, ulong row, string name)
    {
        Span<byte> input = stackalloc byte[purpose.Length + 16 + Encoding.UTF8.GetByteCount(name)];
        purpose.CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[purpose.Length..], seed);
        BinaryPrimitives.WriteUInt64LittleEndian(input[(purpose.Length + 8)..], row);
        Encoding.UTF8.GetBytes(name, input[(purpose.Length + 16)..]);
        Span<byte> state = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, state);
        return new SampleStream(state);
    }
}
