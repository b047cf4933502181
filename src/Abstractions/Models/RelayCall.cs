namespace Granary.Abstractions.Models;

/// <summary>A caller's request on its way to a provider.</summary>
/// <param name="Alias">Alias name, as found in the body's <c>model</c>.</param>
/// <param name="Route">The part of the route after <c>/v1</c>, with its slash: <c>/chat/completions</c>.</param>
/// <param name="Body">The caller's body. Sent as it is, but for the value of <c>model</c> at <paramref name="ModelValue"/>.</param>
/// <param name="ModelValue">Where the JSON string of <c>model</c> stands in the body, quotes included.</param>
/// <param name="Streamed">The caller asked for server-sent events.</param>
/// <param name="Headers">Request headers that may travel on, already filtered.</param>
/// <param name="EstimatedTokens">Input estimate plus expected output, at least 1.</param>
/// <param name="Caller">On whose behalf.</param>
public sealed record RelayCall(
    string Alias,
    string Route,
    ReadOnlyMemory<byte> Body,
    Range ModelValue,
    bool Streamed,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    int EstimatedTokens,
    CallerContext Caller);
