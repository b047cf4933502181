using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>uniform</c>: every number from low to high is as likely.</summary>
internal sealed class UniformSampler(double low, double high, int? decimals) : Sampler
{
    /// <inheritdoc/>
    public override DataShape Shape => decimals == 0 ? DataShape.Int : DataShape.Float;

    /// <summary>Reads <c>low</c>, <c>high</c>, <c>decimals</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (low, high, decimals) = (parameters.Number("low", required: true), parameters.Number("high", required: true), parameters.Decimals());
        if (parameters.Complete && low > high)
        {
            parameters.Bad(parameters.Find("low")!, FormattableString.Invariant($"`low` {low} is above `high` {high}"));
        }

        return parameters.Complete ? new UniformSampler(low!.Value, high!.Value, decimals) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row) => Number(low + ((high - low) * stream.NextDouble()), decimals);
}
