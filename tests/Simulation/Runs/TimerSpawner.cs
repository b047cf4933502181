using Granary.Grains.Dispatch;

namespace Granary.Simulation.Runs;

/// <summary>Workers on their silo's simulated scheduler: a timer that is due at once runs there, whoever sets it.</summary>
internal sealed class TimerSpawner(TimeProvider time) : IWorkerSpawner
{
    public void Spawn(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            time.CreateTimer(static work => _ = ((Func<Task>)work!)(), work, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
