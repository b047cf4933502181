using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary>Draws the value of a cell from its stream. Immutable and thread-safe.</summary>
internal abstract class Sampler
{
    /// <summary>What is known of its values.</summary>
    public abstract DataShape Shape { get; }

    /// <summary>A value, or why there is none.</summary>
    public abstract SampleDraw Draw(SampleStream stream, IRowValues row);

    /// <summary>A number as a value, rounded to so many decimals.</summary>
    protected static SampleDraw Number(double value, int? decimals)
    {
        var rounded = Rounded(value, decimals);
        return double.IsFinite(rounded)
            ? new SampleDraw(DataJson.Element(decimals == 0 && Math.Abs(rounded) < 1e15 ? DataValue.Of((long)rounded) : DataValue.Of(rounded)), null)
            : new SampleDraw(default, "the value is not a finite number");
    }

    /// <summary>Half away from zero.</summary>
    protected static double Rounded(double value, int? decimals) =>
        decimals is { } digits ? Math.Round(value, digits, MidpointRounding.AwayFromZero) : value;
}
