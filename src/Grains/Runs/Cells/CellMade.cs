using System.Text.Json;

namespace Granary.Grains.Runs.Cells;

/// <summary>A finished cell.</summary>
/// <param name="Column">Index of the column in document order.</param>
/// <param name="Attempts">Workers that tried, this one included.</param>
/// <param name="Value">Its value.</param>
/// <param name="Side">Side columns by name; empty for most.</param>
internal sealed record CellMade(int Row, int Column, int Attempts, JsonElement Value, IReadOnlyDictionary<string, JsonElement> Side, CellCost Cost)
    : CellLogEntry(Row, Cost)
{
    /// <summary>No side columns.</summary>
    public static readonly IReadOnlyDictionary<string, JsonElement> NoSide = new Dictionary<string, JsonElement>(0);
}
