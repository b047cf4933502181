namespace Granary.GrainRuntime.Tests.Calls;

[GenerateSerializer, Alias("tests.FruitException")]
public sealed class FruitException(string message, int weight) : Exception(message)
{
    [Id(0)]
    public int Weight { get; } = weight;
}
