using Granary.Admission.Buckets;
using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

public sealed class RateFieldsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("6m0s", 360.0)]
    [InlineData("120ms", 0.12)]
    [InlineData("4m12.172s", 252.172)]
    [InlineData("23h18m29.144s", 83909.144)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("2.5", 2.5)]
    [InlineData("7", 7.0)]
    [InlineData("0s", 0.0)]
    [InlineData("250us", 0.00025)]
    [InlineData("250µs", 0.00025)]
    [InlineData("250μs", 0.00025)]
    [InlineData("50ns", 0.00000005)]
    [InlineData("1000000000", 1000000000.0)]
    [InlineData("1000000001", null)]
    [InlineData("", null)]
    [InlineData("6x", null)]
    [InlineData("s", null)]
    [InlineData("1d", null)]
    [InlineData("-1s", null)]
    [InlineData("+1s", null)]
    [InlineData("6m0", null)]
    [InlineData("6m 0s", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("NaN", null)]
    [InlineData("6M", null)]
    public void Durations(string text, double? seconds)
    {
        var read = DurationText.Seconds(text);
        Assert.Equal(seconds is null, read is null);
        Assert.Equal(seconds ?? 0, read ?? 0, 1e-9);
    }

    [Fact]
    public void Openai_family_gives_two_buckets()
    {
        var read = Read("x-ratelimit-limit-requests=60 x-ratelimit-remaining-requests=59 x-ratelimit-reset-requests=1s "
            + "X-RateLimit-Limit-Tokens=150000 x-ratelimit-remaining-tokens=149984 x-ratelimit-reset-tokens=6m0s");
        Assert.Equal(
            [
                new RateReading(BucketKind.Requests, null, 60, 59, TimeSpan.FromSeconds(1), null),
                new RateReading(BucketKind.Tokens, null, 150000, 149984, TimeSpan.FromMinutes(6), null),
            ],
            read.Readings);
        Assert.Equal((0, 0, true), (read.Ignored, read.Unused.Length, read.TellRemaining));
        Assert.Null(read.Date);
    }

    [Fact]
    public void Anthropic_family_gives_four_buckets_full_at_an_instant()
    {
        var read = Read(
            "date=Thu,_01_Jan_2026_00:00:10_GMT anthropic-ratelimit-requests-limit=50 anthropic-ratelimit-requests-remaining=49 "
            + "anthropic-ratelimit-requests-reset=2026-01-01T00:00:11Z anthropic-ratelimit-tokens-remaining=9 "
            + "anthropic-ratelimit-input-tokens-remaining=8 anthropic-ratelimit-input-tokens-reset=2026-01-01T01:00:40.5+01:00 "
            + "anthropic-ratelimit-output-tokens-limit=7 anthropic-ratelimit-output-tokens-reset=2025-12-31T23:00:00Z");
        Assert.Equal(
            [
                new RateReading(BucketKind.Requests, null, 50, 49, TimeSpan.FromSeconds(1), null),
                new RateReading(BucketKind.Tokens, null, null, 9, null, null),
                new RateReading(BucketKind.InputTokens, null, null, 8, TimeSpan.FromSeconds(30.5), null),
                new RateReading(BucketKind.OutputTokens, null, 7, null, TimeSpan.Zero, null),
            ],
            read.Readings);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero), read.Date);
    }

    [Fact]
    public void Unreadable_doubled_and_negative_fields_are_ignored_and_counted()
    {
        var read = Read("x-ratelimit-limit-requests=abc x-ratelimit-remaining-requests=-1 x-ratelimit-reset-requests=soon "
            + "x-ratelimit-limit-tokens=5 x-ratelimit-limit-tokens=6 anthropic-ratelimit-requests-reset=7");
        Assert.Empty(read.Readings);
        Assert.Equal(6, read.Ignored);
        Assert.False(read.TellRemaining);
    }

    [Fact]
    public void Other_suffixes_are_listed_and_not_used()
    {
        var read = Read("x-ratelimit-remaining-tokens_usage_based=5 X-Ratelimit-Over=1 x-ratelimit-cost-tokens=3 anthropic-ratelimit-priority-input-tokens-limit=4 "
            + "anthropic-ratelimit-unified=allowed");
        Assert.Empty(read.Readings);
        Assert.Equal(0, read.Ignored);
        Assert.Equal(
            [
                "x-ratelimit-remaining-tokens_usage_based".Replace('_', '_'), "x-ratelimit-over", "x-ratelimit-cost-tokens",
                "anthropic-ratelimit-priority-input-tokens-limit", "anthropic-ratelimit-unified",
            ],
            read.Unused);
    }

    [Fact]
    public void Structured_fields_give_one_bucket_for_each_policy()
    {
        var read = Read("RateLimit-Policy=\"burst\";q=100;w=60,_\"day\";q=5000;w=86400,_\"tok\";q=9000;w=60;qu=\"tokens\",_\"bytes\";q=1;qu=\"content-bytes\" "
            + "RateLimit=\"burst\";r=50;t=30 ratelimit=\"tok\";r=0;t=12");
        Assert.Equal(
            [
                new RateReading(BucketKind.Requests, "burst", 100, 50, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)),
                new RateReading(BucketKind.Requests, "day", 5000, null, null, TimeSpan.FromDays(1)),
                new RateReading(BucketKind.Tokens, "tok", 9000, 0, TimeSpan.FromSeconds(12), TimeSpan.FromMinutes(1)),
            ],
            read.Readings);
        Assert.Equal("tok", read.ShortOf(1)!.Value.Policy);
        Assert.Equal(0, read.Ignored);
    }

    [Theory]
    [InlineData("RateLimit=\"default\";r=50;t=30", "default", null, 50L, 30.0, null)]
    [InlineData("RateLimit=limit=100,_remaining=50,_reset=5", null, 100L, 50L, 5.0, null)]
    [InlineData("RateLimit-Policy=100;w=60", null, 100L, null, null, 60.0)]
    [InlineData("RateLimit-Limit=100,_100;w=60,_1000;w=3600 RateLimit-Remaining=7 RateLimit-Reset=9", null, 100L, 7L, 9.0, 60.0)]
    [InlineData("X-RateLimit-Limit=10 X-RateLimit-Remaining=0 X-RateLimit-Reset=1767225630", null, 10L, 0L, 30.0, null)]
    [InlineData("X-RateLimit-Reset=1767225630000", null, null, null, 30.0, null)]
    [InlineData("RateLimit-Reset=1767225600", null, null, null, 0.0, null)]
    [InlineData("RateLimit-Reset=1000000000", null, null, null, 1000000000.0, null)]
    [InlineData("RateLimit-Reset=1m", null, null, null, 60.0, null)]
    public void Drafts_of_the_standard(string headers, string? policy, long? limit, long? remaining, double? reset, double? window)
    {
        var read = Read(headers);
        var reading = Assert.Single(read.Readings);
        Assert.Equal((policy, limit, remaining, reset), (reading.Policy, reading.Limit, reading.Remaining, reading.Reset?.TotalSeconds));
        Assert.Equal((BucketKind.Requests, window, 0), (reading.Unit, reading.Window?.TotalSeconds, read.Ignored));
    }

    [Theory]
    [InlineData("RateLimit=\"a\";x=1", 1)]
    [InlineData("RateLimit=used=4", 1)]
    [InlineData("RateLimit=remaining=x,_limit=4", 1)]
    [InlineData("RateLimit-Policy=\"a\";w=1", 1)]
    [InlineData("RateLimit-Limit=many", 1)]
    [InlineData("RateLimit-Remaining=1 RateLimit-Remaining=2", 2)]
    [InlineData("RateLimit-Reset=1e16", 1)]
    [InlineData("RateLimit=,", 0)]
    public void What_cannot_be_used_of_them_is_counted(string headers, int ignored) => Assert.Equal(ignored, Read(headers).Ignored);

    [Fact]
    public void Buckets_may_be_named_by_policy_and_quoted_separators_part_nothing()
    {
        var read = Read("RateLimit=\"output-tokens\";r=3;t=1,_\"a,b;c\";r=2;t=1");
        Assert.Equal([(BucketKind.OutputTokens, "output-tokens"), (BucketKind.Requests, "a,b;c")], read.Readings.Select(static r => (r.Unit, r.Policy!)));
    }

    [Theory]
    [InlineData(BucketKind.Requests, 0L, 1, true)]
    [InlineData(BucketKind.Requests, 1L, 100, false)]
    [InlineData(BucketKind.Tokens, 99L, 100, true)]
    [InlineData(BucketKind.Tokens, 100L, 100, false)]
    [InlineData(BucketKind.InputTokens, 0L, 0, true)]
    [InlineData(BucketKind.Tokens, null, 100, false)]
    public void A_bucket_is_short_when_it_is_empty_or_holds_less_than_the_call_costs(BucketKind unit, long? remaining, long tokens, bool isShort) =>
        Assert.Equal(isShort, new RateReading(unit, null, null, remaining, null, null).IsShortOf(tokens));

    [Fact]
    public void Nothing_sent_is_nothing_read()
    {
        var read = Read("content-type=text/plain");
        Assert.Empty(read.Readings);
        Assert.Null(read.ShortOf(1_000_000));
        Assert.Equal((false, false), (RateFields.None.TellRemaining, read.TellRemaining));
    }

    private static RateFields Read(string headers) => RateFields.Read(SignalFields.Of(headers), Now);
}
