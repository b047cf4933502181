namespace Granary.GrainRuntime.Tests.Timers;

public sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly List<CancellationToken> _tokens = [];
    private IGrainTimer? _timer;
    private string? _gate;
    private bool _fail;
    private bool _change;
    private bool _busy;

    public Task StartAsync(TimeSpan due, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, token) => grain.TickAsync(token),
            this,
            new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task TicksWaitAtAsync(string gate)
    {
        _gate = gate;
        return Task.CompletedTask;
    }

    public Task TicksFailAsync()
    {
        _fail = true;
        return Task.CompletedTask;
    }

    public Task TicksChangeThemselvesAsync()
    {
        _change = true;
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string gate)
    {
        _busy = true;
        await Gate.Of(gate).PassAsync();
        _busy = false;
    }

    public Task<bool> NegativeTimesAreRefusedAsync()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(1)));
        return Task.FromResult(true);
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> CancelledTicksAsync() => Task.FromResult(_tokens.Count(t => t.IsCancellationRequested));

    private async Task TickAsync(CancellationToken token)
    {
        _tokens.Add(token);
        Gate.Of(this.GetPrimaryKeyString()).Note(_busy ? "tick within a call" : "tick");
        if (_change)
        {
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (_gate is not null)
        {
            await Gate.Of(_gate).PassAsync();
        }

        if (_fail)
        {
            throw new InvalidOperationException("A tick fails.");
        }
    }
}
