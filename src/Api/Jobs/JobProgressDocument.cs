using System.Text.Json;

using Granary.Abstractions.Executors;

namespace Granary.Api.Jobs;

/// <summary>What a handler said of its progress.</summary>
internal sealed record JobProgressDocument(double? Percent, string? Message, JsonElement? Data)
{
    public static JobProgressDocument Of(TaskProgress progress) =>
        new(progress.Percent, progress.Message, progress.Data is { } data ? JsonElement.Parse(data) : null);
}
