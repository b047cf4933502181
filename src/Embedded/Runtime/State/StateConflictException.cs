namespace Granary.Embedded.Runtime;

/// <summary>The stored version is another one than expected.</summary>
internal sealed class StateConflictException(string? stored, string? expected, Exception? inner = null)
    : Exception($"Stored version {stored ?? "none"}, expected {expected ?? "none"}.", inner)
{
    public string? Stored { get; } = stored;

    public string? Expected { get; } = expected;
}
