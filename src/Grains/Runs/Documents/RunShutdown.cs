namespace Granary.Grains.Runs.Documents;

/// <summary>When a run that mostly fails stops early.</summary>
/// <param name="Rate">Share of failures in the window that stops the run, above 0 to 1; null is off.</param>
/// <param name="Window">Outcomes looked at, at least 1.</param>
internal sealed record RunShutdown(double? Rate, int Window);
