using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>How far a streamed chat answer is, from the events seen.</summary>
internal sealed class ChatStreamProgress
{
    private const int MostChoices = 1_024;
    private readonly Dictionary<int, bool> _choices = [];
    private int _unfinished;

    /// <summary>The end marker was seen.</summary>
    public bool Ended { get; set; }

    /// <summary>Every choice seen has a finish reason.</summary>
    public bool Finished => _choices.Count > 0 && _unfinished == 0;

    /// <summary>The usage, once an event told it.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Takes an event's JSON in. Returns whether it carries the usage and nothing else.</summary>
    public bool Take(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var usage = AnswerUsage.Read(root);
        Usage = usage ?? Usage;
        if (!root.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.Object)
            {
                Take(choice, IndexOf(choice));
            }
        }

        return usage is not null && choices.GetArrayLength() == 0;
    }

    private void Take(JsonElement choice, int index)
    {
        if (!_choices.TryGetValue(index, out var finished))
        {
            if (_choices.Count == MostChoices)
            {
                return;
            }

            _choices[index] = false;
            _unfinished++;
        }

        if (!finished && choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String)
        {
            _choices[index] = true;
            _unfinished--;
        }
    }

    private static int IndexOf(JsonElement choice) =>
        choice.TryGetProperty("index", out var index) && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var number) ? number : 0;
}
