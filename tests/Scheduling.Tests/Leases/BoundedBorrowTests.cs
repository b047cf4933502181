using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Leases;

public sealed class BoundedBorrowTests
{
    [Fact]
    public void Debt_cap_ends_borrowing_and_any_release_repays()
    {
        var group = Work.Group("a", cap: 1);
        var desk = new Desk(Desk.Settings(submission: 3, policy: new TaskPolicySettings { DebtCap = 1, Rounding = ShareRounding.Floor })).Queued(group, 5);

        Assert.Equal("a a", desk.Serve());
        Assert.Equal(TaskDenialReason.BorrowDebt, desk.Reason(group));
        Assert.Equal(1, desk.Debt(group, ResourceNames.Submission));

        desk.End(group);
        Assert.Equal(0, desk.Debt(group, ResourceNames.Submission));
    }

    [Fact]
    public void Hot_and_peer_fill_8_by_their_parts_without_debt()
    {
        var hot = Work.Model("h", 4, 8);
        var peer = Work.Model("p", 1, 2);
        var desk = new Desk(Desk.Settings(llmWait: 8)).Queued(hot, 20).Queued(peer, 20);

        Assert.Equal("h p h h h p h h", desk.Serve());
        Assert.Equal((TaskDenialReason.NoCapacity, TaskDenialReason.NoCapacity), (desk.Reason(hot), desk.Reason(peer)));
        Assert.Equal((0, 0), (desk.Debt(hot), desk.Debt(peer)));
    }

    [Theory]
    [InlineData(64, 56, 24)]
    [InlineData(100, 92, 42)]
    public void Alone_with_a_reserve_of_an_eighth_it_takes_all_but_the_reserve(int limit, int taken, int debt)
    {
        var group = Work.Model("a", 64, 256);
        var desk = new Desk(Desk.Settings(llmWait: limit, policy: new TaskPolicySettings { ReserveFraction = 0.125 })).Queued(group, 200);

        desk.Serve();

        Assert.Equal((taken, debt), (desk.Leases.Count, desk.Debt(group)));
        Assert.Equal(TaskDenialReason.BorrowDebt, desk.Reason(group));
    }

    [Fact]
    public void Three_equal_groups_of_floored_parts_leave_no_unit_of_ten_idle()
    {
        var desk = new Desk(Desk.Settings(llmWait: 10, policy: new TaskPolicySettings { Rounding = ShareRounding.Floor }));
        foreach (var name in new[] { "a", "b", "c" })
        {
            desk.Queued(Work.Model(name, 5, 10), 20);
        }

        Assert.Equal("a b c a b c a b c A", desk.Serve());
        Assert.Equal(10, desk.Leased(ResourceNames.LlmWait));
    }

    [Fact]
    public void Newcomer_gets_freed_units_first_and_then_none_is_left_empty()
    {
        var hot = Work.Model("h", 4, 8);
        var peer = Work.Model("p", 1, 2);
        var desk = new Desk(Desk.Settings(llmWait: 8)).Queued(hot, 40);
        desk.Serve();
        Assert.Equal((8, 4), (desk.Leases.Count, desk.Debt(hot)));
        desk.Queued(peer, 20);
        Assert.Equal("", desk.Serve());

        var served = new List<string>();
        for (var round = 0; round < 6; round++)
        {
            desk.End(hot);
            served.Add(desk.Serve());
            Assert.Equal(8, desk.Leased(ResourceNames.LlmWait));
        }

        Assert.Equal("p p H h h h", string.Join(' ', served));
    }

    [Fact]
    public void Two_capped_groups_use_all_of_8_and_a_third_gets_the_next_two_freed()
    {
        var a = Work.Model("a", 1, 2);
        var b = Work.Model("b", 1, 2);
        var c = Work.Model("c", 1, 2);
        var desk = new Desk(Desk.Settings(llmWait: 8)).Queued(a, 20).Queued(b, 20);

        Assert.Equal("a b a b A B A B", desk.Serve());
        Assert.Equal((2, 2), (desk.Debt(a), desk.Debt(b)));

        desk.Queued(c, 20);
        desk.End(a);
        Assert.Equal("c", desk.Serve());
        desk.End(b);
        Assert.Equal("c", desk.Serve());
        desk.End(a);
        Assert.NotEqual("c", desk.Serve());
        Assert.Equal(8, desk.Leased(ResourceNames.LlmWait));
    }

    [Fact]
    public void Spare_respects_debt_caps()
    {
        var desk = new Desk(Desk.Settings(llmWait: 8, policy: new TaskPolicySettings { DebtCap = 1 }));
        desk.Queued(Work.Model("a", 1, 2), 20).Queued(Work.Model("b", 1, 2), 20);

        Assert.Equal("a b a b A B", desk.Serve());
    }

    [Fact]
    public void Debt_cap_of_one_group_and_resource_goes_before_the_general_one()
    {
        var a = Work.Model("a", 1, 2);
        var caps = System.Collections.Immutable.ImmutableDictionary<DebtCapKey, int>.Empty.Add(new DebtCapKey("a", ResourceNames.LlmWait), 3);
        var desk = new Desk(Desk.Settings(llmWait: 8, policy: new TaskPolicySettings { DebtCap = 1, DebtCaps = caps })).Queued(a, 20);

        Assert.Equal("a a a a a", desk.Serve());
    }

    [Fact]
    public void Without_work_conservation_mutual_denials_leave_units_idle()
    {
        var desk = new Desk(Desk.Settings(llmWait: 8, policy: new TaskPolicySettings { WorkConserving = false }));
        desk.Queued(Work.Model("a", 1, 2), 20).Queued(Work.Model("b", 1, 2), 20);

        Assert.Equal("a b a b", desk.Serve());
        Assert.Equal(4, desk.Leased(ResourceNames.LlmWait));
    }

    [Fact]
    public void Group_without_cap_always_passes_and_owes_nothing()
    {
        var local = Work.Group("l");
        var desk = new Desk(Desk.Settings(submission: 4)).Queued(local, 10).Queued(Work.Group("m", cap: 1), 10);

        Assert.Equal("l m l l", desk.Serve(4));
        Assert.Equal(0, desk.Debt(local, ResourceNames.Submission));
    }

    [Fact]
    public void Denial_carries_its_numbers()
    {
        var a = Work.Model("a", 1, 2);
        var desk = new Desk(Desk.Settings(llmWait: 8, policy: new TaskPolicySettings { WorkConserving = false })).Queued(a, 20).Queued(Work.Model("b", 1, 2), 20);
        desk.Serve();

        var denial = desk.Controller.ExplainBlocked().Heads.First(head => head.Group.Equals(a.Group)).Denial;

        Assert.Equal((TaskDenialReason.GroupCap, ResourceNames.LlmWait, 2, 2, 0), (denial.Reason, denial.Resource, denial.Part, denial.Leased, denial.Debt));
        Assert.Equal([ResourceNames.LlmWait], denial.Pressing);
    }
}
