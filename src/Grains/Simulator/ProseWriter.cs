using System.Text;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>Writes a plausible answer in sentences about the name that the prompt mentions; a review where the prompt speaks of one.</summary>
internal static class ProseWriter
{
    public static string Write(SimulatorChance chance, IReadOnlyList<ChatMessage> messages, int words)
    {
        var prompt = messages[^1].Content;
        var review = prompt.Contains("review", StringComparison.OrdinalIgnoreCase);
        var subject = Subject(prompt) ?? (review ? "this one" : "This place");
        var wanted = Math.Max(1, (int)Math.Round(words * (0.5 + chance.NextDouble())));
        var text = new StringBuilder();
        var written = 0;
        while (written < wanted)
        {
            var sentence = Sentence(chance, review, subject);
            if (text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(sentence);
            written += sentence.AsSpan().Count(' ') + 1;
        }

        return text.ToString();
    }

    /// <summary>One to <paramref name="most"/> words without a full stop, for a short field.</summary>
    public static string Phrase(SimulatorChance chance, int most)
    {
        var adjective = chance.Pick<string>(WordBank.Adjectives);
        var noun = chance.Pick<string>(WordBank.Nouns);
        return most >= adjective.Length + 1 + noun.Length ? $"{adjective} {noun}" : noun;
    }

    /// <summary>One sentence.</summary>
    public static string Sentence(SimulatorChance chance, bool review, string subject)
    {
        var shape = chance.Pick<string>(review ? WordBank.ReviewSentences : WordBank.Sentences);
        var text = new StringBuilder(shape.Length + 40);
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] != '{')
            {
                text.Append(shape[i]);
                continue;
            }

            text.Append(shape[i + 1] switch
            {
                's' => subject,
                'a' => chance.Pick<string>(WordBank.Adjectives),
                'n' => chance.Pick<string>(review ? WordBank.ReviewNouns : WordBank.Nouns),
                _ => chance.Pick<string>(WordBank.Verbs),
            });
            i += 2;
        }

        return text.ToString();
    }

    /// <summary>The last run of capitalised words that does not merely begin a sentence.</summary>
    private static string? Subject(string prompt)
    {
        string? found = null;
        var run = new List<string>(4);
        var begins = true;
        foreach (var word in prompt.AsSpan(0, Math.Min(prompt.Length, 4_000)).ToString().Split([' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var bare = word.Trim(',', '.', ';', ':', '!', '?', '"', '\'', '(', ')');
            if (bare.Length > 1 && char.IsUpper(bare[0]) && !begins && run.Count < 4)
            {
                run.Add(bare);
                found = string.Join(' ', run);
            }
            else
            {
                run.Clear();
            }

            begins = word[^1] is '.' or '!' or '?' or ':';
            if (word[^1] is ',' or ';' || begins)
            {
                run.Clear();
            }
        }

        return found;
    }
}
