namespace Granary.Executors;

/// <summary>A handler as a pool knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAsynchronous">It awaits instead of blocking.</param>
/// <param name="IsIdempotent">It is run once more when its worker is lost.</param>
public sealed record ExecutorHandlerInfo(string Name, bool IsAsynchronous, bool IsIdempotent);
