namespace Granary.Admission.Agents;

/// <summary>
/// Who would be served before somebody, by the arithmetic of start-time fair queueing: an entry with start tag t and step s begins its turns at
/// t, t + s, t + 2s …, and whatever begins before the tag in question goes first. Only looked at for explanations.
/// </summary>
internal static class TurnsAhead
{
    /// <summary>
    /// How many of an entry's turns begin before that tag, at most as many as it has waiters. On a tie the one activated earlier goes first. Added up
    /// as the queue adds them, so that ties are the same ties.
    /// </summary>
    public static int Before(double tag, double step, int waiting, double other, bool earlier)
    {
        var count = 0;
        for (var turn = tag; count < waiting && (turn < other || (turn == other && earlier)); turn += step)
        {
            count++;
        }

        return count;
    }

    /// <summary>The tag after so many turns.</summary>
    public static double After(double tag, double step, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            tag += step;
        }

        return tag;
    }

    /// <summary>How many waiters of its tenant are served before that one, whose flows take turns.</summary>
    public static int InTenant(Waiter waiter)
    {
        var flow = waiter.Flow!;
        var before = flow.Before(waiter);
        var tag = flow.Tag + before;
        var domain = waiter.Request.Key.Domain;
        var count = before;
        foreach (var other in flow.Tenant.Flows)
        {
            if (!ReferenceEquals(other, flow))
            {
                count += Before(other.Tag, 1, other.Waiting(domain), tag, other.Activation < flow.Activation);
            }
        }

        return count;
    }
}
