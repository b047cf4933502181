namespace Granary.Grains.Seeds;

/// <summary>Something wrong with a dataset.</summary>
/// <param name="Line">Line of the file from 1, if it concerns one.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record SeedProblem(long? Line, string Message);
