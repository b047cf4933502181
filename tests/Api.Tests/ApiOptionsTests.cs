namespace Granary.Api.Tests;

public sealed class ApiOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new ApiOptionsValidator().Validate(null, new ApiOptions()).Succeeded);

    [Fact]
    public void Every_wrong_value_is_named_at_once()
    {
        var result = new ApiOptionsValidator().Validate(null, new ApiOptions
        {
            MaxDocumentBytes = 1,
            MaxCallBytes = 1,
            MaxFileBytes = 1,
            EventHeartbeat = TimeSpan.Zero,
        });
        Assert.Equal(4, result.Failures!.Count());
    }
}
