using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Leases;

public sealed class StrictFairTests
{
    private static readonly TaskPolicySettings _strict = new() { Kind = TaskPolicyKind.StrictFair };

    [Fact]
    public void Capped_group_waits_while_a_peer_wants_the_same()
    {
        var capped = Work.Model("c", 1, 1);
        var peer = Work.Model("p", 1, 1);
        var desk = new Desk(Desk.Settings(llmWait: 3, policy: _strict)).Queued(capped, 5);
        desk.Serve(1);
        desk.Queued(peer, 5);

        Assert.Equal("p", desk.Serve());
        Assert.Equal((TaskDenialReason.GroupCap, TaskDenialReason.GroupCap), (desk.Reason(capped), desk.Reason(peer)));
        Assert.Equal(2, desk.Leased(ResourceNames.LlmWait));
    }

    [Fact]
    public void Peer_that_lacks_something_else_presses_nobody()
    {
        var capped = Work.Model("c", 1, 1);
        var peer = Work.Group("p", 1, 1, null, null, (ResourceNames.Submission, 1), (ResourceNames.LlmWait, 1), ("local", 1));
        var settings = Desk.Settings(llmWait: 3, policy: _strict);
        var desk = new Desk(settings with { Limits = settings.Limits.Add("local", 1) });
        desk.Queued(peer, 5);
        Assert.Equal("p", desk.Serve());
        desk.Queued(capped, 5);

        Assert.Equal("c c", desk.Serve());
    }

    [Fact]
    public void Who_wants_submission_alone_does_not_press_on_who_wants_more()
    {
        var capped = Work.Model("c", 1, 1);
        var desk = new Desk(Desk.Settings(submission: 4, llmWait: 4, policy: _strict)).Queued(capped, 3).Queued(Work.Group("l", cap: 1), 9);

        Assert.Equal("c l c c", desk.Serve());
    }

    [Fact]
    public void Work_conservation_can_be_asked_for()
    {
        var desk = new Desk(Desk.Settings(llmWait: 4, policy: _strict with { WorkConserving = true }));
        desk.Queued(Work.Model("a", 1, 1), 9).Queued(Work.Model("b", 1, 1), 9);

        Assert.Equal("a b A B", desk.Serve());
    }
}
