using System.Globalization;

namespace Granary.Admission.Agents;

/// <summary>Explains refusals. Built only when somebody is refused.</summary>
internal static class Denials
{
    public static AdmissionDenial Of(in AdmissionCheck check, CapacityAgent agent, AgentKey key, Band band, double now) =>
        Make(check.Reason!.Value, check, agent, key, band, now);

    public static AdmissionDenial TimedOut(in AdmissionCheck check, CapacityAgent agent, AgentKey key, Band band, double now) =>
        Make(DenialReason.QueueTimeout, check, agent, key, band, now);

    public static AdmissionDenial Full(in AdmissionCheck check, CapacityAgent agent, AgentKey key, Band band, double now) =>
        Make(DenialReason.QueueFull, check, agent, key, band, now);

    public static AdmissionDenial QueuedAhead(int waiting) => new(
        DenialReason.QueuedWaitersAhead, DenialBinding.None, string.Create(CultureInfo.InvariantCulture, $"{waiting} waiters of the key are served first"),
        DenialReason.QueuedWaitersAhead, null, waiting);

    private static AdmissionDenial Make(DenialReason reason, in AdmissionCheck check, CapacityAgent agent, AgentKey key, Band band, double now)
    {
        TimeSpan? retryAfter = double.IsFinite(check.AvailableAt) && check.AvailableAt > now ? TimeSpan.FromSeconds(check.AvailableAt - now) : null;
        return new AdmissionDenial(
            reason, check.Binding, Describe(check, agent, key, now), check.Reason ?? reason, retryAfter, agent.WaitersUpTo(band));
    }

    private static string Describe(in AdmissionCheck check, CapacityAgent agent, AgentKey key, double now) => check.Reason switch
    {
        DenialReason.HardPolicyDenial => $"{agent.Endpoint} has no registered alias",
        DenialReason.Shutdown => "this process is draining",
        DenialReason.Cooldown => string.Create(
            CultureInfo.InvariantCulture, $"{key.Key} is blocked for another {check.AvailableAt - now:0.###} s after a rate limit"),
        DenialReason.NoCapacity => string.Create(
            CultureInfo.InvariantCulture,
            $"{key.InFlight} of {Bound(check.Binding, agent, key, now)} permits of {key.Key} are in use, bound by {Name(check.Binding)}"),
        _ => $"no permit of {key.Key} in time",
    };

    private static int Bound(DenialBinding binding, CapacityAgent agent, AgentKey key, double now) => binding switch
    {
        DenialBinding.Limit => key.Limit,
        DenialBinding.Cap => agent.EffectiveCap(key.Key.Domain),
        DenialBinding.Aggregate => agent.AggregateCap,
        _ => key.UsableShare(now),
    };

    private static string Name(DenialBinding binding) => binding switch
    {
        DenialBinding.Limit => "the limit",
        DenialBinding.Cap => "the cap",
        DenialBinding.Share => "this process's share",
        DenialBinding.Aggregate => "the endpoint's cap over all domains",
        DenialBinding.Opening => "the reopening after a block",
        _ => "nothing",
    };
}
