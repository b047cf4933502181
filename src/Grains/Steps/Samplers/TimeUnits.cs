namespace Granary.Grains.Steps.Samplers;

/// <summary>Units that samplers count time in.</summary>
internal static class TimeUnits
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["second", "minute", "hour", "day", "week"];

    /// <summary>How long one is.</summary>
    public static TimeSpan Length(string name) => name switch
    {
        "second" => TimeSpan.FromSeconds(1),
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        "week" => TimeSpan.FromDays(7),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, message: null),
    };
}
