namespace Granary.Embedded.Runtime;

/// <summary>A tick, on its way through the queue of its activation like a call.</summary>
internal sealed class TimerTick(GrainTimer timer, bool interleave, bool keepAlive) : GrainCall(Tick, [])
{
    private static readonly TaskMethod Tick = new(typeof(IGrainTimerInvoker).GetMethod(nameof(IGrainTimerInvoker.InvokeCallbackAsync))!);

    public override bool OneWay => true;

    public override bool AlwaysInterleave => interleave;

    public override bool LocalOnly => true;

    public override bool KeepAlive => keepAlive;

    public override object? UntypedResult { get; set; }

    protected override async ValueTask InvokeCoreAsync(object target) => await timer.TickAsync();

    protected override void CompleteCaller(Exception? error)
    {
        // Nobody waits for a tick.
    }
}
