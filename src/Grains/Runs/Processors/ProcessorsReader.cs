using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary>
/// Reads <c>processors</c>: three lists, each of entries with exactly one of <c>dropColumns</c>, <c>transform</c>, <c>executor</c>. Entries work in order on the
/// columns that are there by then. What is wrong is reported.
/// </summary>
internal sealed class ProcessorsReader(HandlerFields handlers, IReadOnlyList<ColumnDraft> drafts, ColumnBinder binder, DocumentErrors errors)
{
    private const int MostEntries = 20;
    private const int MostColumns = 500;

    /// <summary>The processors of a document, which are complete only if nothing was reported.</summary>
    public RunProcessors Read(FieldReader document)
    {
        if (document.Inside("processors") is not { } fields)
        {
            return RunProcessors.None;
        }

        var before = Before();
        List<ProcessorColumn> first = [.. before.SelectMany(index => ColumnsOf(drafts[index]))];
        var preBatch = new StageColumns(first, name => $"column `{name}` is made after the preBatch processors; only seed and sampler columns are there");
        var pre = Stage(fields, ProcessorStage.PreBatch, preBatch);
        Forbid(preBatch.Dropped, before);

        var batch = new StageColumns(
            drafts.SelectMany(ColumnsOf).Where(column => !preBatch.Dropped.Contains(column.Name)),
            name => $"column `{name}` was dropped by a preBatch processor");
        var post = Stage(fields, ProcessorStage.PostBatch, batch);

        var dropped = preBatch.Dropped.Union(batch.Dropped);
        var written = new StageColumns(
            drafts.Where(static draft => !draft.Drop).SelectMany(ColumnsOf).Where(column => !dropped.Contains(column.Name)),
            name => $"column `{name}` is not written, so it is no part of the result");
        var after = Stage(fields, ProcessorStage.After, written);
        fields.Close();

        var index = drafts.Count;
        return new RunProcessors
        {
            PreBatch = pre.IsEmpty ? null : Work(ProcessorStage.PreBatch, index++, pre),
            Before = [.. before],
            PostBatch = post.IsEmpty ? null : Work(ProcessorStage.PostBatch, index, post),
            After = after.IsEmpty && written.Dropped.IsEmpty ? null : new AfterProcessors(after, [.. written.Visible.Select(static column => column.Name)]),
            Dropped = dropped,
        };
    }

    // Seeds, and samplers that need nothing but each other.
    private List<int> Before()
    {
        List<int> before = [.. Enumerable.Range(0, drafts.Count).Where(i => drafts[i].Kind?.Name is "seed" or "sampler")];
        int gone;
        do
        {
            var names = before.Select(i => drafts[i].Name).ToHashSet(StringComparer.Ordinal);
            gone = before.RemoveAll(i => drafts[i].Texts.References.Any(reference => !names.Contains(reference.Name)));
        }
        while (gone > 0);

        return before;
    }

    private static IEnumerable<ProcessorColumn> ColumnsOf(ColumnDraft draft) => draft.Name is not { } name
        ? []
        : (draft.Definition?.SideColumns ?? []).Select(static side => new ProcessorColumn(side, null, DataType.Json))
            .Prepend(new ProcessorColumn(name, draft.Type?.Type, draft.Shape.Type));

    private ImmutableArray<RowProcessor> Stage(FieldReader processors, ProcessorStage stage, StageColumns columns)
    {
        var name = stage.Name();
        var entries = processors.List(name, 1, MostEntries) ?? [];
        var found = ImmutableArray.CreateBuilder<RowProcessor>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (Entry(entries[i], $"processors.{name}[{i}]", stage, columns) is { } processor)
            {
                found.Add(processor);
            }
        }

        return found.ToImmutable();
    }

    private RowProcessor? Entry(DocumentNode place, string where, ProcessorStage stage, StageColumns columns)
    {
        var fields = new FieldReader(place, errors);
        var (drop, transform, executor) = (fields.Find("dropColumns"), fields.Find("transform"), fields.Find("executor"));
        fields.Close();
        if (((DocumentNode?[])[drop, transform, executor]).Count(static node => node is not null) != 1)
        {
            errors.Add(RunErrorCodes.BadValue, place, "a processor has exactly one of dropColumns, transform, executor", "Write each as an entry of its own; they work in order.");
            return null;
        }

        if (drop is not null)
        {
            Drop(drop, columns);
            return null;
        }

        return transform is not null ? Transform(transform, where, columns) : Executor(new FieldReader(executor!, errors), where, stage, columns);
    }

    private void Drop(DocumentNode list, StageColumns columns)
    {
        foreach (var item in list.ReadList(errors, 1, MostColumns) ?? [])
        {
            var texts = new StepTexts(errors);
            var name = texts.Column(item);
            binder.Look(texts, columns.WhyHidden);
            if (name is not null)
            {
                columns.Drop(name);
            }
        }
    }

    private TransformProcessor? Transform(DocumentNode node, string where, StageColumns columns)
    {
        var before = errors.Count;
        if (new FieldReader(node, errors).Place.Members.Count == 0)
        {
            errors.Add(RunErrorCodes.BadValue, node, "a transform names at least one column", "Write `transform: { column: \"template\" }`.");
            return null;
        }

        var targets = ImmutableArray.CreateBuilder<TransformTarget>();
        foreach (var member in node.Members)
        {
            var texts = new StepTexts(errors);
            var template = texts.Template(member.Value);
            binder.Look(texts, columns.WhyHidden);
            if (columns.Find(member.Name) is not { } column)
            {
                errors.AddName(
                    RunErrorCodes.UnboundReference,
                    member,
                    binder.Knows(member.Name) ? columns.WhyHidden(member.Name)! : $"there is no column `{member.Name}`",
                    NearestName.Hint(member.Name, columns.Visible.Select(static c => c.Name), "columns"));
            }
            else if (template is not null)
            {
                targets.Add(new TransformTarget(column, template));
            }
        }

        return errors.Count > before ? null : new TransformProcessor($"{where}.transform", targets.ToImmutable());
    }

    private ExecutorProcessor? Executor(FieldReader fields, string where, ProcessorStage stage, StageColumns columns)
    {
        var plan = handlers.Read(fields);
        ImmutableArray<KeyValuePair<string, JsonElement>> parameters = fields.Inside("params") is { } given
            ? [.. given.Place.Members.Select(static member => KeyValuePair.Create(member.Name, member.Value.ToJson()))]
            : [];
        foreach (var taken in fields.Place.Find("params")?.Members.Where(static member => member.Name == ExecutorProcessor.Rows) ?? [])
        {
            errors.Add(RunErrorCodes.BadValue, taken.Value, "`rows` are what is processed; params cannot have that name", "Rename it.");
        }

        fields.Close();
        return plan is null ? null : new ExecutorProcessor($"{where}.executor", handlers.Calls, plan, parameters, [.. columns.Visible], stage);
    }

    // A column that is gone before it is read can only be a mistake.
    private void Forbid(ImmutableHashSet<string> dropped, List<int> before)
    {
        foreach (var reference in Enumerable.Range(0, drafts.Count).Except(before).SelectMany(i => drafts[i].Texts.References))
        {
            if (dropped.Contains(reference.Name))
            {
                errors.Add(
                    RunErrorCodes.UnboundReference,
                    reference.Place,
                    $"column `{reference.Name}` is dropped by a preBatch processor before this is made",
                    "Drop it in postBatch, or give the column `drop: true`.");
            }
        }
    }

    private static CompiledColumn Work(ProcessorStage stage, int index, ImmutableArray<RowProcessor> processors) => new()
    {
        Index = index,
        Name = $"processors.{stage.Name()}",
        Kind = "processor",
        Upstream = [],
        Logged = stage == ProcessorStage.PreBatch,
        Local = false,
        IsBatch = true,
        Drop = true,
        Stage = stage,
        Step = new ProcessorStep(processors),
        SideColumns = [],
    };
}
