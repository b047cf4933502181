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

    private async Task<List<string>> KindsAsync(string run) =>
        [.. (await new KeptEvents(_artifacts).ReadAsync(run, 1_000, Token)).Events.Select(static e => e.Kind)];
}
