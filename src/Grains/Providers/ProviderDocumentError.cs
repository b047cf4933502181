using System.Globalization;

namespace Granary.Grains.Providers;

/// <summary>One problem of a provider document.</summary>
/// <param name="Line">Line from 1, if known.</param>
/// <param name="Column">Character in the line from 1, if known.</param>
/// <param name="Path">JSON Pointer into the document.</param>
/// <param name="Message">What is wrong, with value and bound; never a secret.</param>
/// <param name="Hint">What to do: the nearest valid name, the valid ones.</param>
internal sealed record ProviderDocumentError(int? Line, int? Column, string Path, string Message, string? Hint)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"line {Line ?? 1}, column {Column ?? 1}, {(Path.Length == 0 ? "/" : Path)}: {Message}{(Hint is null ? "." : $". {Hint}")}");
}
