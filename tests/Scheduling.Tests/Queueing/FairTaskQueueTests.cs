using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Queueing;

public sealed class FairTaskQueueTests
{
    private readonly FairTaskQueue _queue = new(ResourceTable.Unbounded());

    [Fact]
    public void Weights_4_2_1_are_served_in_this_order()
    {
        Enqueue(Work.Group("a", 4), 20);
        Enqueue(Work.Group("b", 2), 20);
        Enqueue(Work.Group("c"), 20);

        Assert.Equal("a b c a b a a c b a a b a a", Serve(14));
    }

    [Fact]
    public void Late_group_starts_now_and_catches_up_nothing()
    {
        var a = Work.Group("a");
        Enqueue(a, 10);
        Assert.Equal("a a a a", Serve(4));

        Enqueue(Work.Group("b"), 4);

        Assert.Equal("b a b a b a b a a a", Serve(10));
    }

    [Fact]
    public void Draining_and_refilling_gains_nothing()
    {
        var a = Work.Group("a");
        Enqueue(a, 3);
        Enqueue(Work.Group("b"), 10);
        Assert.Equal("a b a b a b", Serve(6));

        // a has run empty with tag 3, where b stands too: it waits its turn instead of starting over.
        Enqueue(a, 3, from: 10);

        Assert.Equal("b a b a b a b", Serve(7));
    }

    [Fact]
    public void Refused_head_hides_its_group_and_no_other()
    {
        var a = Work.Group("a");
        Enqueue(a, 2);
        Enqueue(Work.Group("b"), 1);

        Assert.True(_queue.SelectNext(0, (task, _) => task.Key.Row == 1, out _) is false);
        Assert.True(_queue.SelectNext(0, (task, _) => Work.Name(task) == "b", out var selection));
        Assert.Equal("b", Work.Name(selection.Task));
    }

    [Fact]
    public void Selection_changes_nothing_and_answers_the_same_twice()
    {
        Enqueue(Work.Group("a", 3), 5);
        Enqueue(Work.Group("b"), 5);
        Serve(3);

        Assert.True(_queue.SelectNext(0, (_, _) => true, out var first));
        Assert.True(_queue.SelectNext(0, (_, _) => true, out var second));

        Assert.Equal(first, second);
        Assert.Equal(7, _queue.Count);
    }

    [Fact]
    public void Old_selection_commits_nothing()
    {
        var a = Work.Group("a");
        Enqueue(a, 1);
        Assert.True(_queue.SelectNext(0, (_, _) => true, out var selection));
        Enqueue(a, 1, from: 5);

        Assert.False(_queue.Commit(selection, 0));
        Assert.Equal(2, _queue.Count);

        Assert.True(_queue.SelectNext(0, (_, _) => true, out selection));
        Assert.True(_queue.Commit(selection, 0));
        Assert.False(_queue.Commit(selection, 0));
    }

    [Fact]
    public void Tasks_queued_already_are_skipped_and_the_version_moves_only_when_something_changed()
    {
        var a = Work.Group("a");
        var accepted = new List<TaskKey>();
        _queue.Enqueue([Work.Task(a, 1), Work.Task(a, 2), Work.Task(a, 1)], 0, accepted);
        Assert.Equal([1L, 2L], accepted.Select(task => task.Row));
        Assert.Equal(1, _queue.Version);

        _queue.Enqueue([Work.Task(a, 2)], 0, accepted);
        Assert.Equal(2, accepted.Count);
        Assert.Equal(1, _queue.Version);

        Assert.False(_queue.Discard(Work.Task(a, 9).Key));
        Assert.Equal(0, _queue.DiscardWhere(_ => false));
        Assert.Equal(1, _queue.Version);

        Assert.Equal(2, _queue.DiscardWhere(_ => true));
        Assert.Equal(2, _queue.Version);
    }

    [Fact]
    public void Discarded_task_counts_at_once_and_is_passed_over_even_if_it_comes_back()
    {
        var a = Work.Group("a");
        Enqueue(a, 3);
        Assert.True(_queue.Discard(Work.Task(a, 1).Key));
        Assert.Equal((2, 2, 2), (_queue.Count, _queue.View.Queued(a.Group), _queue.View.Demand(ResourceNames.Submission)));

        Enqueue(a, 1, from: 1);

        Assert.Equal([0L, 2L, 1L], Rows(3));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Discarding_the_head_shows_the_next_and_the_last_takes_the_turn_along()
    {
        var a = Work.Group("a");
        var b = Work.Group("b");
        Enqueue(a, 2);
        Enqueue(b, 1);

        _queue.Discard(Work.Task(a, 0).Key);
        Assert.Equal(1, _queue.View.Heads.First(task => Work.Name(task) == "a").Key.Row);

        _queue.Discard(Work.Task(a, 1).Key);
        Assert.Equal(["b"], _queue.View.Heads.Select(Work.Name));
        Assert.Equal("b", Serve(5));
    }

    [Fact]
    public void Groups_of_which_nearly_all_is_discarded_serve_what_is_left_in_order()
    {
        var a = Work.Group("a");
        Enqueue(a, 1_000);

        _queue.DiscardWhere(task => task.Row % 100 != 99);

        Assert.Equal([99L, 199L, 299L, 399L, 499L, 599L, 699L, 799L, 899L, 999L], Rows(20));
    }

    [Fact]
    public void View_shows_counters_and_is_current_until_the_next_change()
    {
        var a = Work.Group("a", demand: [(ResourceNames.Submission, 1), ("gpu", 2)]);
        Enqueue(a, 3);
        Enqueue(Work.Group("b"), 2);
        var view = _queue.View;

        Assert.Equal((5, 3, 6, 5, 6), (view.Total, view.Queued(a.Group), view.Demand("gpu"), view.Demand(ResourceNames.Submission), view.Demand(a.Group, "gpu")));
        Assert.Equal([2, 3], view.QueuedByGroup.Select(entry => entry.Value).Order());
        Assert.True(view.IsCurrent);
        Serve(1);
        Assert.False(view.IsCurrent);
    }

    [Fact]
    public void Idle_tags_are_forgotten_above_the_bound_smallest_first()
    {
        var queue = new FairTaskQueue(ResourceTable.Unbounded(), new FairQueueSettings { MaxIdleTags = 1 });
        var a = Work.Group("a");
        var b = Work.Group("b", 2);
        var c = Work.Group("c");
        queue.Enqueue([.. Work.Tasks(a, 2), .. Work.Tasks(b, 1), .. Work.Tasks(c, 4)], 0);
        Assert.Equal("a b c a", Serve(queue, 4));

        // a rests with tag 2, b rested with 0.5 and is forgotten: it comes back at the virtual time 1 instead of before c.
        queue.Enqueue([.. Work.Tasks(a, 1), .. Work.Tasks(b, 1)], 0);

        Assert.Equal("c b a c c", Serve(queue, 5));
    }

    [Fact]
    public void Heads_that_change_their_demand_change_their_place_with_it()
    {
        var resources = new ResourceTable(Desk.Settings(submission: 1));
        var queue = new FairTaskQueue(resources);
        var small = Work.Group("a");
        var large = new TaskDeclaration(small.Run, small.Group, new Demand(new ResourceAmount("gpu", 1)));
        queue.Enqueue([Work.Task(small, 0), Work.Task(large, 1), Work.Task(small, 2)], 0);

        Assert.Equal("a", Serve(queue, 3));
        resources.SetLimit("gpu", 1);
        Assert.Equal("a a", Serve(queue, 3));
    }

    [Fact]
    public void Predicate_that_changes_the_queue_is_an_error()
    {
        Enqueue(Work.Group("a"), 2);

        Assert.Throws<InvalidOperationException>(() => _queue.SelectNext(0, (task, _) => _queue.Discard(task.Key), out _));
    }

    private static string Serve(FairTaskQueue queue, int count)
    {
        var served = new List<string>();
        while (served.Count < count && queue.SelectNext(0, (_, _) => true, out var selection))
        {
            Assert.True(queue.Commit(selection, 0));
            served.Add(Work.Name(selection.Task));
        }

        return string.Join(' ', served);
    }

    private string Serve(int count) => Serve(_queue, count);

    private List<long> Rows(int count)
    {
        var rows = new List<long>();
        while (rows.Count < count && _queue.SelectNext(0, (_, _) => true, out var selection))
        {
            Assert.True(_queue.Commit(selection, 0));
            rows.Add(selection.Task.Key.Row);
        }

        return rows;
    }

    private void Enqueue(TaskDeclaration group, int count, long from = 0) => _queue.Enqueue(Work.Tasks(group, count, from), 0);
}
