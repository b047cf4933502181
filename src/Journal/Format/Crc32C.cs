using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Granary.Journal.Format;

/// <summary>CRC-32C (Castagnoli): the processor's instruction where it has one, a table otherwise. Check value of <c>123456789</c>: 0xe3069283.</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => Finish(Add(Start, data));

    /// <summary>State before the first byte, for checksums over several pieces.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Goes on over another piece.</summary>
    public static uint Add(uint state, ReadOnlySpan<byte> data)
    {
        if (Sse42.X64.IsSupported)
        {
            return AddX64(state, data);
        }

        return Arm.Crc32.Arm64.IsSupported ? AddArm64(state, data) : AddSoftware(state, data);
    }

    /// <summary>The checksum of all pieces added to a state.</summary>
    public static uint Finish(uint state) => ~state;

    /// <summary>The portable form; the tests hold the others against it.</summary>
    internal static uint AddSoftware(uint state, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    // Optimized at once: most of a start is spent here before the runtime would find out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint AddX64(uint state, ReadOnlySpan<byte> data)
    {
        ulong wide = state;
        while (data.Length >= sizeof(ulong))
        {
            wide = Sse42.X64.Crc32(wide, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        state = (uint)wide;
        foreach (var value in data)
        {
            state = Sse42.Crc32(state, value);
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint AddArm64(uint state, ReadOnlySpan<byte> data)
    {
        while (data.Length >= sizeof(ulong))
        {
            state = Arm.Crc32.Arm64.ComputeCrc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (var value in data)
        {
            state = Arm.Crc32.ComputeCrc32C(state, value);
        }

        return state;
    }

    private static uint[] BuildTable()
    {
        const uint reversedPolynomial = 0x82f63b78;
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ reversedPolynomial;
            }

            table[index] = value;
        }

        return table;
    }
}
