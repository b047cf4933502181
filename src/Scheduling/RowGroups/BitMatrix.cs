using System.Numerics;

namespace Granary.Scheduling.RowGroups;

/// <summary>Bits in rows and columns, a row in whole words, so that a row is compared with a mask 64 columns at a time.</summary>
internal sealed class BitMatrix(int rows, int columns)
{
    private readonly int _words = (columns + 63) / 64;
    private readonly ulong[] _bits = new ulong[(long)rows * ((columns + 63) / 64)];

    public bool this[int row, int column]
    {
        get => (_bits[(row * _words) + (column >> 6)] >> column & 1) != 0;
        set
        {
            ref var word = ref _bits[(row * _words) + (column >> 6)];
            word = value ? word | 1UL << column : word & ~(1UL << column);
        }
    }

    public ReadOnlySpan<ulong> Row(int row) => _bits.AsSpan(row * _words, _words);

    public void ClearRow(int row) => _bits.AsSpan(row * _words, _words).Clear();

    /// <summary>Whether a row has every bit of the mask.</summary>
    public bool Covers(int row, ReadOnlySpan<ulong> mask)
    {
        var bits = Row(row);
        for (var word = 0; word < mask.Length; word++)
        {
            if ((mask[word] & ~bits[word]) != 0)
                return false;
        }

        return true;
    }

    public int CountRow(int row)
    {
        var count = 0;
        foreach (var word in Row(row))
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}
