using System.Globalization;

namespace Granary.Grains.Capacity;

/// <summary>Collects what is wrong with options of section Admission: key, value, and what would be right.</summary>
internal sealed class OptionRanges(List<string> errors)
{
    public void Whole(string key, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value}, must be {least} to {most}."));
        }
    }

    /// <summary>NaN is outside of every range.</summary>
    public void Number(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value}, must be {least} to {most}."));
        }
    }

    public void Span(string key, TimeSpan value, double least, double most)
    {
        if (value < TimeSpan.FromSeconds(least) || value > TimeSpan.FromSeconds(most))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value.TotalSeconds:0.####} s, must be {least} s to {most} s."));
        }
    }

    public void AtMost(string key, double value, string otherKey, double other)
    {
        if (value > other)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value}, must be at most Admission:{otherKey} ({other})."));
        }
    }

    public void Below(string key, double value, string otherKey, double other)
    {
        if (value >= other)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value}, must be below Admission:{otherKey} ({other})."));
        }
    }
}
