namespace Granary.Grains.Simulator;

/// <summary>How often one conversation was asked for, and how often it was answered whole.</summary>
internal readonly record struct PromptCount(int Calls, int Answered);
