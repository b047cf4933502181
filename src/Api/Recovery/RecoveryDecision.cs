namespace Granary.Api.Recovery;

/// <summary>A hook's decision.</summary>
public sealed class RecoveryDecision
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    private RecoveryDecision(RecoveryDecisionKind kind) => Kind = kind;

    /// <summary>The only decision upon which the handler runs.</summary>
    public static RecoveryDecision RunAgain { get; } = new(RecoveryDecisionKind.RunAgain);

    /// <summary>The request need not run: dropped, counted.</summary>
    public static RecoveryDecision Skip { get; } = new(RecoveryDecisionKind.Skip);

    /// <summary>Only an operator can say what becomes of it.</summary>
    public static RecoveryDecision DeadLetter { get; } = new(RecoveryDecisionKind.DeadLetter);

    /// <summary>What was decided.</summary>
    public RecoveryDecisionKind Kind { get; }

    /// <summary>Of a deferral: how long.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>Of a completion: the status of the answer to store.</summary>
    public int Status { get; private init; } = 200;

    /// <summary>Of a completion: the content type of the answer to store.</summary>
    public string? ContentType { get; private init; }

    /// <summary>Of a completion: the body of the answer to store.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The work was done before the process died; this answer is stored for whoever asks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is not 200 to 499.</exception>
    public static RecoveryDecision Completed(int status = 204, string? contentType = null, ReadOnlyMemory<byte> body = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 499);
        return new RecoveryDecision(RecoveryDecisionKind.Completed) { Status = status, ContentType = contentType, Body = body };
    }

    /// <summary>Look again later; that is no attempt.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is not 1 s to 24 h.</exception>
    public static RecoveryDecision Defer(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, ShortestDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        return new RecoveryDecision(RecoveryDecisionKind.Defer) { Delay = delay };
    }
}
