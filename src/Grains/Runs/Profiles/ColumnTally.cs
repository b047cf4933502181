using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Profiles;

/// <summary>Gathers the profile of one column of one row group, value by value. Not thread-safe.</summary>
/// <param name="judged">The column holds scores by rubric, which are counted.</param>
internal sealed class ColumnTally(bool judged)
{
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly DistinctSketch _distinct = new();
    private readonly RangeTally _lengths = new();
    private readonly RangeTally _numbers = new();
    private readonly Dictionary<string, Dictionary<string, long>> _scores = new(StringComparer.Ordinal);

    public void Add(JsonElement value)
    {
        TotalsMath.Count(_types, TypeOf(value));
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return;
        }

        _distinct.Add(JsonMarshal.GetRawUtf8Value(value));
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _lengths.Add(value.GetString()!.Length);
                break;
            case JsonValueKind.Array:
                _lengths.Add(value.GetArrayLength());
                break;
            case JsonValueKind.Number:
                _numbers.Add(value.GetDouble());
                break;
            case JsonValueKind.Object when judged:
                AddScores(value);
                break;
        }
    }

    public RowGroupColumnProfile ToProfile() => new(
        _types.ToImmutableSortedDictionary(StringComparer.Ordinal),
        _distinct.ToArray(),
        _lengths.Range,
        _numbers.Range,
        _scores.ToImmutableSortedDictionary(
            static rubric => rubric.Key, static rubric => rubric.Value.ToImmutableSortedDictionary(StringComparer.Ordinal), StringComparer.Ordinal));

    private void AddScores(JsonElement value)
    {
        foreach (var rubric in value.EnumerateObject())
        {
            if (rubric.Value.ValueKind == JsonValueKind.Object && rubric.Value.TryGetProperty("score"u8, out var score))
            {
                ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_scores, rubric.Name, out _);
                TotalsMath.Count(counts ??= new Dictionary<string, long>(StringComparer.Ordinal), score.ValueKind == JsonValueKind.String ? score.GetString()! : score.GetRawText());
            }
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "null",
    };
}
