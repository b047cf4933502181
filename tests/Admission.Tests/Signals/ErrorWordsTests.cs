using Granary.Admission.Buckets;
using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

/// <summary>Every name and phrase that is known, by itself.</summary>
public sealed class ErrorWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("insufficient_quota")]
    [InlineData("billing_hard_limit_reached")]
    [InlineData("billing_not_active")]
    [InlineData("billing_error")]
    [InlineData("quota_exceeded")]
    [InlineData("insufficient_balance")]
    [InlineData("insufficient_credits")]
    [InlineData("account_deactivated")]
    [InlineData("spend_limit_reached")]
    public void Names_of_a_spent_quota(string name)
    {
        Assert.True(ErrorWords.IsQuota(new ErrorText(name, "", "")));
        Assert.True(ErrorWords.IsQuota(new ErrorText("", name, "")));
    }

    [Theory]
    [InlineData("You exceeded your current quota")]
    [InlineData("Billing hard limit reached")]
    [InlineData("your credit balance is too low")]
    [InlineData("insufficient balance")]
    [InlineData("insufficient credit")]
    [InlineData("insufficient funds")]
    [InlineData("your spending limit")]
    [InlineData("your spend limit")]
    [InlineData("your specified API usage limits")]
    public void Phrases_of_a_spent_quota(string text) => Assert.True(ErrorWords.IsQuota(new ErrorText("", "", text)));

    [Theory]
    [InlineData("slow_down", "")]
    [InlineData("acceleration_limit", "")]
    [InlineData("", "your acceleration limit")]
    [InlineData("", "please accelerate slowly")]
    [InlineData("", "a sudden increase")]
    [InlineData("", "the usage increase rate")]
    [InlineData("", "do not increase your request rate too fast")]
    [InlineData("", "too steep a rise")]
    [InlineData("", "ramp up slowly")]
    public void Too_steep_a_rise(string name, string text) => Assert.True(ErrorWords.IsRamp(new ErrorText(name, "", text)));

    [Theory]
    [InlineData("per minute")]
    [InlineData("per-minute")]
    [InlineData("per min")]
    [InlineData("per day")]
    [InlineData("per-day")]
    [InlineData("per hour")]
    [InlineData("(TPM)")]
    [InlineData("(RPM)")]
    [InlineData("(TPD)")]
    [InlineData("(RPD)")]
    public void A_time_in_the_text_names_a_bucket(string text) => Assert.NotNull(ErrorWords.BucketOf(new ErrorText("", "", $"limit reached {text}")));

    [Fact]
    public void Nothing_is_read_into_other_words()
    {
        var error = new ErrorText("server_error", "api_error", "The engine had a hiccup");
        Assert.False(ErrorWords.IsQuota(error));
        Assert.False(ErrorWords.IsRamp(error));
        Assert.Null(ErrorWords.BucketOf(error));
        Assert.Equal(BucketKind.Requests, ErrorWords.BucketOf(new ErrorText("requests", "", "")));
    }

    [Theory]
    [InlineData("Please try again in 20s.", 20.0)]
    [InlineData("retry after 20 seconds", 20.0)]
    [InlineData("retry in 3s", 3.0)]
    [InlineData("please wait 4s", 4.0)]
    public void Every_lead_is_followed_by_a_wait(string text, double seconds) => Assert.Equal(seconds, RetryAfterText.InText(text));

    [Fact]
    public void The_reset_of_an_empty_bucket_goes_before_the_text()
    {
        AnswerField[] fields = [new("x-ratelimit-remaining-requests", "0"), new("x-ratelimit-reset-requests", "5s")];
        var wait = RetryAfterText.Read(fields, RateFields.Read(fields, Now), new ErrorText("", "", "try again in 3s"), 0, Now);
        Assert.Equal(5, wait!.Value.TotalSeconds);
    }

    [Fact]
    public void A_date_goes_before_the_reset_of_an_empty_bucket()
    {
        AnswerField[] fields =
            [new("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT"), new("x-ratelimit-remaining-requests", "0"), new("x-ratelimit-reset-requests", "5s")];
        Assert.Equal(9, RetryAfterText.Read(fields, RateFields.Read(fields, Now), null, 0, Now)!.Value.TotalSeconds);
    }

    [Fact]
    public void A_retry_budget_gains_one_token_a_second_from_when_it_was_made()
    {
        var budget = new RetryBudget(1_000);
        Assert.Equal(20, budget.Left(1_000));
        Assert.Equal(22.5, budget.Left(1_002.5));
        budget.FirstAttempt(1_002.5);
        Assert.Equal(22.7, budget.Left(1_002.5), 1e-9);
    }
}
