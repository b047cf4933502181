using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Tasks;

public sealed class TaskIdTests
{
    [Fact]
    public void Id_is_the_first_16_digits_of_sha1_over_its_parts()
    {
        Assert.Equal("task-bd84eebf67976825", TaskId.Of("ticket", 3, 3_007, TaskType.Cell));
        Assert.Equal("task-b4d4582f77bd4b79", TaskId.Of("seed", 0, TaskKey.NoRow, TaskType.FromScratch));
    }

    [Theory]
    [InlineData(TaskType.FromScratch, "from_scratch")]
    [InlineData(TaskType.Cell, "cell")]
    [InlineData(TaskType.Batch, "batch")]
    [InlineData(TaskType.PreBatchProcessor, "pre_batch_processor")]
    [InlineData(TaskType.PostBatchProcessor, "post_batch_processor")]
    public void Types_have_these_names(TaskType type, string name) => Assert.Equal(name, type.Name());

    [Fact]
    public void Every_type_has_a_name_of_its_own() =>
        Assert.Equal(5, Enum.GetValues<TaskType>().Select(type => type.Name()).Distinct().Count());

    [Fact]
    public void Kinds_of_groups_have_these_names() => Assert.Equal(["local", "model", "custom_model"], Enum.GetValues<GroupKind>().Select(kind => kind.Name()));
}
