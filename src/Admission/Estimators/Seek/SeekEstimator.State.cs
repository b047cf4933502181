namespace Granary.Admission.Estimators.Seek;

/// <summary>What survives of it.</summary>
internal sealed partial class SeekEstimator
{
    private const int StateVersion = 1;
    private const int StateLength = 10;

    /// <inheritdoc/>
    public EstimatorState Save(double now)
    {
        var (refused, calls) = _noise.Memory;
        return new EstimatorState
        {
            Name = EstimatorName,
            Version = StateVersion,

            // What a probe asks for is not known to be had.
            Limit = _phase == EstimatorPhase.Probe ? _base : Limit,
            Ceiling = _memory.Ceiling,
            Generation = Generation,
            BlockedFor = Math.Max(0, BlockedUntil - now),
            Memory =
            [
                refused, calls, _clock.VerifyAfter, _clock.FollowAfter, _clock.Misses, _saved, _target, _phase == EstimatorPhase.Start ? 1 : 0,
                _budget.Balance, Math.Max(0, now - _idleSince),
            ],
        };
    }

    private void Restore(EstimatorState saved, double age, double now)
    {
        Generation = saved.Generation + 1;
        BlockedUntil = saved.BlockedFor > age ? now + saved.BlockedFor - age : 0;
        var mine = string.Equals(saved.Name, EstimatorName, StringComparison.Ordinal);
        if (mine ? saved.Version != StateVersion || saved.Memory.Length != StateLength : !LimitEstimators.Names.Contains(saved.Name, StringComparer.Ordinal))
        {
            return;
        }

        Limit = Math.Clamp(saved.Limit, Math.Min(_settings.Floor, Cap), Cap);
        _memory.Ceiling = Math.Min(Cap, saved.Ceiling > 0 ? Math.Max(saved.Ceiling, mine ? 0 : Limit) : mine ? 0 : Limit);
        _phase = EstimatorPhase.Hold;
        _clock.Started(now);
        var idle = age;
        if (mine)
        {
            var memory = saved.Memory;
            _noise.Memory = (memory[0], memory[1]);
            _clock.VerifyAfter = memory[2];
            _clock.FollowAfter = memory[3];
            _clock.Misses = (int)memory[4];
            _saved = Math.Min(Cap, (int)memory[5]);
            _target = Math.Min(Cap, (int)memory[6]);
            _phase = memory[7] == 1 ? EstimatorPhase.Start : EstimatorPhase.Hold;
            _budget.Reset(memory[8]);
            _clock.Started(now);
            idle = age + memory[9];
        }

        _idleStage = 0;
        _idleSince = now - idle;
        if (idle >= _settings.IdleAfter)
        {
            Tick(now, []);
        }
    }
}
