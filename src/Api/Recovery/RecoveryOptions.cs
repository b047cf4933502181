namespace Granary.Api.Recovery;

/// <summary>Which requests survive the process, and how they are run again. Configuration section <c>Recovery</c>.</summary>
public sealed class RecoveryOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Recovery";

    /// <summary>Write recoverable requests to the journal and run unfinished ones again after a start. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary><c>marked</c> (routes that say they are recoverable; default) or <c>all</c> (every POST, PUT, PATCH and DELETE that passes the rules).</summary>
    public string Scope { get; set; } = "marked";

    /// <summary>Recovery attempts before a request becomes a dead letter. Default 3, range 1 to 20.</summary>
    public int MaxRecoveryAttempts { get; set; } = 3;

    /// <summary>Requests older than this are not run again but dropped, counted. Default 72 h, range 1 min to 30 d.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Recovery attempts begun per second, at most. Default 100, range 1 to 10000.</summary>
    public int RatePerSecond { get; set; } = 100;

    /// <summary>Recovery attempts under way at once. Default 2, range 1 to 64.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>Largest body that is journaled, in bytes. Default 1 MiB, range 1 KiB to 8 MiB.</summary>
    public int MaxBody { get; set; } = 1 << 20;

    /// <summary>
    /// What happens to a request with a larger body: <c>refuse</c> (413), <c>best_effort</c> (it runs, is not recovered, and its answer says so), or
    /// <c>route</c> (default: best_effort on model routes and for jobs, refuse on all others).
    /// </summary>
    public string OnTooLarge { get; set; } = "route";

    /// <summary>From a silo that is up and ready to the first recovery attempt. Default 1 s, range 0 to 10 min.</summary>
    public TimeSpan StartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest recovery attempt; then it is cancelled and counts as failed. Default 30 s, range 1 s to 10 min.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest decision of a recovery hook; then the attempt counts as failed. Default 30 s, range 1 s to 10 min.</summary>
    public TimeSpan HookTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause after the first failed attempt of a request; it doubles with each, up to 5 min. Default 5 s, range 10 ms to 5 min.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long finished requests and their answers can be asked for. Default 24 h, range 1 min to 30 d.</summary>
    public TimeSpan AnswerRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long dead letters are kept. Default 30 d, range 1 h to 365 d.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Dead letters kept; above it the oldest is given up, counted. Default 10000, range 1 to 1000000.</summary>
    public int MaxDeadLetters { get; set; } = 10_000;
}
