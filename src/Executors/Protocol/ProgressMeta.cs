using System.Text.Json;

namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Progress"/>.</summary>
internal sealed record ProgressMeta(double? Percent = null, string? Message = null, JsonElement? Data = null);
