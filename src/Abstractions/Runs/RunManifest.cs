using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>What the result consists of. The same content stands in <c>manifest.json</c> of the artifact.</summary>
/// <param name="RunId">Owner.</param>
/// <param name="Name">The document's name.</param>
/// <param name="Fingerprint">SHA-256 of the canonical document, hex.</param>
/// <param name="RandomSeed">Seed of all sampled values.</param>
/// <param name="State">State when it was written.</param>
/// <param name="Outcome">Outcome, or null.</param>
/// <param name="Format"><c>jsonl</c> or <c>csv</c>.</param>
/// <param name="Gzip">Parts are compressed.</param>
/// <param name="Columns">Columns that are written, in order.</param>
/// <param name="Parts">What the result is made of: the sealed parts by group number, or the one file that processors made of them.</param>
/// <param name="DroppedFiles">Names of the files of dropped rows.</param>
/// <param name="Rows">Counts.</param>
/// <param name="Usage">Calls and tokens.</param>
/// <param name="Profile">What the written columns look like; empty before the first part.</param>
/// <param name="ResultRows">Rows of the result: the first so many of the parts. Fewer than they hold when more survived than were asked for.</param>
/// <param name="Processing">The processors of the whole result; null: there are none, or they have not started.</param>
[GenerateSerializer, Immutable, Alias("granary.RunManifest")]
public sealed record RunManifest(
    [property: Id(0)] string RunId,
    [property: Id(1)] string Name,
    [property: Id(2)] string Fingerprint,
    [property: Id(3)] ulong RandomSeed,
    [property: Id(4)] RunState State,
    [property: Id(5)] string? Outcome,
    [property: Id(6)] string Format,
    [property: Id(7)] bool Gzip,
    [property: Id(8)] ImmutableArray<string> Columns,
    [property: Id(9)] ImmutableArray<RunPart> Parts,
    [property: Id(10)] ImmutableArray<string> DroppedFiles,
    [property: Id(11)] RunRows Rows,
    [property: Id(12)] RunUsage Usage,
    [property: Id(13)] ImmutableArray<RunColumnProfile> Profile,
    [property: Id(14)] long ResultRows,
    [property: Id(15)] RunProcessing? Processing = null);
