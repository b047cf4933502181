namespace Granary.Grains.Runs.Capacity;

/// <summary>A configured number and where it comes from.</summary>
/// <param name="Value">The number, text or map; null: there is none.</param>
/// <param name="Source"><c>run_document</c>, <c>provider_file</c>, <c>engine_options</c>, <c>default</c>.</param>
/// <param name="FallbackFrom">The setting whose value stands in; null: none.</param>
/// <param name="MissingReason">Why it has no value of its own.</param>
internal sealed record CapacityValue(object? Value, string Source, string? FallbackFrom = null, string? MissingReason = null);
