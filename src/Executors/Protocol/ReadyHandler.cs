namespace Granary.Executors.Protocol;

/// <summary>A handler as a worker announces it.</summary>
internal sealed record ReadyHandler(string Name, bool Asynchronous = false, bool Idempotent = false);
