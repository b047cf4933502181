using Granary.Api.Callers;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Callers;

public sealed class CallHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_said_is_interactive_and_leaves_the_wait_to_the_alias()
    {
        var headers = Read([])!;
        Assert.Equal("interactive", headers.Band);
        Assert.Null(headers.MaxWait);
        Assert.Null(headers.Deadline);
    }

    [Fact]
    public void All_of_them_are_read()
    {
        var headers = Read(new() { ["Granary-Band"] = "bulk", ["Granary-Max-Wait"] = "0", ["Granary-Deadline"] = "2026-01-01T00:00:05Z", ["Granary-Flow"] = "f" })!;
        Assert.Equal(new CallHeaders("bulk", TimeSpan.Zero, TimeSpan.FromSeconds(5), "f"), headers);
    }

    [Theory]
    [InlineData("Granary-Band", "urgent")]
    [InlineData("Granary-Max-Wait", "soon")]
    [InlineData("Granary-Max-Wait", "-5s")]
    [InlineData("Granary-Deadline", "tomorrow")]
    [InlineData("Granary-Flow", "01234567890123456789012345678901234567890123456789012345678901234")]
    public void Malformed_one_is_named(string name, string value)
    {
        Assert.Null(CallHeaders.Read(new HeaderDictionary { [name] = value }, Now, out var error));
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("0", 0)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(WireDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("ms")]
    [InlineData("31d")]
    [InlineData("1e9s")]
    [InlineData("")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(WireDuration.TryParse(text, out _));

    private static CallHeaders? Read(HeaderDictionary headers) => CallHeaders.Read(headers, Now, out _);
}
