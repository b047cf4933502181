namespace Granary.Grains.Models;

/// <summary>Writing to the caller failed: the caller's connection is broken, not the provider's.</summary>
internal sealed class CallerGoneException(Exception inner) : Exception("The caller could not be written to.", inner);
