using System.Text.Json;

namespace Granary.Grains.Steps.Samplers;

/// <summary>What a sampler gave.</summary>
/// <param name="Value">The value.</param>
/// <param name="Problem">Why there is none; null when there is one.</param>
internal readonly record struct SampleDraw(JsonElement Value, string? Problem);
