using System.Text.Json;

namespace Granary.Executors;

/// <summary>How far a running task is, as its handler says. The latest replaces the one before; at most ten a second arrive.</summary>
/// <param name="Percent">0 to 100; null if the handler did not say.</param>
/// <param name="Message">At most 1 KiB.</param>
/// <param name="Data">Any JSON value of at most 4 KiB.</param>
public sealed record ExecutorProgress(double? Percent, string? Message = null, JsonElement? Data = null);
