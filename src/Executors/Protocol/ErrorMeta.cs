namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Error"/>.</summary>
internal sealed record ErrorMeta(string Reason, string? Type = null, string? Message = null, string? Stack = null, string? Pointer = null);
