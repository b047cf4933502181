using System.Collections.Immutable;
using System.Text.Json;

namespace Granary.Grains.Runs.Cells;

/// <summary>A column that is made for a row group at once: all its values in one record, so that there is never a part of a batch.</summary>
/// <param name="Column">Index of the column in document order.</param>
/// <param name="Attempts">Workers that tried, this one included.</param>
/// <param name="Rows">The rows it was made for, ascending, within the group; at least one.</param>
/// <param name="Values">One value per row, a JSON array.</param>
/// <param name="Cost">What it took.</param>
internal sealed record BatchMade(int Column, int Attempts, ImmutableArray<int> Rows, JsonElement Values, CellCost Cost) : CellLogEntry(Rows[0], Cost)
{
    /// <summary>Largest array of values, in bytes: what fits into one record of every log.</summary>
    public const int LargestValues = 15 << 20;
}
