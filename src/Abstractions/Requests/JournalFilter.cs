namespace Granary.Abstractions.Requests;

/// <summary>Which entries of a journal a list shows, and from where. Null leaves a property open.</summary>
/// <param name="State">Only this state.</param>
/// <param name="Reason">Only this reason.</param>
/// <param name="Route">Only this route, with or without its method.</param>
/// <param name="Tenant">Only this tenant.</param>
/// <param name="After">Only what is older than this entry.</param>
/// <param name="Limit">At most so many.</param>
[GenerateSerializer, Immutable, Alias("granary.JournalFilter")]
public sealed record JournalFilter(
    [property: Id(0)] string? State,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string? Route,
    [property: Id(3)] string? Tenant,
    [property: Id(4)] string? After,
    [property: Id(5)] int Limit);
