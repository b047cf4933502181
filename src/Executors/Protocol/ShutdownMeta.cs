namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Shutdown"/>.</summary>
internal sealed record ShutdownMeta(double GraceMs = 0);
