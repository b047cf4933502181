using Granary.Abstractions.Models;

namespace Granary.Grains.Steps;

/// <summary>What surrounds one execution of a step.</summary>
/// <param name="RandomSeed">The run's seed.</param>
/// <param name="Caller">On whose behalf models are called; the step narrows the deadline to its own time-out.</param>
/// <param name="Models">The one way to a provider.</param>
/// <param name="OnAdmissionWait">Told <c>true</c> when a call starts to wait for a permit, <c>false</c> when it has one. See <see cref="ModelCall.OnAdmissionWait"/>.</param>
/// <param name="Now">The instant the execution started.</param>
internal sealed record StepContext(
    ulong RandomSeed,
    CallerContext Caller,
    IModelCalls Models,
    Action<bool>? OnAdmissionWait,
    DateTimeOffset Now);
