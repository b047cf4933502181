using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

/// <summary>Header fields from one line: <c>name=value name=value</c>, blanks in values written as underscores.</summary>
internal static class SignalFields
{
    public static AnswerField[] Of(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static part =>
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            return new AnswerField(part[..equals], part[(equals + 1)..].Replace('_', ' '));
        })];
}
