namespace Granary.Admission.Estimators;

/// <summary>How permits come back after a block: one at once, all after the reopening time, in a straight line between.</summary>
public static class OpeningCurve
{
    /// <summary>Permits that may be held of those taken since the block; null when not opening, 0 inside the block.</summary>
    public static int? At(double now, double blockedUntil, double reopen, int limit)
    {
        if (now < blockedUntil)
        {
            return 0;
        }

        if (blockedUntil <= 0 || reopen <= 0 || now >= blockedUntil + reopen)
        {
            return null;
        }

        return 1 + (int)Math.Floor((Math.Max(1, limit) - 1) * (now - blockedUntil) / reopen);
    }

    /// <summary>The instant at which one more permit than now may be held.</summary>
    public static double NextStep(double now, double blockedUntil, double reopen, int limit)
    {
        if (limit <= 1)
        {
            return blockedUntil + reopen;
        }

        var reached = Math.Floor((limit - 1) * (now - blockedUntil) / reopen);
        return Math.Min(blockedUntil + reopen, blockedUntil + ((reached + 1) * reopen / (limit - 1)));
    }
}
