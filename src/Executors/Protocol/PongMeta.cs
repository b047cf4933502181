namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Pong"/>.</summary>
internal sealed record PongMeta(long ResidentBytes = 0, int Running = 0);
