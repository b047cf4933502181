using System.Text.Json;
using Granary.Grains.Steps.Samplers;

namespace Granary.Grains.Seeds;

/// <summary>
/// A partition of a table, in its order or shuffled. Only the partition is shuffled, so that partitions never overlap whatever their seeds.
/// Immutable and thread-safe.
/// </summary>
internal sealed class SeedDataset : ISeedDataset
{
    private readonly SeedTable _table;
    private readonly int _first;
    private readonly int[]? _order;

    private SeedDataset(SeedTable table, int first, int count, int[]? order) => (_table, _first, Count, _order) = (table, first, count, order);

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public IReadOnlySet<string> Fields => _table.Fields;

    /// <inheritdoc/>
    public bool IsText => _table.IsText;

    /// <inheritdoc/>
    public string Digest => _table.Digest;

    /// <summary>Partition <paramref name="index"/> of <paramref name="of"/>: records ⌊i·n/k⌋ to ⌊(i+1)·n/k⌋ − 1. Null when it is empty.</summary>
    public static SeedDataset? Of(SeedTable table, long index, long of, bool shuffled, ulong seed)
    {
        var first = (int)((Int128)index * table.Count / of);
        var count = (int)((Int128)(index + 1) * table.Count / of) - first;
        return count == 0 ? null : new SeedDataset(table, first, count, shuffled ? Shuffled(count, seed) : null);
    }

    /// <inheritdoc/>
    public JsonElement Field(long row, string name)
    {
        var record = (int)(row % Count);
        return _table.Field(_first + (_order?[record] ?? record), name);
    }

    // Fisher-Yates from the seed alone: the same on resume.
    private static int[] Shuffled(int count, ulong seed)
    {
        var stream = SampleStream.OfShuffle(seed);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)stream.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
