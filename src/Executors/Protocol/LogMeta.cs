namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Log"/>.</summary>
internal sealed record LogMeta(string Level, string Category, string Message);
