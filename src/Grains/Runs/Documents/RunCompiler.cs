using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// Turns a submission into a run that can start, or into every problem it has.
/// <para>1. The bytes become places (<see cref="DocumentReader"/>). 2. The submission's overrides replace fields. 3. The header is read. 4. The
/// seed dataset is read whole. 5. Each column is read by its kind. 6. Processors are read, columns are bound to each other
    /// and the graph is built.</para>
/// Nothing is started and nothing is stored. Thread-safe.
/// </summary>
internal sealed class RunCompiler(StepKinds kinds, SeedLoader seeds, IAliasDirectory aliases, HandlerFields handlers, TimeProvider time)
{
    private const int MostColumns = 500;

    /// <summary>Compiles a document.</summary>
    public async Task<RunCompilation> CompileAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        var reading = DocumentReader.Read(submission.Document.AsSpan(), submission.Format);
        if (reading.Root is not { } read)
        {
            return new RunCompilation(null, Readable: false, [reading.Error!], []);
        }

        var document = RunOverrides.Apply(read, submission);
        var errors = new DocumentErrors();
        var fields = new FieldReader(document, errors);
        var header = RunHeaderReader.Read(fields);
        var columns = fields.Required("columns", "Add `columns`, a list of 1 to 500 columns.")?.ReadList(errors, 1, MostColumns);
        fields.Find("processors");
        fields.Close();

        var fingerprint = RunFingerprint.Of(document);
        var randomSeed = header.RandomSeed ?? fingerprint.DefaultSeed;
        var seed = header.Seed is { } specification ? await seeds.LoadAsync(specification, randomSeed, errors, cancellationToken) : null;
        var reader = new ColumnReader(kinds, errors, seed, header.NamesSeed);
        var drafts = (columns ?? []).Select(reader.Read).ToList();
        var binder = new ColumnBinder(drafts, errors, time);
        var processors = new ProcessorsReader(handlers, drafts, binder, errors).Read(fields);
        var bound = binder.Bind();
        if (header.Rows is null && fields.Find("rows") is null && !header.NamesSeed)
        {
            errors.Add(RunErrorCodes.BadValue, document, "`rows` is missing, and there is no seed dataset to count", "Add `rows`, or `seed`.");
        }

        var prices = RunPrices.Of(drafts, header.Limits.MaxCost, aliases, fields, errors);
        if (errors.Count > 0 || bound is not { } parts)
        {
            return new RunCompilation(null, Readable: true, errors.Sorted(), []);
        }

        var run = new CompiledRun
        {
            Name = header.Name,
            Rows = header.Rows ?? seed!.Count,
            RowGroupSize = header.RowGroupSize,
            Window = header.Window,
            Band = header.Band,
            RandomSeed = randomSeed,
            Fingerprint = fingerprint.Text,
            Columns = parts.Columns,
            Graph = parts.Graph,
            Processors = processors,
            Output = header.Output,
            Limits = header.Limits,
            Retry = header.Retry,
            Shutdown = header.Shutdown,
            Preflight = header.Preflight,
            Prices = prices,
            Survivors = header.Survivors,
            Labels = header.Labels,
            Events = header.Events,
            Resume = header.Resume,
            Seed = seed,
            CanonicalDocument = DataJson.Text(document.ToJson()),
        };
        return new RunCompilation(run, Readable: true, [], RunWarnings.Of(run, drafts));
    }
}
