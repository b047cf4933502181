using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Ledgers;

namespace Granary.Grains.Capacity;

/// <summary>Validated options as the pure parts want them.</summary>
internal static class AdmissionSettings
{
    public static AgentSettings Agent(AdmissionOptions options)
    {
        var aimd = EstimatorOptionsMapping.Aimd(options.Aimd);
        return new AgentSettings
        {
            InteractiveTimeout = options.InteractiveTimeout.TotalSeconds,
            StandardTimeout = options.StandardTimeout.TotalSeconds,
            AgingBound = options.AgingBound.TotalSeconds,
            MaxWaiters = options.MaxWaiters,
            MaxWaitersPerTenant = options.MaxWaitersPerTenant,
            LeaseLife = options.LeaseLife.TotalSeconds,
            IsolationFloor = options.IsolationFloor,
            ShareLife = options.ShareLife.TotalSeconds,
            Refresh = options.Refresh.TotalSeconds,
            PullSpacing = options.PullSpacing.TotalSeconds,
            UrgentSpacing = options.UrgentSpacing.TotalSeconds,
            BackOffLeast = options.PullSpacing.TotalSeconds,
            BackOffMost = options.Refresh.TotalSeconds,
            Cooldown = aimd.Cooldown,
            Reopen = aimd.EffectiveReopen,
            LaterBlockWins = aimd.Profile != AimdProfile.Reference,
        };
    }

    public static LedgerSettings Ledger(AdmissionOptions options) => new()
    {
        Estimator = EstimatorOptionsMapping.Of(options),
        Gate = new GateSettings { LongestWait = options.Estimator == LimitEstimators.Seek ? options.Seek.OutageWaitMax.TotalSeconds : new GateSettings().LongestWait },
        ShareLife = options.LedgerShareLife.TotalSeconds,
        AgentShareLife = options.ShareLife.TotalSeconds,
        Refresh = options.Refresh.TotalSeconds,
        SearchRefresh = Math.Min(0.25, options.Refresh.TotalSeconds),
        AgingBound = options.AgingBound.TotalSeconds,
        PullSpacing = options.PullSpacing.TotalSeconds,
        GrantsValid = options.GrantsValid.TotalSeconds,
        GhostHold = options.GhostHold.TotalSeconds,
    };
}
