using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <content>Selection: who is next, without changing anything.</content>
public sealed partial class FairTaskQueue
{
    private readonly TurnWalk _tenantWalk = new();
    private readonly TurnWalk _groupWalk = new();
    private readonly List<Lane> _met = [];

    /// <summary>
    /// Walks heads in turn and returns the first that the predicate accepts. Changes nothing: asked twice it answers the same.
    /// </summary>
    /// <param name="now">Seconds; decides which band has waited too long.</param>
    /// <param name="predicate">Judges the head of a group. Must not change the queue.</param>
    /// <param name="selection">The head found.</param>
    public bool SelectNext(double now, Func<QueuedTask, QueueView, bool> predicate, out Selection selection)
    {
        var judge = new CallerJudge(predicate, this);
        return SelectNext(now, ref judge, out selection);
    }

    /// <summary>The first head with a yes, else the first with an "if nobody".</summary>
    internal bool SelectNext<TJudge>(double now, ref TJudge judge, out Selection selection)
        where TJudge : struct, IHeadJudge
    {
        selection = default;
        if (!Resources.AnyEligible)
            return false;

        _met.Clear();
        var version = Version;
        FlowGroup? chosen = null;
        FlowGroup? spare = null;
        Span<int> order = stackalloc int[_bands.Length];
        var bands = BandsInOrder(now, order);
        for (var index = 0; index < bands && chosen is null; index++)
        {
            chosen = Walk(_bands[order[index]], ref judge, ref spare);
        }

        // What was met while it lacked something is not met again before it has it. Only now: the walk must find the heaps as it left them.
        foreach (var lane in _met)
        {
            lane.Park();
        }

        _met.Clear();
        if (version != Version)
            throw new InvalidOperationException("The queue was changed while heads were judged.");

        if ((chosen ?? spare) is not { } group)
            return false;

        ref readonly var first = ref _tasks[group.First];
        selection = new Selection(first.Task, Version, chosen is null ? AdmissionMode.Spare : AdmissionMode.Fair) { Group = group, Ticket = first.Ticket };
        return true;
    }

    /// <summary>Bands that have waited too long, the longest first, then the others by urgency; so none starves.</summary>
    private int BandsInOrder(double now, Span<int> order)
    {
        var count = 0;
        var overdue = 0;
        var overdueSince = now - (0.8 * _settings.AgingBound.TotalSeconds);
        for (var band = 0; band < _bands.Length; band++)
        {
            if (_bands[band].Queued == 0)
                continue;

            var place = count++;
            if (_bands[band].WaitsSince <= overdueSince)
            {
                place = overdue++;
                while (place > 0 && _bands[band].WaitsSince < _bands[order[place - 1]].WaitsSince)
                {
                    place--;
                }
            }

            order[place..(count - 1)].CopyTo(order[(place + 1)..]);
            order[place] = band;
        }

        return count;
    }

    private FlowGroup? Walk<TJudge>(BandQueue band, ref TJudge judge, ref FlowGroup? spare)
        where TJudge : struct, IHeadJudge
    {
        _tenantWalk.Start();
        _tenantWalk.Add(band.Active, 0);
        while (_tenantWalk.Next(out var tenant, out var heap))
        {
            if (Walk((TenantQueue)tenant, ref judge, ref spare) is { } chosen)
                return chosen;

            _tenantWalk.AddAfter(heap, tenant);
        }

        return null;
    }

    private FlowGroup? Walk<TJudge>(TenantQueue tenant, ref TJudge judge, ref FlowGroup? spare)
        where TJudge : struct, IHeadJudge
    {
        _groupWalk.Start();
        foreach (var set in tenant.Sets)
        {
            if (set.Class.IsOpen)
                _groupWalk.Add(set.Lanes, 0);
        }

        while (_groupWalk.Next(out var item, out var heap))
        {
            if (item is Lane lane)
            {
                // A lane stands for its first group; behind it come the next lanes and its own next groups.
                _groupWalk.AddAfter(heap, lane);
                if (!lane.Shape.IsOwnOpen)
                {
                    _met.Add(lane);
                    continue;
                }

                (item, heap) = (lane.Groups[0], lane.Groups);
            }

            var group = (FlowGroup)item;
            switch (judge.Judge(group, group.Head!))
            {
                case HeadVerdict.Yes:
                    return group;
                case HeadVerdict.IfNobody:
                    spare ??= group;
                    break;
            }

            _groupWalk.AddAfter(heap, group);
        }

        return null;
    }
}
