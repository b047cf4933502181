using System.Collections.Immutable;
using Granary.Grains.Steps;
using Granary.Grains.Values;
using Granary.Scheduling.Columns;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// Ties columns together: finds what each reference means, looks at shapes, and builds the graph. What is wrong is reported; the columns are
/// complete only if nothing was.
/// </summary>
internal sealed class ColumnBinder
{
    private readonly IReadOnlyList<ColumnDraft> _drafts;
    private readonly DocumentErrors _errors;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sides = new(StringComparer.Ordinal);

    public ColumnBinder(IReadOnlyList<ColumnDraft> drafts, DocumentErrors errors, TimeProvider time)
    {
        (_drafts, _errors, _time) = (drafts, errors, time);
        for (var i = 0; i < drafts.Count; i++)
        {
            if (drafts[i].Name is { } name)
            {
                AddName(name, i);
            }

            foreach (var side in drafts[i].Definition?.SideColumns ?? [])
            {
                _sides.TryAdd(side, i);
            }
        }
    }

    /// <summary>There is a column or side column of that name.</summary>
    public bool Knows(string name) => _columns.ContainsKey(name) || _sides.ContainsKey(name);

    /// <summary>Looks at texts that stand outside of columns: what they read must exist, and not be hidden where they stand.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="whyHidden">Why an existing column cannot be read there; null: it can.</param>
    public void Look(StepTexts texts, Func<string, string?> whyHidden)
    {
        foreach (var reference in texts.References.DistinctBy(static r => (r.Place, r.Name)))
        {
            if (!Knows(reference.Name))
            {
                ReportUnbound(reference);
            }
            else if (whyHidden(reference.Name) is { } why)
            {
                _errors.Add(RunErrorCodes.UnboundReference, reference.Place, why, "Take the reference out, or move the entry.");
            }
        }

        CheckShapes(texts);
    }

    /// <summary>The columns and their graph; null when anything is wrong with the document.</summary>
    public (ImmutableArray<CompiledColumn> Columns, ColumnGraph Graph)? Bind()
    {
        var upstream = _drafts.Select(Upstream).ToArray();
        foreach (var draft in _drafts)
        {
            CheckShapes(draft.Texts);
            CheckType(draft);
        }

        var graph = ColumnGraph.Build(_drafts.Select((draft, i) => new ColumnNode(
            draft.Name ?? "?", upstream[i], draft.Definition is { IsBatch: true } ? ColumnStrategy.Batch : ColumnStrategy.Cell)), DocumentErrors.Most);
        foreach (var cycle in graph.Cycles)
        {
            var first = _drafts[cycle.Columns[0]].Place;
            _errors.Add(RunErrorCodes.Cycle, first, $"these columns need each other: {cycle.Path}", "Take one reference out of the ring.");
        }

        return _errors.Count == 0 ? ([.. _drafts.Select((draft, i) => Compile(draft, i, upstream[i]))], graph.Graph!) : null;
    }

    private void AddName(string name, int index)
    {
        if (_columns.TryAdd(name, index))
        {
            return;
        }

        var (place, first) = (_drafts[index].Place.Find("name")!, _drafts[_columns[name]].Place.Find("name")!);
        _errors.Add(
            RunErrorCodes.DuplicateColumn, place, $"there is a column `{name}` already, at line {first.Line}, character {first.Position} ({first.Pointer})", "Rename one of both.");
    }

    private ImmutableArray<int> Upstream(ColumnDraft draft)
    {
        var found = new SortedSet<int>();
        foreach (var reference in draft.Texts.References.DistinctBy(r => (r.Place, r.Name)))
        {
            if (_columns.TryGetValue(reference.Name, out var index) || _sides.TryGetValue(reference.Name, out index))
            {
                found.Add(index);
            }
            else if (!_errors.IsFull)
            {
                ReportUnbound(reference);
            }
        }

        return [.. found];
    }

    private void ReportUnbound(StepReference reference)
    {
        var where = reference.Position > 0 ? $" (at character {reference.Position})" : string.Empty;
        var split = reference.Name.IndexOf("__", StringComparison.Ordinal);
        var producer = split > 0 ? reference.Name[..split] : string.Empty;
        if (_columns.ContainsKey(producer))
        {
            var part = reference.Name[(split + 2)..];
            _errors.Add(
                RunErrorCodes.UnboundReference,
                reference.Place,
                $"column `{producer}` does not keep `{part}`{where}",
                part is "reasoning" or "trace" or "usage" ? $"Add `capture: [{part}]` to column `{producer}`." : "A model column can keep reasoning, trace and usage.");
            return;
        }

        _errors.Add(
            RunErrorCodes.UnboundReference,
            reference.Place,
            $"there is no column `{reference.Name}`{where}",
            NearestName.Hint(reference.Name, _columns.Keys.Concat(_sides.Keys), "columns"));
    }

    private void CheckShapes(StepTexts texts)
    {
        foreach (var check in texts.Checks)
        {
            if (_errors.IsFull)
            {
                return;
            }

            var scope = new ShapeScope(ShapeOf);
            check.Look(scope);
            foreach (var issue in scope.Issues)
            {
                _errors.Add(
                    issue.Unbound ? RunErrorCodes.UnboundReference : RunErrorCodes.TypeMismatch, check.Place, $"{issue.Message} (at character {issue.Position})", issue.Hint);
            }
        }
    }

    private DataShape? ShapeOf(string name)
    {
        if (_columns.TryGetValue(name, out var index))
        {
            return _drafts[index].Shape;
        }

        return !_sides.ContainsKey(name) ? null : name[(name.LastIndexOf("__", StringComparison.Ordinal) + 2)..] switch
        {
            "reasoning" => DataShape.Text,
            "trace" => DataShape.ListOf(DataShape.ObjectOf([KeyValuePair.Create("role", DataShape.Text), KeyValuePair.Create("content", DataShape.Text)])),
            _ => DataShape.ObjectOf(((string[])["inputTokens", "outputTokens", "estimated", "calls"]).Select(n => KeyValuePair.Create(n, DataShape.Int))),
        };
    }

    private void CheckType(ColumnDraft draft)
    {
        if (draft is { Definition: { AppliesType: false } definition, Type: { } declared, Kind: { } kind }
            && (!definition.Shape.Type.FitsInto(declared.Type) || (definition.Shape.Members is not null && declared.Type.Kind != DataTypeKind.Json)))
        {
            _errors.Add(
                RunErrorCodes.TypeMismatch,
                declared.Place,
                $"column `{draft.Name}` is declared {declared.Type}, a {kind.Name} column like this gives {definition.Shape.Name}",
                "Remove `type`, or convert the value in an expression column.");
        }
    }

    private CompiledColumn Compile(ColumnDraft draft, int index, ImmutableArray<int> upstream)
    {
        var definition = draft.Definition!;
        var step = definition.Step;
        if (draft.Type is { } declared && !definition.AppliesType && !definition.Shape.Type.Equals(declared.Type))
        {
            step = new TypedStep(step, declared.Type);
        }

        if (draft.Timeout is { } timeout && !definition.Local)
        {
            step = new TimedStep(step, timeout, _time);
        }

        return new CompiledColumn
        {
            Index = index,
            Name = draft.Name!,
            Kind = draft.Kind!.Name,
            Upstream = upstream,
            Logged = definition.Logged,
            Local = definition.Local,
            IsBatch = definition.IsBatch,
            Drop = draft.Drop,
            Skip = draft.Skip,
            Step = step,
            Alias = definition.Alias,
            SideColumns = definition.SideColumns,
        };
    }
}
