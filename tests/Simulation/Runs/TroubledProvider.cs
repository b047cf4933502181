using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Granary.Simulation.Runs;

/// <summary>
/// A provider that all silos call. It has a hidden limit, and times of trouble in which it refuses, breaks, hangs and talks nonsense; some rows it
/// refuses for good. It answers a prompt with the cell's name, the number of the call and what the cell was made from. Used on one thread.
/// </summary>
internal sealed partial class TroubledProvider(string name, RunCase plan, RunBook book)
{
    private readonly SeededDraw _draw = new(plan.Seed * 13 + (ulong)name[^1]);
    private readonly List<DateTimeOffset> _ends = [];
    private DateTimeOffset _downUntil;

    /// <summary>Share of calls that fail, of each kind.</summary>
    public double Faults { get; set; }

    public ProviderAnswer Answer(string body, DateTimeOffset now)
    {
        _ends.RemoveAll(end => end <= now);
        var latency = _draw.Milliseconds(20, 400);
        if (_draw.Chance(Faults / 10))
        {
            _downUntil = now + TimeSpan.FromSeconds(_draw.From(2, 20));
        }

        if (Faults > 0 && now < _downUntil)
        {
            return Fail(503, latency);
        }

        if (_ends.Count >= plan.HiddenLimit)
        {
            return Fail(429, TimeSpan.FromMilliseconds(5));
        }

        _ends.Add(now + latency);
        return Prompt().Match(body) is { Success: true } prompt ? AnswerCell(prompt, latency) : Text("OK", latency);
    }

    private ProviderAnswer AnswerCell(Match prompt, TimeSpan latency)
    {
        var (cell, upstream) = (prompt.Groups["cell"].Value, prompt.Groups["from"].Value);
        var call = book.Called(cell, upstream);
        var n = int.Parse(cell[3..], CultureInfo.InvariantCulture);
        if (cell.StartsWith("c1:", StringComparison.Ordinal) && plan.IsPoisoned(n))
        {
            return Fail(400, latency);
        }

        if (_draw.Chance(Faults))
        {
            return _draw.Below(5) switch
            {
                0 => Fail(500, latency),
                1 => Fail(503, latency),
                2 => new ProviderAnswer(ProviderAnswer.Broken, "", latency),
                3 => new ProviderAnswer(200, "", TimeSpan.FromMinutes(5)),
                _ => new ProviderAnswer(200, """{"choices":""", latency),
            };
        }

        var text = $"{cell}#{call}<{upstream}>";
        return cell[1] != '3' ? Text(text, latency)
            : _draw.Chance(Faults) ? Text("I would rather not say.", latency)
            : Text($$"""{"v":"{{text}}"}""", latency);
    }

    private static ProviderAnswer Text(string text, TimeSpan latency) => new(
        200,
        $$$"""{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5}}""",
        latency);

    private static ProviderAnswer Fail(int status, TimeSpan latency) => new(status, """{"error":{"message":"no"}}""", latency);

    // In the body everything above ASCII and the quotes and angle brackets may be escaped; the transport unescapes it first.
    [GeneratedRegex("@(?<cell>c[1-5]:[0-9]+)\\|(?<from>[^@]*)@", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Prompt();
}
