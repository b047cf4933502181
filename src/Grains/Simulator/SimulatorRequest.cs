using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>A chat request as the simulator understands it.</summary>
/// <param name="Model">The model asked for; any name will do.</param>
/// <param name="Messages">The conversation; parts of a message are joined, only their text counts.</param>
/// <param name="Streamed">Server-sent events are wanted.</param>
/// <param name="IncludeUsage">A last event with the usage is wanted.</param>
/// <param name="MaxTokens">Longest answer, or null.</param>
/// <param name="Schema">The JSON Schema the answer must satisfy, or null for prose.</param>
internal sealed record SimulatorRequest(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    bool Streamed,
    bool IncludeUsage,
    int? MaxTokens,
    JsonElement? Schema);
