namespace Granary.Scheduling.Windows;

/// <summary>A window's target has moved.</summary>
/// <param name="From">Before.</param>
/// <param name="To">Now.</param>
/// <param name="Reason"><c>horizon_limited</c> when it grew, <c>pressure</c> when it shrank.</param>
public readonly record struct WindowChange(int From, int To, string Reason);
