namespace Granary.Api.Recovery;

/// <summary>
/// Decides, before a request is run again, what becomes of it. Every registered hook that applies is asked in order of registration; the first
/// decision that is not <see cref="RecoveryDecision.RunAgain"/> counts. It cannot run the handler itself. Throwing, or taking longer than
/// <c>Recovery:HookTimeout</c>, is a failed attempt. Thread-safe.
/// </summary>
public interface IRecoveryHook
{
    /// <summary>The route it is asked about, such as <c>POST /v1/runs</c>; null: all.</summary>
    string? Route { get; }

    /// <summary>Exactly one decision.</summary>
    ValueTask<RecoveryDecision> DecideAsync(RecoveryHookContext context, CancellationToken cancellationToken);
}
