using System.Text.Json;
using System.Text.RegularExpressions;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary><c>regex</c>: the text, or the JSON of another value, has a match.</summary>
internal sealed class RegexValueCheck(Regex pattern) : IValueCheck
{
    public string Name => "regex";

    public ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return ValueTask.FromResult(CheckFindings.One("there is no value"));
        }

        try
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : DataJson.Text(value);
            return ValueTask.FromResult(pattern.IsMatch(text) ? CheckFindings.None : CheckFindings.One($"does not match {pattern}"));
        }
        catch (RegexMatchTimeoutException)
        {
            return ValueTask.FromResult(CheckFindings.One($"could not be matched within {pattern.MatchTimeout.TotalMilliseconds:0} ms: {pattern}"));
        }
    }
}
