using System.Collections.Immutable;
using Granary.Abstractions.Executors;
using Granary.Executors;
using Granary.Grains.Executors.Remote;

namespace Granary.Simulation.Jobs;

/// <summary>A pool <c>p</c> of a labelled silo, whose tasks take virtual time.</summary>
internal sealed class SimulatedLabelledPools(string silo, IReadOnlyList<string> labels, RemoteBook book, TimeProvider time) : ILabelledPools
{
    private int _pending;

    public IReadOnlyList<string> Labels => labels;

    public ImmutableSortedDictionary<string, int> Pending() => ImmutableSortedDictionary<string, int>.Empty.Add("p", _pending);

    public bool IsIdempotent(string pool, string handler) => handler == "idempotent";

    public async Task<TaskOutcome> RunAsync(string pool, ExecutorCall call, TaskPayload argument, CancellationToken cancellationToken)
    {
        _pending++;
        book.Began.Add(silo);
        call.Started?.Invoke();
        try
        {
            for (var second = 1; second <= book.Seconds; second++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                call.Progress?.Invoke(new ExecutorProgress(100.0 * second / book.Seconds));
            }

            return TaskOutcome.Of(argument);
        }
        catch (OperationCanceledException)
        {
            book.Cancelled.Add(silo);
            return TaskOutcome.Failed(TaskFailureCodes.Cancelled, "cancelled");
        }
        finally
        {
            _pending--;
        }
    }
}
