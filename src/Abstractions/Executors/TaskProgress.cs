namespace Granary.Abstractions.Executors;

/// <summary>How far a task is, in its own words.</summary>
/// <param name="Percent">0 to 100, or null.</param>
/// <param name="Message">At most 1 KiB.</param>
/// <param name="Data">A JSON value of at most 4 KiB, or null.</param>
[GenerateSerializer, Immutable, Alias("granary.TaskProgress")]
public sealed record TaskProgress([property: Id(0)] double? Percent, [property: Id(1)] string? Message, [property: Id(2)] string? Data);
