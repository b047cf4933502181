using Granary.Abstractions.Idempotency;
using Granary.Grains.Idempotency;

namespace Granary.Grains.Tests.Idempotency;

public sealed class IdempotencyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly KeptAnswer Answer = new("r0", 200, [], [], null, 0, Kept: true);

    [Theory]
    [InlineData("", "", false, "r1", "f", IdempotencyDecisionKind.Run)]
    [InlineData("c0", "f", true, "r1", "f", IdempotencyDecisionKind.Busy)]
    [InlineData("c0", "f", true, "r1", "g", IdempotencyDecisionKind.Reused)]
    [InlineData("c0", "f", true, "r0", "f", IdempotencyDecisionKind.Run)]
    [InlineData("c0", "f", false, "r1", "g", IdempotencyDecisionKind.Run)]
    public void Claim_of_a_key_without_an_answer(string held, string fingerprint, bool leased, string request, string asked, IdempotencyDecisionKind expected)
    {
        var state = new IdempotencyState { ClaimId = held, Fingerprint = fingerprint, RequestId = "r0" };
        var until = leased ? Now + TimeSpan.FromSeconds(1) : Now;
        Assert.Equal(expected, IdempotencyRules.Decide(state, new IdempotencyClaim("c1", request, "t", asked), Now, until, Window).Kind);
    }

    [Theory]
    [InlineData(0, "f", IdempotencyDecisionKind.Answer)]
    [InlineData(0, "g", IdempotencyDecisionKind.Reused)]
    [InlineData(23.9, "f", IdempotencyDecisionKind.Answer)]
    [InlineData(24, "f", IdempotencyDecisionKind.Run)]
    [InlineData(24, "g", IdempotencyDecisionKind.Run)]
    public void Claim_of_a_key_with_an_answer_of_some_age(double hours, string asked, IdempotencyDecisionKind expected)
    {
        var state = new IdempotencyState { Fingerprint = "f", RequestId = "r0", Answer = Answer, EndedAt = Now - TimeSpan.FromHours(hours) };
        Assert.Equal(expected, IdempotencyRules.Decide(state, new IdempotencyClaim("c1", "r1", "t", asked), Now, Now, Window).Kind);
    }

    [Fact]
    public void Key_is_kept_while_it_runs_and_for_the_window_unless_it_is_evicted()
    {
        var running = new IdempotencyState { ClaimId = "c", Fingerprint = "f" };
        var leased = Now + TimeSpan.FromSeconds(5);
        Assert.Equal(leased, IdempotencyRules.KeptUntil(running, Now, leased, Window, evict: true));
        Assert.Null(IdempotencyRules.KeptUntil(running, Now, Now, Window, evict: false));
        var answered = new IdempotencyState { Fingerprint = "f", Answer = Answer, EndedAt = Now };
        Assert.Equal(Now + Window, IdempotencyRules.KeptUntil(answered, Now, Now, Window, evict: false));
        Assert.Null(IdempotencyRules.KeptUntil(answered, Now, Now, Window, evict: true));
        Assert.Null(IdempotencyRules.KeptUntil(answered, Now + Window, Now, Window, evict: false));
        Assert.Null(IdempotencyRules.KeptUntil(new IdempotencyState(), Now, Now, Window, evict: false));
    }

    [Fact]
    public void Wrong_options_are_named_with_their_range_at_once()
    {
        Assert.True(new IdempotencyOptionsValidator().Validate(null, new IdempotencyOptions()).Succeeded);
        var result = new IdempotencyOptionsValidator().Validate(null, new IdempotencyOptions { Window = TimeSpan.FromSeconds(59), MaxEntries = 0 });
        Assert.Equal(2, result.Failures!.Count());
        Assert.All(result.Failures!, static failure => Assert.Contains("; allowed is ", failure, StringComparison.Ordinal));
    }
}
