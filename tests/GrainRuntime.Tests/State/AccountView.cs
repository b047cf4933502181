namespace Granary.GrainRuntime.Tests.State;

[GenerateSerializer, Immutable, Alias("tests.AccountView")]
public sealed record AccountView(
    [property: Id(0)] AccountState State, [property: Id(1)] string? Etag, [property: Id(2)] bool Exists, [property: Id(3)] int Activation);
