using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>datetime</c>: an instant from start to end, both possible, a whole number of units after start; RFC 3339 in UTC.</summary>
internal sealed class DateTimeSampler(DateTimeOffset start, long units, TimeSpan unit) : Sampler
{
    /// <inheritdoc/>
    public override DataShape Shape => DataShape.Text with { IsInstant = true };

    /// <summary>Reads <c>start</c>, <c>end</c>, <c>unit</c> (second).</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (start, end, unit) = (parameters.Instant("start"), parameters.Instant("end"), parameters.Word("unit", TimeUnits.Names));
        if (parameters.Complete && start > end)
        {
            parameters.Bad(parameters.Find("start")!, $"`start` {InstantText.Write(start!.Value)} is after `end` {InstantText.Write(end!.Value)}");
        }

        if (!parameters.Complete)
        {
            return null;
        }

        var length = TimeUnits.Length(unit ?? "second");
        return new DateTimeSampler(start!.Value, (end!.Value - start.Value).Ticks / length.Ticks, length);
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row) =>
        new(DataJson.Element(InstantText.Write(start + (unit * stream.NextBelow(units + 1)))), null);
}
