using Granary.Silo.Hosting;

namespace Granary.Silo.Tests;

public sealed class SiloOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:0")]
    [InlineData("http://[::1]:9000")]
    public void Loopback_addresses_are_allowed(string listen) =>
        Assert.True(new SiloOptionsValidator().Validate(null, new SiloOptions { Listen = listen }).Succeeded);

    [Theory]
    [InlineData("http://0.0.0.0:8080", "only loopback")]
    [InlineData("http://example.com:8080", "only loopback")]
    [InlineData("https://127.0.0.1:8443", "must look like")]
    [InlineData("8080", "must look like")]
    public void Other_addresses_stop_the_start_with_the_remedy(string listen, string text)
    {
        var result = new SiloOptionsValidator().Validate(null, new SiloOptions { Listen = listen });
        Assert.Contains(text, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_value_is_named_at_once()
    {
        var result = new SiloOptionsValidator().Validate(null, new SiloOptions { Listen = "x", DrainTime = TimeSpan.FromDays(1) });
        Assert.Equal(2, result.Failures!.Count());
    }
}
