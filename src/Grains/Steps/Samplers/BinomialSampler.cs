using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>binomial</c>: how many of n tries succeed, by n draws.</summary>
internal sealed class BinomialSampler(long tries, double probability) : Sampler
{
    private const long MostTries = 10_000;

    /// <inheritdoc/>
    public override DataShape Shape => DataShape.Int;

    /// <summary>Reads <c>n</c> and <c>p</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (tries, probability) = (parameters.Whole("n", 0, MostTries, required: true), parameters.Number("p", required: true, least: 0, most: 1));
        return parameters.Complete ? new BinomialSampler(tries!.Value, probability!.Value) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        var successes = 0L;
        for (var i = 0L; i < tries; i++)
        {
            successes += stream.NextDouble() < probability ? 1 : 0;
        }

        return new SampleDraw(DataJson.Element(DataValue.Of(successes)), null);
    }
}
