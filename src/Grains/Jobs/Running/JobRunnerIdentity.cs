using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Running;

/// <summary>Who the runner of this process is: the silo's name, and the moment of its birth, which rises from life to life.</summary>
internal static class JobRunnerIdentity
{
    public static JobRunnerId Born(ILocalSiloDetails? silo, TimeProvider time) =>
        new(silo?.Name ?? $"{Environment.MachineName}:{Environment.ProcessId}", time.GetUtcNow().UtcTicks);
}
