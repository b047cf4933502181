using Granary.Grains.Seeds;
using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>Reads one column: the fields that every column has, then those of its kind.</summary>
internal sealed class ColumnReader(StepKinds kinds, DocumentErrors errors, ISeedDataset? seed, bool namesSeed)
{
    private const int MostRequires = 100;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>The draft; what is wrong is reported.</summary>
    public ColumnDraft Read(DocumentNode place)
    {
        var fields = new FieldReader(place, errors);
        var texts = new StepTexts(errors);
        var name = Name(fields);
        var kind = Kind(fields);
        foreach (var required in fields.List("requires", 1, MostRequires) ?? [])
        {
            texts.Column(required);
        }

        var type = Type(fields);
        var (drop, timeout) = (fields.Bool("drop") ?? false, fields.Duration("timeout", ShortestTimeout, LongestTimeout));
        var skip = Skip(fields, kind, texts);
        StepDefinition? definition = null;
        if (kind is not null)
        {
            definition = kind.Parse(new StepConfiguration(name ?? "?", fields, texts, type?.Type, seed, namesSeed));
            fields.Close();
        }

        return new ColumnDraft
        {
            Place = place, Name = name, Kind = kind, Texts = texts, Definition = definition, Type = type, Skip = skip, Drop = drop, Timeout = timeout,
        };
    }

    private string? Name(FieldReader fields)
    {
        if (fields.Required("name")?.ReadText(errors, 256) is not { } name)
        {
            return null;
        }

        if (!ColumnNames.IsValid(name))
        {
            errors.Add(RunErrorCodes.BadValue, fields.Find("name")!, $"`{name}` is no name of a column", $"Names {ColumnNames.Rule}.");
        }

        return name;
    }

    private IStepKind? Kind(FieldReader fields)
    {
        if (fields.Required("kind", $"Name one of {string.Join(", ", kinds.Names)}.")?.ReadText(errors, 64) is not { } word)
        {
            return null;
        }

        var kind = kinds.Find(word);
        if (kind is null)
        {
            errors.Add(RunErrorCodes.UnknownKind, fields.Find("kind")!, $"there is no kind `{word}`", NearestName.Hint(word, kinds.Names, "kinds"));
        }

        return kind;
    }

    private (DataType Type, DocumentNode Place)? Type(FieldReader fields)
    {
        if (fields.Find("type") is not { } node || node.ReadText(errors, 128) is not { } text)
        {
            return null;
        }

        if (DataType.Parse(text) is { } type)
        {
            return (type, node);
        }

        var later = text.StartsWith("tensor<", StringComparison.Ordinal) || text is "bytes" or "bytes?";
        errors.Add(RunErrorCodes.BadValue, node, later ? $"the type `{text}` is not available yet" : $"there is no type `{text}`", $"Use {DataType.Words}.");
        return null;
    }

    private SkipRule? Skip(FieldReader fields, IStepKind? kind, StepTexts texts)
    {
        if (fields.Inside("skip") is not { } skip)
        {
            return null;
        }

        var when = skip.Required("when");
        var value = skip.Place.Find("value");
        skip.Find("value");
        var propagate = skip.Bool("propagate") ?? true;
        skip.Close();
        if (kind is { MayBeSkipped: false })
        {
            errors.Add(RunErrorCodes.Skip, skip.Place, $"a {kind.Name} column cannot be skipped", "Remove `skip`, or skip the columns built on it.");
            return null;
        }

        if (when is null || texts.Condition(when) is not { } condition)
        {
            return null;
        }

        if (condition.References.IsEmpty)
        {
            errors.Add(RunErrorCodes.Skip, when, "the condition names no column, so it is the same for every row", "Name a column, or remove `skip`.");
            return null;
        }

        return new SkipRule(input => Decide(condition, input), value?.ToJson() ?? DataJson.Null, propagate);
    }

    private static SkipDecision Decide(Expressions.CompiledExpression condition, StepInput input)
    {
        var result = condition.Evaluate(new RowScope(input.Values), default);
        var problem = result.Error?.ToString() ?? (result.Value.Kind == DataKind.Bool ? null : $"gave {result.Value.KindName}, bool is expected");
        return problem is null
            ? new SkipDecision(result.Value.AsBool(), null)
            : new SkipDecision(false, StepFailure.Permanent(StepFailureKinds.Expression, $"skip.when: {problem}"));
    }
}
