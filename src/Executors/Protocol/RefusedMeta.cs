namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Refused"/>: the stage is hello, import or preload.</summary>
internal sealed record RefusedMeta(string Stage, string Error);
