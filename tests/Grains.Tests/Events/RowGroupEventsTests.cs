using Granary.Grains.Events;
using Granary.Scheduling.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Events;

public sealed class RowGroupEventsTests
{
    private readonly EventStreams _streams = new(new ManualClock(), "silo-1", NullLogger<EventStreams>.Instance);
    private readonly ListSink _sink = new(SchedulerEventSet.All);
    private readonly RowGroupEvents _events;

    public RowGroupEventsTests()
    {
        _events = new RowGroupEvents(_streams, "r_1", 2, 3, 300);
        _streams.Add(_sink);
    }

    [Fact]
    public void Lost_rows_are_told_by_why_they_are_lost()
    {
        _events.Dropped(4, "c", "failed", "bad_request");
        _events.Dropped(5, "c", "retry_budget", "");

        Assert.Equal([("non_retryable_dropped", "failed"), ("retry_budget_exhausted", "retry_budget")], _sink.Events.Select(static e => (e.Kind, e.Reason)));
        Assert.All(_sink.Events, static e => Assert.Equal(("r_1", 2, 3L, "c"), (e.Correlation!.RunId, e.Correlation.Session, e.Correlation.RowGroup, e.Correlation.Column)));
        Assert.NotEqual(_sink.Events[0].TaskId, _sink.Events[1].TaskId);
    }

    [Fact]
    public void Checkpoints_say_how_much_is_left_and_failed_ones_only_the_type_of_the_error()
    {
        _events.Checkpointed("finalized", 9, 1);
        _events.CheckpointFailed("IOException");

        Assert.Equal([("row_group_checkpointed", "finalized"), ("row_group_checkpoint_failed", "IOException")], _sink.Events.Select(static e => (e.Kind, e.Reason)));
        Assert.Equal([("rows", (object?)9), ("dropped", 1)], _sink.Events[0].Diagnostics);
    }
}
