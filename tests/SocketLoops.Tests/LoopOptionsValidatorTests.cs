namespace Granary.SocketLoops.Tests;

public sealed class LoopOptionsValidatorTests
{
    private readonly LoopOptionsValidator _validator = new();

    [Fact]
    public void Every_listed_name_and_the_default_are_valid()
    {
        Assert.True(_validator.Validate(null, new LoopOptions()).Succeeded);
        Assert.All(LoopBackends.Names, name => Assert.True(_validator.Validate(null, new LoopOptions { Backend = name }).Succeeded));
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("Sockets")]
    [InlineData("")]
    public void Other_names_are_refused_with_the_valid_ones(string backend)
    {
        var result = _validator.Validate(null, new LoopOptions { Backend = backend });
        Assert.Equal($"Loops:Backend is '{backend}'; valid values are sockets, auto.", Assert.Single(result.Failures!));
    }
}
