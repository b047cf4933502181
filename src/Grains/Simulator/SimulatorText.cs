using System.Text;

namespace Granary.Grains.Simulator;

/// <summary>What the simulated model says to one conversation.</summary>
/// <param name="Text">The answer.</param>
/// <param name="FinishReason"><c>stop</c>, or <c>length</c> if the caller's maximum cut it.</param>
/// <param name="InputTokens">Four bytes a token.</param>
/// <param name="OutputTokens">Four bytes a token.</param>
internal sealed record SimulatorText(string Text, string FinishReason, int InputTokens, int OutputTokens)
{
    private const ulong Purpose = 1;

    /// <summary>Follows from the seed and the conversation alone, so that asking again gives the same text.</summary>
    public static SimulatorText Make(SimulatorSettings settings, SimulatorRequest request, PromptHash prompt)
    {
        var chance = SimulatorChance.For(settings.Seed, prompt, Purpose);
        var text = request.Schema is { } schema
            ? new SchemaAnswer(schema, chance).Make()?.ToJsonString() ?? "null"
            : ProseWriter.Write(chance, request.Messages, settings.Words);
        var finish = "stop";
        if (request.MaxTokens is { } most && Tokens(text) > most)
        {
            text = Cut(text, most * 4);
            finish = "length";
        }

        return new SimulatorText(text, finish, request.Messages.Sum(m => Tokens(m.Content)), Tokens(text));
    }

    public static int Tokens(string text) => Math.Max(1, (Encoding.UTF8.GetByteCount(text) + 3) / 4);

    /// <summary>The text in the pieces a stream sends: one word each, with the space after it.</summary>
    public IReadOnlyList<string> Pieces()
    {
        var pieces = new List<string>();
        for (var at = 0; at < Text.Length;)
        {
            var space = Text.IndexOf(' ', at);
            var end = space < 0 ? Text.Length : space + 1;
            pieces.Add(Text[at..end]);
            at = end;
        }

        return pieces;
    }

    private static string Cut(string text, int bytes)
    {
        var length = Math.Min(text.Length, bytes);
        while (length > 0 && (Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) > bytes || char.IsHighSurrogate(text[length - 1])))
        {
            length--;
        }

        return text[..length];
    }
}
