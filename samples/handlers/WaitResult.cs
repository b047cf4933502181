namespace Granary.SampleHandlers;

/// <summary>How long it was to block, and in which attempt.</summary>
public sealed record WaitResult(int Milliseconds, int Attempt);
