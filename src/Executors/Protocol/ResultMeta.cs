namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Result"/>.</summary>
internal sealed record ResultMeta(double RunMs = 0, long? Size = null);
