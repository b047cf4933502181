using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Code in one language: the first fenced block that names it, else the only block there is.</summary>
internal sealed class CodeAnswer(string language) : IAnswerForm
{
    /// <inheritdoc/>
    public string? Instruction { get; } = $"Answer with one Markdown code block that begins with ```{language}.";

    /// <inheritdoc/>
    public ImmutableDictionary<string, JsonElement> Extend(ImmutableDictionary<string, JsonElement> parameters) => parameters;

    /// <inheritdoc/>
    public JsonElement? Read(string answer, out IReadOnlyList<string> problems)
    {
        var blocks = FencedBlocks.In(answer);
        var named = blocks.FirstOrDefault(block => block.Language.Equals(language, StringComparison.OrdinalIgnoreCase));
        var found = named ?? (blocks.Count == 1 ? blocks[0] : null);
        problems = found is not null
            ? []
            : [blocks.Count == 0 ? "the answer holds no complete code block" : $"none of its {blocks.Count} code blocks is marked {language}"];
        return found is null ? null : DataJson.Element(found.Code);
    }

    /// <inheritdoc/>
    public string Correction(IReadOnlyList<string> problems) =>
        $"Your answer cannot be used: {string.Join("; ", problems)}.\n{Instruction}";
}
