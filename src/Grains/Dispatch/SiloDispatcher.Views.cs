using Granary.Abstractions.Runs;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Windows;

namespace Granary.Grains.Dispatch;

/// <summary>How the dispatcher stands.</summary>
internal sealed partial class SiloDispatcher
{
    /// <summary>Tasks that wait.</summary>
    public int Queued
    {
        get
        {
            lock (_gate)
            {
                return _core.Queued;
            }
        }
    }

    /// <summary>Task leases in force.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _core.InFlight;
            }
        }
    }

    /// <summary>What holds a group's queued tasks back now; with none queued, what it waits for.</summary>
    public RunLimitedBy? WhatBlocks(DispatchedGroup group)
    {
        lock (_gate)
        {
            if (group.Queued.Count == 0)
            {
                return group.Busiest() is { } busy ? new RunLimitedBy(BlockedLayers.ProviderTime, busy.Alias, 0) : null;
            }

            foreach (var head in _core.Explain().Heads)
            {
                if (head.Task.Run == group.RunId)
                {
                    return BlockedLayers.Of(head.Denial, group.Spec.Works[head.Task.Column].Alias);
                }
            }

            return new RunLimitedBy("queue_order", null, 0);
        }
    }

    /// <summary>What the window of the group's run is judged by.</summary>
    public RowGroupLoad Load(DispatchedGroup group, Func<int, bool> deferred, long bytes)
    {
        lock (_gate)
        {
            var run = group.Spec.Run;
            var declarations = _runs.GetValueOrDefault(group.RunId)?.Declarations ?? [];
            var llmWait = _core.Resource(ResourceNames.LlmWait) ?? default;
            return new RowGroupLoad(
                bytes,
                !declarations.IsEmpty && DeferredReach.CoversAll(run.Graph, declarations, deferred),
                _core.Queued,
                _core.Resource(ResourceNames.Submission)?.Limit ?? 0,
                run.Columns.Any(static column => column.Alias is not null),
                llmWait.Available,
                llmWait.Leased,
                llmWait.Queued);
        }
    }
}
