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
            reason, check.Binding, Describe(check, agent, key, now), check.Reason ?? reason, retryAfter, agent.WaitersUpTo(band))
        {
            Since = SinceOf(check, key, now),
        };
    }

    private static TimeSpan? SinceOf(in AdmissionCheck check, AgentKey key, double now) => check.Reason switch
    {
        DenialReason.Cooldown => TimeSpan.FromSeconds(now - key.BlockedSince),
        DenialReason.NoCapacity when check.Binding == key.Binding => TimeSpan.FromSeconds(now - key.BindingSince),
        _ => null,
    };

    public static string Describe(in AdmissionCheck check, CapacityAgent agent, AgentKey key, double now) => check.Reason switch
    {
        DenialReason.HardPolicyDenial => $"{agent.Endpoint} has no registered alias",
        DenialReason.Shutdown => "this process is draining",
        DenialReason.Cooldown => string.Create(
            CultureInfo.InvariantCulture, $"{key.Key} is blocked for another {check.AvailableAt - now:0.###} s after a rate limit"),
        DenialReason.NoCapacity => string.Create(
            CultureInfo.InvariantCulture,
            $"{key.InFlight} of {Bound(check.Binding, agent, key, now)} permits of {key.Key} are in use, bound by {Name(check.Binding)}"),
        DenialReason.Outage => $"{key.Key} is not called: its gate is not open",
        _ => $"no permit of {key.Key} in time",
    };

    public static int Bound(DenialBinding binding, CapacityAgent agent, AgentKey key, double now) => binding switch
    {
        DenialBinding.Limit => key.Limit,
        DenialBinding.Cap => key.EffectiveCap,
        DenialBinding.Aggregate => agent.AggregateCap,
        _ => key.UsableShare(now),
    };

    private static string Name(DenialBinding binding) => binding switch
    {
        DenialBinding.Limit => "the limit",
        DenialBinding.Cap => "the cap",
        DenialBinding.Share => "this process's share",
        DenialBinding.TenantShare => "the tenant's part of this process's share",
        DenialBinding.Requests => "the requests per minute",
        DenialBinding.Tokens => "the tokens per minute",
        DenialBinding.Aggregate => "the endpoint's cap over all domains",
        DenialBinding.Opening => "the reopening after a block",
        _ => "nothing",
    };
}
