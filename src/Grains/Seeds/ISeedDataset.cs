using System.Text.Json;

namespace Granary.Grains.Seeds;

/// <summary>The records a run starts from, in the order its rows get them. Immutable and thread-safe.</summary>
internal interface ISeedDataset
{
    /// <summary>Records of this run's partition, at least 1.</summary>
    long Count { get; }

    /// <summary>Every field that some record has.</summary>
    IReadOnlySet<string> Fields { get; }

    /// <summary>Values are text that a column's <c>type</c> may read (CSV), not JSON.</summary>
    bool IsText { get; }

    /// <summary>SHA-256, lower-case hexadecimal, of the records: tells a resumed run whether its dataset is still the same.</summary>
    string Digest { get; }

    /// <summary>A field of the record that row gets (row modulo <see cref="Count"/>); <c>Undefined</c> when the record has no such field.</summary>
    JsonElement Field(long row, string name);
}
