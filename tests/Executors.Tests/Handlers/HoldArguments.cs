namespace Granary.Executors.Tests.Handlers;

internal sealed record HoldArguments(string Path, bool Obedient);
