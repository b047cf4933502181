namespace Granary.Journal.Requests;

/// <summary>The rules of replay, validated; the defaults are those of the options.</summary>
public sealed record RecoverySettings
{
    /// <summary>Recovery attempts before an entry becomes a dead letter.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Entries older than this are dropped.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Attempts begun per second, at most.</summary>
    public double RatePerSecond { get; init; } = 100;

    /// <summary>Attempts under way at once.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>From the start of replay to its first attempt.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the first failed attempt; doubles with each.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two attempts of an entry.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a round begins attempts.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Pause until the next round.</summary>
    public TimeSpan RoundPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long finished entries and their answers can be asked for.</summary>
    public TimeSpan FinishedRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Finished entries kept; then the oldest goes.</summary>
    public int MaxFinished { get; init; } = 100_000;

    /// <summary>How long dead letters are kept.</summary>
    public TimeSpan DeadLetterRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Dead letters kept; then the oldest goes.</summary>
    public int MaxDeadLetters { get; init; } = 10_000;

    /// <summary>Unfinished entries; then nothing new is accepted.</summary>
    public int MaxUnfinished { get; init; } = 100_000;
}
