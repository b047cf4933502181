using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Queueing;

/// <summary>Queues that grow over all their tables, lose tasks from everywhere, run empty and begin again.</summary>
public sealed class LongQueueTests
{
    private readonly FairTaskQueue _queue = new(ResourceTable.Unbounded());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_group_keeps_its_order_whatever_is_discarded(int seed)
    {
        var random = new Random(seed);
        var groups = Enumerable.Range(0, 5).Select(static i => Work.Group($"g{i}", i + 1)).ToArray();
        var model = groups.ToDictionary(static group => group.Group, static _ => new List<TaskKey>());
        long row = 0;
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(step < 300 ? 6 : 12))
            {
                case < 4:
                    var group = groups[random.Next(groups.Length)];
                    var tasks = Work.Tasks(group, random.Next(1, 60), row);
                    row += tasks.Length;
                    _queue.Enqueue([.. tasks, tasks[0]], 0);
                    model[group.Group].AddRange(tasks.Select(static task => task.Key));
                    break;
                case 4:
                    var from = model.Values.MaxBy(static keys => keys.Count)!;
                    for (var i = 0; i < 20 && from.Count > 0; i++)
                    {
                        var place = random.Next(from.Count);
                        Assert.True(_queue.Discard(from[place]));
                        Assert.False(_queue.Contains(from[place]));
                        from.RemoveAt(place);
                    }

                    break;
                default:
                    Serve(model, random.Next(1, 80));
                    break;
            }

            Assert.Equal(model.Values.Sum(static keys => keys.Count), _queue.Count);
        }

        Assert.InRange(row, 5_000, long.MaxValue);
        Serve(model, int.MaxValue);
        Assert.Equal(0, _queue.Count);

        // The table has been given back; the same keys may come again.
        var again = Work.Tasks(groups[0], 3_000);
        _queue.Enqueue(again, 0);
        model[groups[0].Group].AddRange(again.Select(static task => task.Key));
        Serve(model, int.MaxValue);
    }

    [Fact]
    public void Rows_of_equal_number_in_other_columns_groups_and_runs_are_other_tasks()
    {
        var here = Work.Group("a");
        var there = Work.Group("a", run: Work.Run("another-r"));
        QueuedTask[] tasks =
        [
            Work.Task(here, 1), Work.Task(there, 1), Work.Task(Work.Group("b"), 1),
            Work.Task(here, 1) with { Key = Work.Task(here, 1).Key with { RowGroup = 1 } },
            Work.Task(here, 1) with { Key = Work.Task(here, 1).Key with { Type = TaskType.Batch } },
        ];
        _queue.Enqueue(tasks, 0);

        Assert.Equal(5, _queue.Count);
        Assert.True(_queue.Contains(new TaskKey(new string("r".ToCharArray()), tasks[0].Key.Column, 0, 1, TaskType.Cell)));
        Assert.All(tasks, task => Assert.True(_queue.Discard(task.Key)));
        Assert.Equal(0, _queue.Count);
    }

    private void Serve(Dictionary<GroupKey, List<TaskKey>> model, int most)
    {
        for (var i = 0; i < most && _queue.SelectNext(0, static (_, _) => true, out var selection); i++)
        {
            var keys = model[selection.Task.Declaration.Group];
            Assert.Equal(keys[0], selection.Task.Key);
            keys.RemoveAt(0);
            Assert.True(_queue.Commit(selection, 0));
            Assert.False(_queue.Commit(selection, 0));
        }
    }
}
