using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Leases;

public sealed class TaskAdmissionControllerTests
{
    private readonly TaskDeclaration _group = Work.Group("a");
    private readonly Desk _desk = new(Desk.Settings(submission: 2));

    [Fact]
    public void Shortage_names_every_missing_resource_with_numbers()
    {
        var group = Work.Group("a", 1, null, null, null, (ResourceNames.Submission, 3), ("gpu", 1));

        var denial = _desk.Controller.Evaluate(Work.Task(group, 0));

        Assert.Equal(TaskDenialReason.NoCapacity, denial!.Reason);
        Assert.Equal([new ResourceShortage("gpu", 1, 0), new ResourceShortage(ResourceNames.Submission, 3, 2)], denial.Missing);
        Assert.Null(_desk.Controller.Evaluate(Work.Task(_group, 0)));
    }

    [Fact]
    public void Release_gives_back_once_and_names_what_it_was_otherwise()
    {
        _desk.Queued(_group, 5).Serve();
        var lease = _desk.Leases[0];

        Assert.Equal(TaskReleaseResult.WrongGeneration, _desk.Controller.Release(lease with { Incarnation = 2 }));
        Assert.Equal(TaskReleaseResult.StaleLease, _desk.Controller.Release(lease with { Task = Work.Task(_group, 77) }));
        Assert.Equal(TaskReleaseResult.UnknownLease, _desk.Controller.Release(lease with { Number = 1_000 }));
        Assert.Equal(TaskReleaseResult.UnknownLease, _desk.Controller.Release(lease with { Number = 0 }));
        Assert.Equal(2, _desk.Leased(ResourceNames.Submission));

        Assert.Equal(TaskReleaseResult.Released, _desk.Controller.Release(lease));
        Assert.Equal(TaskReleaseResult.Duplicate, _desk.Controller.Release(lease));
        Assert.Equal((1, 1, 5L), (_desk.Leased(ResourceNames.Submission), _desk.Controller.Active, _desk.Controller.Diagnostics));
    }

    [Fact]
    public void Duplicates_are_known_for_8192_releases()
    {
        _desk.Queued(_group, 1).Serve();
        var first = _desk.Leases[0];
        _desk.Controller.Release(first);
        for (var row = 1; row < 8_192; row++)
        {
            Cycle(row);
        }

        Assert.Equal(TaskReleaseResult.Duplicate, _desk.Controller.Release(first));
        Cycle(8_192);
        Assert.Equal(TaskReleaseResult.UnknownLease, _desk.Controller.Release(first));
    }

    [Fact]
    public void Yielded_units_serve_others_and_resuming_never_waits()
    {
        _desk.Queued(_group, 9).Serve();
        var lease = _desk.Leases[0];

        Assert.True(_desk.Controller.Yield(lease));
        Assert.False(_desk.Controller.Yield(lease));
        Assert.Equal("a", _desk.Serve());

        Assert.True(_desk.Controller.Resume(lease));
        Assert.False(_desk.Controller.Resume(lease));
        Assert.Equal(-1, _desk.Controller.View().Resources.First(view => view.Name == ResourceNames.Submission).Available);
        Assert.Equal("", _desk.Serve());

        _desk.End(_group);
        Assert.Equal("", _desk.Serve());
        _desk.End(_group);
        Assert.Equal("a", _desk.Serve());
    }

    [Fact]
    public void Yielded_lease_ends_without_giving_units_back_twice()
    {
        _desk.Queued(_group, 2).Serve();
        _desk.Controller.Yield(_desk.Leases[0]);

        _desk.End(_group);

        Assert.Equal((1, 1, 0), (_desk.Leased(ResourceNames.Submission), _desk.Controller.Active, _desk.Controller.Yielded));
    }

    [Fact]
    public void At_most_1024_leases_are_yielded_at_once()
    {
        var desk = new Desk(Desk.Settings(submission: 2_000)).Queued(_group, 1_100);
        desk.Serve();

        Assert.Equal(1_024, desk.Leases.Count(lease => desk.Controller.Yield(lease)));
    }

    [Fact]
    public void Shutting_down_refuses_everything_and_says_so()
    {
        _desk.Queued(_group, 1);
        _desk.Controller.ShuttingDown = true;

        Assert.Equal("", _desk.Serve());
        Assert.Equal(TaskDenialReason.Shutdown, _desk.Reason(_group));
        Assert.Equal(TaskDenialReason.Shutdown, _desk.Controller.Evaluate(Work.Task(_group, 5))!.Reason);
    }

    [Fact]
    public void Lease_on_a_changed_queue_is_an_error()
    {
        _desk.Queued(_group, 1);
        Assert.True(_desk.Controller.SelectNext(0, out var selection));
        _desk.Queued(_group, 1, from: 9);

        Assert.Throws<ArgumentException>(() => _desk.Controller.TryAcquire(selection, 0, out _));
        Assert.Throws<ArgumentException>(() => _desk.Controller.TryAcquire(default, 0, out _));
    }

    [Fact]
    public void Nothing_is_explained_when_nothing_waits()
    {
        var explanation = _desk.Controller.ExplainBlocked();

        Assert.Equal((0, 0, null), (explanation.Queued, explanation.Histogram.Count, explanation.AvailableAfter));
    }

    [Fact]
    public void Settings_out_of_range_are_all_named()
    {
        var settings = new TaskAdmissionSettings
        {
            SubmissionCapacity = 0,
            MaxModelTasks = -1,
            Limits = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add("x", 0).Add("submission", 5),
            Policy = new TaskPolicySettings { ReserveFraction = double.NaN, ReservedSlots = 0, DebtCap = -1 },
        };

        Assert.Equal(7, settings.Problems().Count());
        Assert.Throws<ArgumentException>(() => new Granary.Scheduling.Resources.ResourceTable(settings));
    }

    [Fact]
    public void Model_places_are_as_many_as_places_unless_set()
    {
        Assert.Equal((1_024, 256), (new TaskAdmissionSettings().LlmWaitCapacity, new TaskAdmissionSettings().ModelGroupCap));
        var set = new TaskAdmissionSettings { MaxModelTasks = 40 };
        Assert.Equal((40, 40), (set.LlmWaitCapacity, set.ModelGroupCap));
    }

    [Fact]
    public void Names_are_these()
    {
        Assert.Equal(["no_capacity", "group_cap", "borrow_debt", "request_blocked", "shutdown"], Enum.GetValues<TaskDenialReason>().Select(reason => reason.Name()));
        Assert.Equal(["released", "wrong_generation", "stale_lease", "duplicate", "unknown_lease"], Enum.GetValues<TaskReleaseResult>().Select(result => result.Name()));
    }

    private void Cycle(int row)
    {
        _desk.Queued(_group, 1, from: row).Serve();
        _desk.Controller.Release(_desk.Leases[^1]);
    }
}
