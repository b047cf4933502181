using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>poisson</c>: how often something happens that happens <c>mean</c> times on average, by products of uniform numbers.</summary>
internal sealed class PoissonSampler(double mean) : Sampler
{
    private const double MostMean = 500;

    /// <inheritdoc/>
    public override DataShape Shape => DataShape.Int;

    /// <summary>Reads <c>mean</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var mean = parameters.Number("mean", required: true, least: 0, most: MostMean);
        return parameters.Complete ? new PoissonSampler(mean!.Value) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        var (count, bound) = (0L, Math.Exp(-mean));
        for (var product = stream.NextDouble(); product > bound; product *= stream.NextDouble())
        {
            count++;
        }

        return new SampleDraw(DataJson.Element(DataValue.Of(count)), null);
    }
}
