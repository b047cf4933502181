namespace Granary.Grains.Runs.Documents;

/// <summary>How the result is written.</summary>
/// <param name="Format"><c>jsonl</c> or <c>csv</c>.</param>
/// <param name="Gzip">Parts are compressed.</param>
/// <param name="KeepDropped">Dropped rows are listed with the values they had.</param>
internal sealed record RunOutput(string Format, bool Gzip, bool KeepDropped);
