namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Cancel"/> and <see cref="FrameType.Bye"/>.</summary>
internal sealed record ReasonMeta(string Reason);
