using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

public sealed class RetryAfterTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after-ms=120", 0.12)]
    [InlineData("Retry-After-Ms=0.5", 0.0005)]
    [InlineData("retry-after-ms=1500 retry-after=7", 1.5)]
    [InlineData("retry-after-ms=junk retry-after=7", 7.0)]
    [InlineData("retry-after-ms=-3 retry-after=7", 7.0)]
    [InlineData("retry-after-ms=0 x-ms-retry-after-ms=2500 retry-after=7", 2.5)]
    [InlineData("x-ms-retry-after-ms=2500.5", 2.5005)]
    [InlineData("retry-after=1.25", 1.25)]
    [InlineData("retry-after=20", 20.0)]
    [InlineData("retry-after=0 x-ratelimit-remaining-tokens=0 x-ratelimit-reset-tokens=6m0s", 360.0)]
    [InlineData("retry-after=Thu,_01_Jan_2026_00:00:30_GMT", 30.0)]
    [InlineData("retry-after=Thursday,_01-Jan-26_00:00:30_GMT", 30.0)]
    [InlineData("retry-after=Thu_Jan__1_00:00:30_2026", 30.0)]
    [InlineData("retry-after=Thu,_01_Jan_2026_00:00:30_GMT date=Thu,_01_Jan_2026_00:00:10_GMT", 20.0)]
    [InlineData("retry-after=Thu,_01_Jan_2026_00:00:30_GMT date=garbage", 30.0)]
    [InlineData("retry-after=Wed,_31_Dec_2025_00:00:00_GMT", null)]
    [InlineData("retry-after=12:30", null)]
    [InlineData("retry-after=2026", 2026.0)]
    [InlineData("retry-after=-1", null)]
    [InlineData("retry-after=0", null)]
    [InlineData("retry-after=soon", null)]
    [InlineData("retry-after=NaN", null)]
    [InlineData("retry-after=1e400", null)]
    [InlineData("retry-after=31536000", 31536000.0)]
    [InlineData("retry-after=31536001", null)]
    [InlineData("x-ratelimit-remaining-requests=0 x-ratelimit-reset-requests=120ms", 0.12)]
    [InlineData("x-ratelimit-remaining-requests=0 x-ratelimit-reset-requests=2 x-ratelimit-remaining-tokens=0 x-ratelimit-reset-tokens=1m3.5s", 63.5)]
    [InlineData("x-ratelimit-remaining-requests=0 x-ratelimit-reset-requests=90 x-ratelimit-remaining-tokens=0 x-ratelimit-reset-tokens=1m3.5s", 90.0)]
    [InlineData("x-ratelimit-remaining-requests=5 x-ratelimit-reset-requests=2", null)]
    [InlineData("x-ratelimit-remaining-tokens=499 x-ratelimit-reset-tokens=8", 8.0)]
    [InlineData("x-ratelimit-remaining-tokens=500 x-ratelimit-reset-tokens=8", null)]
    [InlineData("x-ratelimit-reset-requests=2", null)]
    [InlineData("", null)]
    public void First_usable_form_counts(string headers, double? seconds) =>
        Assert.Equal(seconds, Read(headers)?.TotalSeconds);

    [Theory]
    [InlineData("Rate limit reached ... Please try again in 6m0s. Visit", 360.0)]
    [InlineData("Please try again in 20s", 20.0)]
    [InlineData("please TRY AGAIN IN 650ms.", 0.65)]
    [InlineData("Please retry after 12 seconds.", 12.0)]
    [InlineData("Please retry after 2 minutes", 120.0)]
    [InlineData("wait 1 hour", 3600.0)]
    [InlineData("retry in 250 milliseconds", 0.25)]
    [InlineData("retry in 250 ms", 0.25)]
    [InlineData("try again in 3", 3.0)]
    [InlineData("try again in 3 fortnights", null)]
    [InlineData("try again in a moment", null)]
    [InlineData("try again in 0s", null)]
    [InlineData("try again later", null)]
    [InlineData("", null)]
    public void Last_comes_a_duration_in_the_text(string text, double? seconds)
    {
        Assert.Equal(seconds, Read("", text)?.TotalSeconds);
        Assert.Equal(4, Read("retry-after=4", text)!.Value.TotalSeconds);
    }

    private static TimeSpan? Read(string headers, string? text = null)
    {
        var fields = SignalFields.Of(headers);
        return RetryAfterText.Read(fields, RateFields.Read(fields, Now), text is null ? null : new ErrorText("", "", text), 500, Now);
    }
}
