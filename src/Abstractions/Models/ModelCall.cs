using System.Text.Json;

namespace Granary.Abstractions.Models;

/// <summary>One call of a cell, for chat unless it says otherwise.</summary>
/// <param name="Alias">Alias name.</param>
/// <param name="Messages">The conversation, oldest first; at least one.</param>
/// <param name="Parameters">Further fields of the provider's request body (<c>temperature</c>, <c>max_tokens</c>, <c>response_format</c> …), sent as they are.</param>
/// <param name="Caller">On whose behalf.</param>
/// <param name="OnAdmissionWait">
/// Told <c>true</c> when the call starts to wait for a permit and <c>false</c> when it has one, so that a scheduler can lend its unit meanwhile;
/// called on any thread, must not block or throw. Null: nobody wants to know.
/// </param>
/// <param name="Embedding">
/// An embedding of the last message is wanted, from an alias for embeddings; the answer's text is then the vector as a JSON array of numbers.
/// </param>
public sealed record ModelCall(
    string Alias,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyDictionary<string, JsonElement> Parameters,
    CallerContext Caller,
    Action<bool>? OnAdmissionWait = null,
    bool Embedding = false);
