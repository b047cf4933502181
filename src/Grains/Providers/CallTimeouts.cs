namespace Granary.Grains.Providers;

/// <summary>How long parts of a call may take; null where the document says nothing.</summary>
/// <param name="Connect">Until a connection stands.</param>
/// <param name="FirstByte">From sending to the headers of the answer.</param>
/// <param name="Idle">Between two bytes of the answer.</param>
/// <param name="Total">The whole attempt.</param>
internal sealed record CallTimeouts(TimeSpan? Connect = null, TimeSpan? FirstByte = null, TimeSpan? Idle = null, TimeSpan? Total = null)
{
    public static readonly CallTimeouts Unset = new();

    /// <summary>Until a connection stands; 5 s if unset.</summary>
    public TimeSpan ConnectOrDefault => Connect ?? TimeSpan.FromSeconds(5);

    /// <summary>Between two bytes; 30 s if unset.</summary>
    public TimeSpan IdleOrDefault => Idle ?? TimeSpan.FromSeconds(30);

    /// <summary>An alias's own values over its provider's.</summary>
    public CallTimeouts Over(CallTimeouts provider) =>
        new(provider.Connect, FirstByte ?? provider.FirstByte, Idle ?? provider.Idle, Total ?? provider.Total);

    /// <summary>Until the headers: 60 s; 300 s for an answer that comes in one piece.</summary>
    public TimeSpan FirstByteFor(bool streamed) => FirstByte ?? TimeSpan.FromSeconds(streamed ? 60 : 300);

    /// <summary>The whole attempt: 600 s; 60 s for a call of a run.</summary>
    public TimeSpan TotalFor(bool ofRun) => Total ?? TimeSpan.FromSeconds(ofRun ? 60 : 600);
}
