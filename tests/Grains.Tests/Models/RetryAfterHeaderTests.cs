using Granary.Grains.Models;

namespace Granary.Grains.Tests.Models;

public sealed class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after-ms=120", 0.12)]
    [InlineData("retry-after-ms=0.5", 0.0005)]
    [InlineData("retry-after-ms=1500 retry-after=7", 1.5)]
    [InlineData("retry-after-ms=junk retry-after=7", 7.0)]
    [InlineData("retry-after-ms=-3 retry-after=7", 7.0)]
    [InlineData("retry-after=1.25", 1.25)]
    [InlineData("retry-after=0 x-ratelimit-remaining-tokens=0 x-ratelimit-reset-tokens=6m0s", 360.0)]
    [InlineData("retry-after=Thu,_01_Jan_2026_00:00:30_GMT", 30.0)]
    [InlineData("retry-after=Thu,_01_Jan_2026_00:00:30_GMT date=Thu,_01_Jan_2026_00:00:10_GMT", 20.0)]
    [InlineData("retry-after=Wed,_31_Dec_2025_00:00:00_GMT", null)]
    [InlineData("retry-after=-1", null)]
    [InlineData("retry-after=0", null)]
    [InlineData("retry-after=soon", null)]
    [InlineData("retry-after=NaN", null)]
    [InlineData("retry-after=1e400", null)]
    [InlineData("retry-after=99999999999", null)]
    [InlineData("x-ratelimit-remaining-requests=0 x-ratelimit-reset-requests=120ms", 0.12)]
    [InlineData("x-ratelimit-remaining-requests=0 x-ratelimit-reset-requests=2 x-ratelimit-remaining-tokens=0 x-ratelimit-reset-tokens=1m3.5s", 63.5)]
    [InlineData("x-ratelimit-remaining-requests=5 x-ratelimit-reset-requests=2", null)]
    [InlineData("x-ratelimit-reset-requests=2", null)]
    [InlineData("", null)]
    public void First_usable_form_counts(string headers, double? seconds)
    {
        var response = new HttpResponseMessage();
        foreach (var header in headers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = header.Split('=');
            response.Headers.TryAddWithoutValidation(parts[0], parts[1].Replace('_', ' '));
        }

        foreach (var status in new[] { 429, 503, 529 })
        {
            Assert.Equal(seconds, RetryAfterHeader.Read(status, response.Headers, Now)?.TotalSeconds);
        }

        Assert.Null(RetryAfterHeader.Read(500, response.Headers, Now));
    }

    [Theory]
    [InlineData("6m0s", 360.0)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("120ms", 0.12)]
    [InlineData("1d", 86400.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("", null)]
    [InlineData("6x", null)]
    [InlineData("s", null)]
    [InlineData("-1s", null)]
    [InlineData("6m0", null)]
    public void Reset_is_read(string text, double? seconds) => Assert.Equal(seconds, RateHeaders.ReadReset(text)?.TotalSeconds);
}
