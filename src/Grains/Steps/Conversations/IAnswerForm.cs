using System.Collections.Immutable;
using System.Text.Json;

namespace Granary.Grains.Steps.Conversations;

/// <summary>What an answer must look like to be a value. Immutable and thread-safe.</summary>
internal interface IAnswerForm
{
    /// <summary>What stands at the end of the system message, or null.</summary>
    string? Instruction { get; }

    /// <summary>What the form adds to the request's parameters.</summary>
    ImmutableDictionary<string, JsonElement> Extend(ImmutableDictionary<string, JsonElement> parameters);

    /// <summary>The value in an answer; null, with at least one problem, when there is none of this form.</summary>
    JsonElement? Read(string answer, out IReadOnlyList<string> problems);

    /// <summary>What the model is told about a bad answer.</summary>
    string Correction(IReadOnlyList<string> problems);
}
