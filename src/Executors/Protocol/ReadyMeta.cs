namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Ready"/>.</summary>
internal sealed record ReadyMeta(IReadOnlyList<ReadyHandler> Handlers, double PreloadMs = 0, long ResidentBytes = 0);
