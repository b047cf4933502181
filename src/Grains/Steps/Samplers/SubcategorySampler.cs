using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>subcategory</c>: one of the values that belong to the value of another column, each as likely.</summary>
internal sealed class SubcategorySampler(string of, IReadOnlyDictionary<string, WeightedValues> values) : Sampler
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public override DataShape Shape { get; } = Common(values.Values);

    /// <summary>The values of the other column that have values here.</summary>
    public IEnumerable<string> Parents => values.Keys;

    /// <summary>Reads <c>of</c> and <c>values</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var of = parameters.Text("of", required: true);
        var byParent = parameters.Mapping("values");
        var values = new Dictionary<string, WeightedValues>(StringComparer.Ordinal);
        foreach (var member in byParent?.Members ?? [])
        {
            if (parameters.Values(member.Value, Most) is { } list)
            {
                values[member.Name] = WeightedValues.Equal(list);
            }
        }

        return parameters.Complete ? new SubcategorySampler(of!, values) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        var parent = DataValue.From(row[of]).ToText();
        return values.TryGetValue(parent, out var choice)
            ? new SampleDraw(choice.Choose(stream), null)
            : new SampleDraw(default, $"`values` has no entry for the value of `{of}`");
    }

    private static DataShape Common(IEnumerable<WeightedValues> all)
    {
        var types = all.Select(v => v.Shape.Type).Distinct().ToArray();
        return types.Length == 1 ? new DataShape(types[0]) : DataShape.Unknown;
    }
}
