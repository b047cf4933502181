using Granary.Admission;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Tasks;

public sealed class TaskDeclarationsTests
{
    private static readonly ResourceKey _key = new("main", "gpt-x", Domain.Chat);
    private readonly TaskDeclarations _declarations = new(256);

    [Fact]
    public void Local_work_wants_a_place_and_has_no_cap()
    {
        var declaration = TaskDeclarations.Local(Work.Run(), "id", ["id"]);

        Assert.Equal("submission=1", declaration.Demand.ToString());
        Assert.Equal((1, null, null), (declaration.Weight, declaration.GroupCap, declaration.RequestKey));
    }

    [Fact]
    public void Exclusive_work_wants_the_one_place_of_its_generator_in_its_run() =>
        Assert.Equal("exclusive:r/id=1 submission=1", TaskDeclarations.Local(Work.Run(), "id", ["id"], exclusive: true).Demand.ToString());

    [Fact]
    public void Model_work_has_its_alias_cap_as_weight_and_twice_that_as_group_cap()
    {
        var declaration = _declarations.Model(Work.Run(), [new("fast", _key, 8)], "chat_completion", ["ticket"]);

        Assert.Equal("llm_wait=1 request:main/gpt-x=1 submission=1", declaration.Demand.ToString());
        Assert.Equal((8, 16, _key), (declaration.Weight, declaration.GroupCap, declaration.RequestKey));
        Assert.Equal(GroupKind.Model, declaration.Group.Kind);
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(200, 256)]
    [InlineData(0, 2)]
    [InlineData(-3, 2)]
    [InlineData(int.MaxValue, 256)]
    public void Group_cap_is_between_1_and_the_model_tasks(int weight, int cap) =>
        Assert.Equal(cap, _declarations.CustomModel(Work.Run(), "s", "x", "1", weight, ["c"]).GroupCap);

    [Fact]
    public void Alias_without_cap_weighs_4() => Assert.Equal(4, _declarations.Model(Work.Run(), [new("a", _key)], "chat", ["c"]).Weight);

    [Fact]
    public void Aliases_of_one_endpoint_share_the_smallest_cap()
    {
        var declaration = _declarations.Model(Work.Run(), [new("fast", _key, 8), new("judge", _key, 20)], "chat", ["c"]);

        Assert.Equal((8, _key), (declaration.Weight, declaration.RequestKey));
    }

    [Fact]
    public void Aliases_of_several_endpoints_are_custom_work_without_key_whose_weight_is_their_sum()
    {
        var other = new AliasTarget("big", _key with { Model = "gpt-y" }, 5);
        var one = _declarations.Model(Work.Run(), [new("fast", _key, 8), other], "chat", ["c"]);
        var same = _declarations.Model(Work.Run(), [other, new("fast", _key, 8)], "chat", ["c"]);

        Assert.Equal((13, 26, null), (one.Weight, one.GroupCap, one.RequestKey));
        Assert.Equal("llm_wait=1 submission=1", one.Demand.ToString());
        Assert.Matches("^custom_model\0granary\0alias-set-[0-9a-f]{16}\01$", one.Group.Identity);
        Assert.Equal(one.Group, same.Group);
    }

    [Fact]
    public void Two_columns_on_one_model_are_two_groups()
    {
        var run = Work.Run();
        var one = _declarations.Model(run, [new("fast", _key)], "chat", ["a"]);
        var two = _declarations.Model(run, [new("fast", _key)], "chat", ["b"]);

        Assert.NotEqual(one.Group, two.Group);
        Assert.NotEqual(one.Group.IdentityHash, two.Group.IdentityHash);
        Assert.Equal(one.Demand.ToString(), two.Demand.ToString());
        Assert.Equal(16, one.Group.IdentityHash.Length);
    }

    [Fact]
    public void Demands_that_make_no_sense_are_errors()
    {
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => new Demand(new ResourceAmount("x", 0))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Demand(new ResourceAmount("", 1)));
        Assert.Throws<ArgumentException>(() => new Demand(new ResourceAmount("x", 1), new ResourceAmount("x", 2)));
        Assert.Throws<ArgumentException>(() => new Demand());
        Assert.Throws<ArgumentException>(() => new GroupKey("r", GroupKind.Local, [""], []));
        Assert.Throws<ArgumentException>(() => new TaskDeclaration(Work.Run("other"), new GroupKey("r", GroupKind.Local, ["x"], []), Demand.Default));
    }
}
