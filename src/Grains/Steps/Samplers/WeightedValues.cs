using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary>Values to choose from, with their weights. Immutable.</summary>
internal sealed class WeightedValues
{
    private readonly JsonElement[] _values;
    private readonly double[] _upTo;

    private WeightedValues(JsonElement[] values, double[] upTo)
    {
        _values = values;
        _upTo = upTo;
    }

    /// <summary>What is known of the values.</summary>
    public DataShape Shape
    {
        get
        {
            var kinds = _values.Select(v => DataValue.From(v).Kind).Distinct().ToArray();
            var shape = kinds switch
            {
                [DataKind.String] => DataShape.Text,
                [DataKind.Int] => DataShape.Int,
                [DataKind.Bool] => DataShape.Bool,
                _ when Array.TrueForAll(kinds, k => k is DataKind.Int or DataKind.Float) => DataShape.Float,
                _ => DataShape.Unknown,
            };
            return shape with { Values = [.. _values.Select(v => DataValue.From(v).ToText())] };
        }
    }

    /// <summary>Equal weights.</summary>
    public static WeightedValues Equal(IReadOnlyList<DocumentNode> values) => Of(values, [.. Enumerable.Repeat(1.0, values.Count)]);

    /// <summary>As many weights as values, none negative, the sum above 0.</summary>
    public static WeightedValues Of(IReadOnlyList<DocumentNode> values, double[] weights)
    {
        var sum = 0.0;
        return new WeightedValues([.. values.Select(v => v.ToJson())], Array.ConvertAll(weights, weight => sum += weight));
    }

    /// <summary>Chooses one.</summary>
    public JsonElement Choose(SampleStream stream)
    {
        var at = stream.NextDouble() * _upTo[^1];
        var index = Array.FindIndex(_upTo, upTo => at < upTo);

        // Rounding can only push past the end, where the last value that has weight is meant.
        return _values[index >= 0 ? index : Array.FindIndex(_upTo, upTo => upTo == _upTo[^1])];
    }
}
