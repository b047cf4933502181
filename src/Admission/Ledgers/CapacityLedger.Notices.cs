using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>Who is told what unasked. Losing a notice only costs a refresh.</summary>
public sealed partial class CapacityLedger
{
    private void TellCut(LedgerDomain domain, LedgerAgent? except, double now, LedgerEffects effects)
    {
        var parts = domain.Division.All(Lendable(domain, now), Round(now));
        foreach (var booking in Takers(domain))
        {
            if (!ReferenceEquals(booking.Agent, except) && booking.Booked > 0)
            {
                booking.Asked = true;
                booking.AskedBack = true;
                effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.Cut, domain.Gate.IsOpen ? parts[booking.Taker.Place] : 0) with
                {
                    BlockedFor = Math.Max(0, domain.Estimator.BlockedUntil - now),
                });
            }
        }
    }

    private void TellShut(LedgerDomain domain, LedgerAgent? except, LedgerEffects effects)
    {
        foreach (var booking in Takers(domain))
        {
            if (!ReferenceEquals(booking.Agent, except) && (booking.Charged > 0 || booking.Wanted > 0))
            {
                effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.Shut, 0) with { Gate = domain.Gate.State });
            }
        }
    }

    /// <summary>
    /// After an answer: where permits are free, as many of those who lack some are asked to come as there are permits; where none is, those who
    /// hold more than they use or more than is fair are asked to give back, and all others are told that somebody lacks permits, so that they give
    /// back what they stop using. Once each until they report.
    /// </summary>
    private void TellOthers(LedgerAgent? sender, double now, LedgerEffects effects)
    {
        if (IsLearning(now))
        {
            return;
        }

        foreach (var domain in _domains)
        {
            if (domain is { Gate.IsOpen: true } && (domain.Lacking > 0 || domain.Queue.Waiting > 0))
            {
                TellOthers(domain, sender, now, effects);
            }
        }
    }

    private void TellOthers(LedgerDomain domain, LedgerAgent? sender, double now, LedgerEffects effects)
    {
        var direct = domain.Mode == LendingMode.Direct;
        var lendable = Lendable(domain, now);
        var growing = domain.Estimator.Opening(now) is { } opening ? Math.Min(lendable, opening) : lendable;
        var free = direct ? 0 : growing - domain.Outstanding;
        var takers = domain.Division.Takers;

        // Those whose turn it is when permits are rounded come first.
        var count = Math.Max(1, takers.Count);
        var first = (int)((count - (Round(now) % count)) % count);
        var invited = 0;
        int[]? whole = null;
        for (var i = 0; i < takers.Count; i++)
        {
            var booking = (Booking)takers[(first + i) % takers.Count].Owner!;
            if (ReferenceEquals(booking.Agent, sender) || (free > 0 ? invited >= free || booking.Asked || !booking.Short : booking.AskedBack))
            {
                continue;
            }

            // Somebody is below its part while permits are free, and somebody above it, or with idle ones, while none is.
            var part = direct ? 0 : (int)Math.Ceiling(domain.Division.Part(booking.Taker, lendable, Round(now)) - Tolerance);
            var has = booking.Booked + booking.Direct.Count;
            if (free > 0 && has == part - 1)
            {
                // Rounding decides. Whoever came for a permit that is not its turn's would go away without, and the permit wait for one more trip.
                part = (whole ??= domain.Division.All(lendable, Round(now)))[booking.Taker.Place];
            }

            if (free > 0)
            {
                if (has < part)
                {
                    invited++;
                    booking.Asked = true;
                    effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.ReportNow, booking.Granted));
                }
            }
            else if (Math.Min(booking.Wanted, part) is var most && booking.Booked > most)
            {
                // It need not come for that, so it may be asked to come all the same.
                booking.AskedBack = true;
                booking.Warned = true;
                effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.GiveBack, most));
            }
            else if (booking.Booked > 0 && !booking.Warned)
            {
                // It may have idle ones by now that only it knows of. It comes only if it has, or once it has.
                booking.Warned = true;
                effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.GiveBack, booking.Booked));
            }
        }
    }

    private LedgerNotice Notice(LedgerDomain domain, LedgerNoticeKind kind, int share) =>
        new(Epoch, domain.Domain, kind, share, domain.Estimator.Limit, domain.Estimator.Generation, 0);

    private static IEnumerable<Booking> Takers(LedgerDomain domain) => domain.Division.Takers.Select(static t => (Booking)t.Owner!);
}
