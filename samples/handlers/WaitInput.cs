namespace Granary.SampleHandlers;

/// <summary>How long to block, and in how many steps.</summary>
public sealed record WaitInput(int Milliseconds, int Steps = 1);
