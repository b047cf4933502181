using Granary.Admission.Buckets;
using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

/// <summary>The table of docs/algorithms/signals.md, row by row.</summary>
public sealed class AnswerJudgeTests
{
    private const string Room = "x-ratelimit-remaining-requests=5 x-ratelimit-remaining-tokens=1000";

    [Theory]
    [InlineData(200, "", "", null, AnswerCause.Accepted, 200)]
    [InlineData(204, "", "", null, AnswerCause.Accepted, 204)]
    [InlineData(429, "insufficient_quota", "", 20.0, AnswerCause.Quota, 429)]
    [InlineData(400, "", "You have reached your specified API usage limits.", null, AnswerCause.Quota, 400)]
    [InlineData(200, "billing_error", "", null, AnswerCause.Quota, 200)]
    [InlineData(402, "", "", null, AnswerCause.Quota, 402)]
    [InlineData(429, "", "", 600.0, AnswerCause.Unclear, 429)]
    [InlineData(429, "", "", 600.1, AnswerCause.Outage, 429)]
    [InlineData(429, "slow_down", "", null, AnswerCause.Ramp, 429)]
    [InlineData(503, "slow_down", "", 5.0, AnswerCause.Ramp, 429)]
    [InlineData(429, "", "exceeds your organization's acceleration limit for input tokens per minute", 5.0, AnswerCause.Ramp, 429)]
    [InlineData(429, "", "", null, AnswerCause.Capacity, 429)]
    [InlineData(429, "rate_limit_exceeded", "Too many concurrent requests", null, AnswerCause.Capacity, 429)]
    [InlineData(400, "rate_limit_exceeded", "", null, AnswerCause.Capacity, 429)]
    [InlineData(429, "", "", 20.0, AnswerCause.Unclear, 429)]
    [InlineData(529, "", "", null, AnswerCause.Outage, 529)]
    [InlineData(503, "", "", 7.0, AnswerCause.Outage, 503)]
    [InlineData(500, "overloaded_error", "", null, AnswerCause.Outage, 529)]
    [InlineData(200, "overloaded_error", "", null, AnswerCause.Outage, 529)]
    [InlineData(200, "429", "", null, AnswerCause.Capacity, 429)]
    [InlineData(500, "", "", null, AnswerCause.ServerFailure, 500)]
    [InlineData(502, "", "", 7.0, AnswerCause.ServerFailure, 502)]
    [InlineData(504, "", "", null, AnswerCause.ServerFailure, 504)]
    [InlineData(599, "", "", null, AnswerCause.ServerFailure, 599)]
    [InlineData(200, "timeout_error", "", null, AnswerCause.ServerFailure, 504)]
    [InlineData(200, "server_error", "", null, AnswerCause.ServerFailure, 200)]
    [InlineData(408, "", "", null, AnswerCause.ProviderTimeout, 408)]
    [InlineData(400, "", "", null, AnswerCause.Request, 400)]
    [InlineData(404, "invalid_request_error", "", null, AnswerCause.Request, 404)]
    [InlineData(413, "", "", null, AnswerCause.Request, 413)]
    [InlineData(422, "", "", null, AnswerCause.Request, 422)]
    [InlineData(302, "", "", null, AnswerCause.Request, 302)]
    [InlineData(200, "invalid_request_error", "", null, AnswerCause.Request, 400)]
    [InlineData(200, "permission_error", "", null, AnswerCause.Request, 403)]
    [InlineData(200, "not_found_error", "", null, AnswerCause.Request, 404)]
    [InlineData(200, "request_too_large", "", null, AnswerCause.Request, 413)]
    [InlineData(500, "invalid_request_error", "", null, AnswerCause.ServerFailure, 500)]
    [InlineData(500, "600", "", null, AnswerCause.ServerFailure, 500)]
    [InlineData(500, "399", "", null, AnswerCause.ServerFailure, 500)]
    public void First_row_that_fits(int status, string code, string text, double? retryAfter, AnswerCause cause, int counts)
    {
        var after = retryAfter is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        var error = code.Length + text.Length == 0 ? (ErrorText?)null : new ErrorText(code, "", text);
        var signal = AnswerJudge.Judge(new ProviderAnswer(status, error, RateFields.None, after));
        Assert.Equal((cause, counts), (signal.Cause, signal.Status));
        if (cause is not (AnswerCause.ServerFailure or AnswerCause.Request or AnswerCause.Accepted))
        {
            Assert.Equal(after, signal.RetryAfter);
        }

        if (code.Length > 0)
        {
            Assert.Equal(signal, AnswerJudge.Judge(new ProviderAnswer(status, new ErrorText("", code == "429" ? "" : code, text) with { Code = code == "429" ? code : "" }, RateFields.None, after)));
        }
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    public void Only_a_refused_credential_takes_the_key_out(int status, bool rejected) =>
        Assert.Equal(rejected, AnswerJudge.Judge(new ProviderAnswer(status, null, RateFields.None, null)).KeyRejected);

    [Theory]
    [InlineData("x-ratelimit-remaining-requests=0", "", "", null, BucketKind.Requests)]
    [InlineData("x-ratelimit-remaining-tokens=499 x-ratelimit-reset-tokens=9", "", "", 9.0, BucketKind.Tokens)]
    [InlineData("anthropic-ratelimit-output-tokens-remaining=0", "", "acceleration limit", null, BucketKind.OutputTokens)]
    [InlineData("", "tokens", "Limit 10000, used 9000", null, BucketKind.Tokens)]
    [InlineData("", "requests", "", null, BucketKind.Requests)]
    [InlineData("", "", "organization's rate limit of 50 requests per minute", null, BucketKind.Requests)]
    [InlineData("", "", "rate limit of 40,000 input tokens per minute", null, BucketKind.InputTokens)]
    [InlineData("", "", "rate limit of 8,000 output tokens per minute", null, BucketKind.OutputTokens)]
    [InlineData("", "", "on tokens per min (TPM): Limit 30000", null, BucketKind.Tokens)]
    [InlineData("", "", "requests per day (RPD): Limit 200", null, BucketKind.Requests)]
    [InlineData(Room, "", "Limit: 200 requests per day", null, BucketKind.Requests)]
    public void Refusal_that_a_bucket_explains_is_that_buckets(string headers, string type, string text, double? block, BucketKind bucket)
    {
        var signal = Refused(headers, new ErrorText("rate_limit_exceeded", type, text), null);
        Assert.Equal((AnswerCause.Bucket, bucket, block), (signal.Cause, signal.Bucket, signal.RetryAfter?.TotalSeconds));
        Assert.Equal(3, Refused(headers, new ErrorText("rate_limit_exceeded", type, text), TimeSpan.FromSeconds(3)).RetryAfter!.Value.TotalSeconds);
    }

    [Fact]
    public void Rate_fields_that_all_have_room_leave_only_the_ceiling_also_with_a_retry_after()
    {
        Assert.Equal(AnswerCause.Capacity, Refused(Room, null, TimeSpan.FromSeconds(3)).Cause);
        Assert.Equal(AnswerCause.Capacity, Refused(Room, null, null).Cause);
        Assert.Equal(AnswerCause.Unclear, Refused("x-ratelimit-limit-requests=5", null, TimeSpan.FromSeconds(3)).Cause);
    }

    [Theory]
    [InlineData(429, "", true)]
    [InlineData(503, "", true)]
    [InlineData(529, "", true)]
    [InlineData(402, "", true)]
    [InlineData(500, "", false)]
    [InlineData(400, "", false)]
    [InlineData(400, "insufficient_quota", true)]
    [InlineData(400, "rate_limit_exceeded", true)]
    [InlineData(500, "overloaded_error", true)]
    [InlineData(500, "500", false)]
    public void Times_are_read_where_they_mean_when_to_call_again(int status, string code, bool may) =>
        Assert.Equal(may, AnswerJudge.MayNameATime(status, code.Length == 0 ? null : new ErrorText(code, "", "")));

    private static AnswerSignal Refused(string headers, ErrorText? error, TimeSpan? retryAfter) => AnswerJudge.Judge(
        new ProviderAnswer(429, error, RateFields.Read(SignalFields.Of(headers), DateTimeOffset.UnixEpoch), retryAfter, 500));
}
