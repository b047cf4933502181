using Granary.Scheduling.Tasks;

namespace Granary.LoadRig.Runs;

/// <summary>Tasks of one group that arrive together.</summary>
/// <param name="Group">What they use.</param>
/// <param name="Tasks">How many.</param>
/// <param name="Seconds">How long each takes.</param>
/// <param name="ArrivesAt">When, in seconds.</param>
internal sealed record VirtualLoad(TaskDeclaration Group, int Tasks, double Seconds, double ArrivesAt);
