using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>bernoulli</c>: true with probability p.</summary>
internal sealed class BernoulliSampler(double probability) : Sampler
{
    /// <inheritdoc/>
    public override DataShape Shape => DataShape.Bool;

    /// <summary>Reads <c>p</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var probability = parameters.Number("p", required: true, least: 0, most: 1);
        return parameters.Complete ? new BernoulliSampler(probability!.Value) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row) =>
        new(stream.NextDouble() < probability ? DataJson.True : DataJson.False, null);
}
