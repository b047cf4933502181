using Granary.Abstractions.Runs;
using Granary.Scheduling.Recovery;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>The run's retry budget: one for all of its row groups, kept with its state.</summary>
internal sealed partial class RunCore
{
    private readonly RetryBudget _retries;

    private long Tasks => _plan.Rows * _shape.Columns.Length;

    /// <summary>A row group wants re-entries for its deferred tasks: how many it will have had in all. The answer is how many it may.</summary>
    public (long Granted, IReadOnlyList<RunEffect> Effects) TakeRetries(long group, long total)
    {
        if (group >= _plan.Groups || _board.IsSealed(group))
        {
            return (0, Take());
        }

        var before = _retries.Used;
        var granted = _retries.Grant(group, total, Tasks);
        if (_retries.Used != before)
        {
            _effects.Add(RunEffect.Persist.Now);
        }

        return (granted, Take());
    }

    private RunRetries RetriesNow => new(_retries.Used, RetryBudget.Of(Tasks));

    private void CloseRetries(long group)
    {
        _retries.Close(group);
        State.RetriesOfSealed = _retries.Closed;
    }
}
