using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>timedelta</c>: a whole number of units from min to max; added to a datetime column, else in seconds.</summary>
internal sealed class TimeDeltaSampler(long least, long most, TimeSpan unit, string? from) : Sampler
{
    private const long MostUnits = 10_000_000_000;

    /// <inheritdoc/>
    public override DataShape Shape => from is null ? DataShape.Int : DataShape.Text with { IsInstant = true };

    /// <summary>Reads <c>min</c>, <c>max</c>, <c>unit</c> (second), <c>from</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (least, most) = (parameters.Whole("min", -MostUnits, MostUnits, required: true), parameters.Whole("max", -MostUnits, MostUnits, required: true));
        var (unit, from) = (parameters.Word("unit", TimeUnits.Names), parameters.Text("from"));
        if (parameters.Complete && least > most)
        {
            parameters.Bad(parameters.Find("min")!, $"`min` {least} is above `max` {most}");
        }

        return parameters.Complete ? new TimeDeltaSampler(least!.Value, most!.Value, TimeUnits.Length(unit ?? "second"), from) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        var seconds = (double)(least + stream.NextBelow(most - least + 1)) * unit.TotalSeconds;
        if (from is null)
        {
            return new SampleDraw(DataJson.Element(DataValue.Of((long)seconds)), null);
        }

        var start = DataValue.From(row[from]);
        if (start.Kind != DataKind.String || !InstantText.TryRead(start.AsString(), out var instant))
        {
            return new SampleDraw(default, $"the value of `{from}` is no instant");
        }

        return seconds <= (DateTimeOffset.MaxValue - instant).TotalSeconds && seconds >= (DateTimeOffset.MinValue - instant).TotalSeconds
            ? new SampleDraw(DataJson.Element(InstantText.Write(instant.AddSeconds(seconds))), null)
            : new SampleDraw(default, "the sum is no instant of the calendar");
    }
}
