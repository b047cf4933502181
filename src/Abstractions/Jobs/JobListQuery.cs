namespace Granary.Abstractions.Jobs;

/// <summary>Which jobs of a tenant to list, newest first.</summary>
/// <param name="State">Only in this state; null: any.</param>
/// <param name="Pool">Only of this pool; null: any.</param>
/// <param name="After">Only older than this id; null: from the newest.</param>
/// <param name="Limit">At most so many.</param>
[GenerateSerializer, Immutable, Alias("granary.JobListQuery")]
public sealed record JobListQuery(
    [property: Id(0)] JobState? State, [property: Id(1)] string? Pool, [property: Id(2)] string? After, [property: Id(3)] int Limit);
