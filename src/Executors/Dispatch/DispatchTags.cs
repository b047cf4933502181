namespace Granary.Executors.Dispatch;

/// <summary>
/// What decides where and when a task runs. Precedence: pinned lane before affinity key before priority before arrival.
/// </summary>
/// <param name="Priority">0 to 255; higher first where the strategy looks at it.</param>
/// <param name="Pinned">The one lane it may run on; null if any.</param>
/// <param name="Key">Tasks with the same key run on the same lane; null or empty for none.</param>
/// <param name="Connection">Its connection's id, the key of a keyless task under <see cref="DispatchStrategy.Affinity"/>.</param>
/// <param name="Submitter">The lane that hands it in, whose own queue it joins under the stealing strategies; null: lanes in turn.</param>
/// <param name="Deadline">When it is no longer wanted.</param>
internal sealed record DispatchTags(
    byte Priority = DispatchPriorities.Normal,
    int? Pinned = null,
    string? Key = null,
    string? Connection = null,
    int? Submitter = null,
    TimeSpan? Deadline = null);
