using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>When the agent asks its ledger for more.</summary>
public sealed partial class CapacityAgent
{
    /// <summary>
    /// Asks for more when it could help: the share does not cover what is wanted, and the ledger does not know that yet. Once it knows, it
    /// tells the agent when to come again, so a saturated agent does not ask in a circle.
    /// </summary>
    private void AskIfShort(AgentKey key, double now)
    {
        if (!_caps.Known || _draining || Outside(key) == 0)
        {
            return;
        }

        var wanted = key.OnShare + Outside(key);
        if (!_active)
        {
            _active = true;
            _short = true;
            return;
        }

        if (key.Lending.Mode == LendingMode.Direct)
        {
            ForwardIfNews(key, now);
            return;
        }

        var share = key.UsableShare(now);
        if (share >= wanted || now < key.BlockedUntil)
        {
            return;
        }

        var unheard = wanted > key.LastAsked && key.LastAsked <= key.Share;
        _short |= HasRoom(key, now) && (unheard || (Bands(key) & ~key.LastBands) != 0 || (key.Share > 0 && now >= key.ShareExpiresAt));
    }

    /// <summary>The share is below what the limit and the cap would allow.</summary>
    private bool HasRoom(AgentKey key, double now) =>
        key.Limit == 0 || key.UsableShare(now) < Math.Min(key.Limit, key.EffectiveCap);

    /// <summary>One permit more might be had for the asking: there is room, and the last answer gave all that was asked for.</summary>
    private bool MayGrow(AgentKey key, double now) => !_active || (HasRoom(key, now) && key.LastAsked <= key.Share);

    /// <summary>A permit came that nobody waits for any more, while others lack some.</summary>
    private void ReturnIdle(AgentKey key)
    {
        if (_active && key.Contended && key.Lending.Mode != LendingMode.Direct && Outside(key) == 0 && key.OnShare < key.Share)
        {
            _full = true;
            _pull = true;
        }
    }

    private void AskOnce(AgentKey key, double now)
    {
        if (_caps.Known && !_draining && key.OnShare >= key.UsableShare(now))
        {
            key.Missed = Math.Min(key.Missed + 1, _settings.MaxWaiters);
            AskIfShort(key, now);
        }
    }

    private void AskBecauseRefused(AgentKey key, long generation)
    {
        if (generation >= key.Generation && key.AlarmedGeneration != generation)
        {
            key.AlarmedGeneration = generation;
            _urgent = true;
        }
        else
        {
            _full = true;
            _pull = true;
        }
    }

    private void AskAfterRelease(AgentKey key, in ReleaseReport report, double now)
    {
        // The gate is the ledger's: it must not hear of failures at the next refresh only.
        switch (report.Meaning)
        {
            case AnswerCause.Quota:
            case AnswerCause.Outage:
                _urgent = true;
                break;
            case AnswerCause.ServerFailure:
            case AnswerCause.ProviderTimeout:
                _full = true;
                _pull = true;
                break;
        }

        var waiting = Outside(key);
        var idle = waiting == 0 && key.OnShare < key.Share;
        var enough = waiting > 0 && key.ReportAfter > 0 && key.Successes - key.LastSuccesses >= key.ReportAfter;
        var contended = key.Contended && key.Lending.Mode != LendingMode.Direct && (idle || key.OnShare >= key.Share);

        // A permit came back that nobody may use who waits: its tenant's part is not wanted any more, and only the ledger divides.
        var undivided = waiting > 0 && key.Parts.InForce && Check(key, now).Admitted;
        if (_active && (enough || contended || undivided))
        {
            _full = true;
            _pull = true;
        }
    }
}
