namespace Granary.Executors.Tests.Handlers;

internal sealed record AddArguments(int A, int B);
