using System.Collections.Immutable;
using System.Text.Json;

namespace Granary.Grains.Runs.Cells;

/// <summary>
/// What the preBatch processors made of rows that they kept. Several records, one append; they count when the last one is there. Rows that they dropped are
/// records of their own before it.
/// </summary>
/// <param name="Rows">Rows within the group, ascending.</param>
/// <param name="Values">One object per row, of the values that are other ones now: a JSON array.</param>
/// <param name="IsLast">With this one it is complete.</param>
internal sealed record RowsPrepared(ImmutableArray<int> Rows, JsonElement Values, bool IsLast) : CellLogEntry(Rows.IsEmpty ? 0 : Rows[0], default)
{
    /// <summary>Bytes of values after which another record begins.</summary>
    public const int RecordBytes = 1 << 20;
}
