using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>gaussian</c>: normal numbers. One outside <c>min</c> and <c>max</c> is drawn again, up to 100 times, then moved to the bound.</summary>
internal sealed class GaussianSampler(double mean, double deviation, double least, double most, int? decimals) : Sampler
{
    private const int Redraws = 100;

    /// <inheritdoc/>
    public override DataShape Shape => decimals == 0 ? DataShape.Int : DataShape.Float;

    /// <summary>Reads <c>mean</c>, <c>stddev</c>, <c>min</c>, <c>max</c>, <c>decimals</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (mean, deviation) = (parameters.Number("mean", required: true), parameters.Number("stddev", required: true, least: 0));
        var (least, most, decimals) = (parameters.Number("min"), parameters.Number("max"), parameters.Decimals());
        if (parameters.Complete && least > most)
        {
            parameters.Bad(parameters.Find("min")!, FormattableString.Invariant($"`min` {least} is above `max` {most}"));
        }

        return parameters.Complete
            ? new GaussianSampler(mean!.Value, deviation!.Value, least ?? double.NegativeInfinity, most ?? double.PositiveInfinity, decimals)
            : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        var value = Next(stream);
        for (var i = 0; i < Redraws && (value < least || value > most); i++)
        {
            value = Next(stream);
        }

        // A bound with more decimals than the values have is kept, not rounded past.
        return value < least || value > most ? Number(Math.Clamp(value, least, most), null) : Number(value, decimals);
    }

    private double Next(SampleStream stream) => Rounded(mean + (deviation * stream.NextNormal()), decimals);
}
