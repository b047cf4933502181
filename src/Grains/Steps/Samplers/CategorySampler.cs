using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>category</c>: one of some values, by weight.</summary>
internal sealed class CategorySampler(WeightedValues values) : Sampler
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public override DataShape Shape { get; } = values.Shape;

    /// <summary>Reads <c>values</c> and <c>weights</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var values = parameters.List("values", Most, required: true);
        var weights = parameters.List("weights", Most);
        var place = parameters.Find("weights");
        if (!parameters.Complete || values is null)
        {
            return null;
        }

        if (weights is null)
        {
            return new CategorySampler(WeightedValues.Equal(values));
        }

        if (weights.Count != values.Count)
        {
            parameters.Bad(place!, $"{weights.Count} weights for {values.Count} values", "Give each value one weight.");
            return null;
        }

        var numbers = weights.Select(w => parameters.Weight(w)).ToArray();
        if (parameters.Complete && numbers.Sum() is var sum && (sum <= 0 || !double.IsFinite(sum)))
        {
            parameters.Bad(place!, $"the weights add up to {sum}, more than 0 is expected");
        }

        return parameters.Complete ? new CategorySampler(WeightedValues.Of(values, numbers)) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row) => new(values.Choose(stream), null);
}
