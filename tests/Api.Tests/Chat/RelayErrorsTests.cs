using Granary.Abstractions.Models;
using Granary.Api.Chat;

namespace Granary.Api.Tests.Chat;

public sealed class RelayErrorsTests
{
    private static readonly RelayProgress Progress = new("p", 1, TimeSpan.Zero, null);

    [Theory]
    [InlineData("hard_policy_denial", 404, "model_not_found")]
    [InlineData("cooldown", 429, "rate_limit_exceeded")]
    [InlineData("no_capacity", 503, "no_capacity")]
    [InlineData("queue_timeout", 503, "no_capacity")]
    [InlineData("queue_full", 503, "queue_full")]
    [InlineData("outage", 503, "provider_unavailable")]
    [InlineData("shutdown", 503, "unavailable")]
    public void Denial_has_its_status_and_code(string reason, int status, string code)
    {
        var error = RelayErrors.From(
            new RelayResult(RelayEnd.Denied, null, new AdmissionRefusal(reason, "limit", "why", TimeSpan.FromSeconds(2), 3), Progress), Call(null));
        Assert.Equal(status, error.Status);
        Assert.Equal(code, error.Code);
        Assert.Equal(reason, error.Granary!.Reason);
    }

    [Fact]
    public void Queue_timeout_by_the_callers_own_deadline_is_a_gateway_timeout()
    {
        var error = RelayErrors.From(
            new RelayResult(RelayEnd.Denied, null, new AdmissionRefusal("queue_timeout", null, "why", null, null, "no_capacity", CallerDeadline: true), Progress), Call(null));
        Assert.Equal((504, "deadline_exceeded"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData("cooldown", 429, "rate_limit_exceeded")]
    [InlineData("outage", 503, "provider_unavailable")]
    [InlineData("no_capacity", 503, "no_capacity")]
    public void Queue_timeout_answers_what_blocked_it_last(string blockedBy, int status, string code)
    {
        var error = RelayErrors.From(
            new RelayResult(RelayEnd.Denied, null, new AdmissionRefusal("queue_timeout", null, "why", null, null, blockedBy), Progress), Call(TimeSpan.FromSeconds(1)));
        Assert.Equal((status, code, "queue_timeout"), (error.Status, error.Code, error.Granary!.Reason));
    }

    [Fact]
    public void The_callers_deadline_and_a_slow_provider_are_told_apart()
    {
        Assert.Equal((504, "deadline_exceeded"), Code(ModelFailureKind.DeadlineExceeded));
        Assert.Equal((504, "provider_timeout"), Code(ModelFailureKind.Timeout));
    }

    [Fact]
    public void Every_failure_kind_has_an_answer_of_the_servers_range()
    {
        foreach (var kind in Enum.GetValues<ModelFailureKind>())
        {
            var error = RelayErrors.From(new RelayResult(RelayEnd.Failed, new ModelCallFailure(kind, "why"), null, Progress), Call(null));
            Assert.InRange(error.Status, 404, 504);
            Assert.NotEqual("internal", error.Code);
        }
    }

    private static (int Status, string Code) Code(ModelFailureKind kind)
    {
        var error = RelayErrors.From(new RelayResult(RelayEnd.Failed, new ModelCallFailure(kind, "why"), null, Progress), Call(null));
        return (error.Status, error.Code);
    }

    private static RelayCall Call(TimeSpan? deadline) =>
        new("a", "/chat/completions", default, default, false, [], 1, new CallerContext("default", "interactive", MaxWait: TimeSpan.FromSeconds(30), Deadline: deadline));
}
