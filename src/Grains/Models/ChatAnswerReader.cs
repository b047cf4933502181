using System.Text;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>Reads a plain chat answer strictly: whatever is not a complete one is a failure of the provider, also under status 200.</summary>
internal static class ChatAnswerReader
{
    private const int BytesPerToken = 4;

    /// <summary>The answer, or the fault. <paramref name="sentBytes"/> is what the usage is estimated from where the provider tells none.</summary>
    public static ModelAnswer? Read(int status, ReadOnlyMemory<byte> body, int sentBytes, out TokenUsage usage, out ProviderFault? fault)
    {
        usage = default;
        try
        {
            using var document = ProviderJson.Parse(body);
            var root = document.RootElement;
            if (ErrorBody.Read(root) is { } error)
            {
                fault = FaultClassifier.Of(new ProviderAnswer(status, error, RateFields.None, null), mayRetry: true);
                return null;
            }

            if (Answer(root) is not { } answer)
            {
                fault = ProviderFault.Connection("The provider's answer has no choice with a message.", status);
                return null;
            }

            usage = AnswerUsage.Read(root) ?? Estimate(answer, sentBytes);
            fault = null;
            return answer;
        }
        catch (JsonException)
        {
            fault = ProviderFault.Connection("The provider's answer is not valid JSON.", status);
            return null;
        }
    }

    private static ModelAnswer? Answer(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("choices", out var choices)
            || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return null;
        }

        var choice = choices[0];
        if (choice.ValueKind != JsonValueKind.Object || !choice.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object
            || Content(message) is not { } text)
        {
            return null;
        }

        return new ModelAnswer(text, Text(choice, "finish_reason"), Text(message, "reasoning_content") ?? Text(message, "reasoning"));
    }

    /// <summary>A string, the text of its parts, or nothing where the model refused or used its tokens up; null if it is something else.</summary>
    private static string? Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return Text(message, "refusal") ?? string.Empty;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            text.Append(part.ValueKind == JsonValueKind.Object ? Text(part, "text") : null);
        }

        return text.ToString();
    }

    private static TokenUsage Estimate(ModelAnswer answer, int sentBytes)
    {
        var (input, output) = (Math.Max(1, sentBytes / BytesPerToken), Math.Max(1, answer.Text.Length / BytesPerToken));
        return new TokenUsage(input, output, input + output);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
