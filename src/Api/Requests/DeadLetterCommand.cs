using System.Text.Json;
using System.Text.Json.Serialization;

namespace Granary.Api.Requests;

/// <summary>Body of an action on many dead letters.</summary>
internal sealed record DeadLetterCommand
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>How many the caller has seen; another number means that something changed meanwhile.</summary>
    public required int Expected { get; init; }

    public string? Reason { get; init; }

    public string? Route { get; init; }

    public string? Tenant { get; init; }
}
