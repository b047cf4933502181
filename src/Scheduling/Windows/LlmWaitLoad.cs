namespace Granary.Scheduling.Windows;

/// <summary>The resource <c>llm_wait</c> of a process, now.</summary>
/// <param name="Available">Units free; may be below 0.</param>
/// <param name="Leased">Units leased.</param>
/// <param name="Queued">Units that queued tasks want.</param>
public readonly record struct LlmWaitLoad(int Available, int Leased, int Queued);
