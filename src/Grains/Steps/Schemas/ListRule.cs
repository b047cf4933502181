using System.Globalization;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary><c>prefixItems</c>, <c>items</c>, <c>contains</c>, <c>minItems</c>, <c>maxItems</c>, <c>uniqueItems</c>.</summary>
internal sealed class ListRule : SchemaRule
{
    private const int MostCompared = 1_000;

    /// <summary>Schemas of the first values.</summary>
    public IReadOnlyList<SchemaNode> First { get; init; } = [];

    /// <summary>Schema of the other values.</summary>
    public SchemaNode? Items { get; init; }

    /// <summary>At least one value fits this.</summary>
    public SchemaNode? Contains { get; init; }

    /// <summary>Values at least.</summary>
    public long? Least { get; init; }

    /// <summary>Values at most.</summary>
    public long? Most { get; init; }

    /// <summary>No two are equal.</summary>
    public bool Unique { get; init; }

    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var count = value.GetArrayLength();
        if (count < Least)
        {
            check.Add(pointer, $"must have at least {Least} values, has {count}");
        }

        if (count > Most)
        {
            check.Add(pointer, $"must have at most {Most} values, has {count}");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            (index < First.Count ? First[index] : Items)?.Check(item, $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}", check);
            index++;
        }

        if (Contains is not null && !value.EnumerateArray().Any(item => Contains.Fits(item, pointer, check)))
        {
            check.Add(pointer, "must hold a value that fits `contains`");
        }

        if (Unique && !AllDiffer(value))
        {
            check.Add(pointer, "must not hold a value twice");
        }
    }

    private static bool AllDiffer(JsonElement list)
    {
        var values = list.EnumerateArray().Select(DataValue.From).ToArray();
        if (values.Length > MostCompared)
        {
            // Long lists are compared as text, which tells 1 and 1.0 apart but does not take quadratic time.
            return values.Select(DataJson.Text).Distinct(StringComparer.Ordinal).Count() == values.Length;
        }

        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (DataComparison.AreEqual(values[i], values[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
