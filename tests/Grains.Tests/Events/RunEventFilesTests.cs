using Granary.Grains.Events;
using Granary.Grains.Events.Traces;
using Granary.Grains.Tests.Documents;
using Granary.Scheduling.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Events;

public sealed class RunEventFilesTests
{
    private readonly ManualClock _clock = new();
    private readonly MemoryArtifacts _artifacts = new();
    private readonly EventStreams _streams;
    private readonly RunEventFiles _files;

    public RunEventFilesTests()
    {
        _streams = new EventStreams(_clock, "silo:1", NullLogger<EventStreams>.Instance);
        _files = new RunEventFiles(_artifacts, _streams, _clock, NullLogger<RunEventFiles>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_keep_what_their_level_says_and_nothing_is_built_for_others()
    {
        await _files.StartAsync(Token);
        Assert.Equal(0UL, _streams.Wanted.Bits);
        _files.Open("r_none", "none");
        Assert.Equal(0UL, _streams.Wanted.Bits);
        _files.Open("r_jobs", "jobs");
        Assert.Equal(SchedulerEventSet.Jobs, _streams.Wanted);
        _files.Open("r_all", "all");
        Assert.Equal((SchedulerEventSet.All, true), (_streams.Wanted, _streams.HearsRequests));
        foreach (var run in new[] { "r_none", "r_jobs", "r_all" })
        {
            _streams.Emit(SchedulerEventKind.RowGroupAdmitted, new EventCorrelation(run));
            _streams.Emit(SchedulerEventKind.DependencyReady, new EventCorrelation(run));
            _streams.Emit(new StreamEvent(StreamEvent.Requests, "request_wait_started", 0, new EventCorrelation(run)));
        }

        await _files.StopAsync(Token);
        Assert.Empty(await KindsAsync("r_none"));
        Assert.Equal(["row_group_admitted"], await KindsAsync("r_jobs"));
        Assert.Equal(["dependency_ready", "request_wait_started", "row_group_admitted"], (await KindsAsync("r_all")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pieces_are_written_when_nobody_adds_any_more_or_they_are_old()
    {
        await _files.StartAsync(Token);
        _files.Open("r_1", "jobs");
        _streams.Emit(SchedulerEventKind.RowGroupAdmitted, new EventCorrelation("r_1"));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(await KindsAsync("r_1"));
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(await KindsAsync("r_1"));

        _streams.Emit(SchedulerEventKind.RowGroupCheckpointed, new EventCorrelation("r_1"));
        _files.Close("r_1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["row_group_admitted", "row_group_checkpointed"], await KindsAsync("r_1"));
        Assert.Equal(0UL, _streams.Wanted.Bits);
    }

    [Fact]
    public async Task Run_that_keeps_all_keeps_what_belongs_to_no_run_but_concerns_it()
    {
        await _files.StartAsync(Token);
        _files.Open("r_1", "all");
        _streams.Emit(SchedulerEventKind.AdmissionBlocked, null, "request_blocked=1");
        _streams.Emit(SchedulerEventKind.SchedulerHealthSnapshot, null);
        Requests("request_limit_increased", null, "p/other/Chat");
        Requests("request_limit_increased", null, "p/m/Chat");
        Requests("request_wait_started", new EventCorrelation("r_1"), "p/m/Chat", "a1");
        Requests("request_limit_decreased", null, "p/other/Chat");
        Requests("request_limit_decreased", null, "p/m/Chat");
        Requests("request_wait_started", new EventCorrelation(null, RequestId: "req_1"), "p/m/Chat", "a2");
        await _files.StopAsync(Token);

        Assert.Equal(["admission_blocked", "request_limit_decreased", "request_wait_started"], (await KindsAsync("r_1")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_is_settled_when_its_last_execution_and_attempt_have_ended_and_all_is_written()
    {
        await _files.StartAsync(Token);
        await _files.SettledAsync("r_1", TimeSpan.FromSeconds(20));
        var execution = new EventCorrelation("r_1", TaskExecutionId: "e1");
        _files.Open("r_1", "all");
        _streams.Emit(SchedulerEventKind.TaskLeaseAcquired, execution);
        Requests("request_wait_started", execution, "p/m/Chat", "a1");
        _files.Close("r_1");
        var settled = _files.SettledAsync("r_1", TimeSpan.FromSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _streams.Emit(SchedulerEventKind.TaskLeaseReleased, execution);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(settled.IsCompleted);
        Requests("model_request_completed", execution, "p/m/Chat", "a1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await settled.WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(["model_request_completed", "request_wait_started", "task_lease_acquired", "task_lease_released"], (await KindsAsync("r_1")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_waits_for_a_run_that_goes_on_waits_no_longer_than_asked_and_one_that_never_ends_is_let_go()
    {
        await _files.StartAsync(Token);
        _files.Open("r_1", "all");
        _streams.Emit(SchedulerEventKind.TaskLeaseAcquired, new EventCorrelation("r_1", TaskExecutionId: "e1"));
        var waiting = _files.SettledAsync("r_1", TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(3));
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Token);

        _files.Close("r_1");
        var settled = _files.SettledAsync("r_1", TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(settled.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await settled.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(0UL, _streams.Wanted.Bits);
    }

    [Fact]
    public async Task Both_streams_and_all_pieces_are_on_one_clock_whatever_the_clock_of_the_wall_does()
    {
        var clock = new RestlessWall();
        var streams = new EventStreams(clock, "silo:1", NullLogger<EventStreams>.Instance);
        using var files = new RunEventFiles(_artifacts, streams, clock, NullLogger<RunEventFiles>.Instance);
        await files.StartAsync(Token);
        files.Open("r_1", "all");
        for (var i = 0; i < 3; i++)
        {
            streams.Emit(new StreamEvent(StreamEvent.Scheduler, "worker_spawned", 5, new EventCorrelation("r_1")));
            streams.Emit(new StreamEvent(StreamEvent.Requests, "request_wait_started", 5, new EventCorrelation("r_1")) { ResourceKey = "p/m/Chat" });
        }

        await files.StopAsync(Token);
        Assert.Single((await new KeptEvents(_artifacts).ReadAsync("r_1", 1_000, Token)).Events.Select(static e => e.At).Distinct());
    }

    /// <summary>Whenever it is asked, somebody has set the clock of the wall a second forward; the monotonic one stands still.</summary>
    private sealed class RestlessWall : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(++_asked);

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new ManualClock().CreateTimer(callback, state, dueTime, period);
    }

    private void Requests(string kind, EventCorrelation? correlation, string key, string? attempt = null) =>
        _streams.Emit(new StreamEvent(StreamEvent.Requests, kind, _streams.Now, correlation) { ResourceKey = key, RequestAttemptId = attempt });

    private async Task<List<string>> KindsAsync(string run) =>
        [.. (await new KeptEvents(_artifacts).ReadAsync(run, 1_000, Token)).Events.Select(static e => e.Kind)];
}
