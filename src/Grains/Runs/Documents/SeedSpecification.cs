using Granary.Grains.Seeds;

namespace Granary.Grains.Runs.Documents;

/// <summary>The <c>seed</c> of a document: where the records are and which of them are used.</summary>
/// <param name="Place">The field.</param>
/// <param name="Path">A file, or null for <paramref name="Rows"/>.</param>
/// <param name="Format"><c>csv</c> or <c>jsonl</c>.</param>
/// <param name="Rows">Records written into the document.</param>
/// <param name="Shuffled">In a seeded order.</param>
/// <param name="Index">Partition.</param>
/// <param name="Of">Partitions.</param>
internal sealed record SeedSpecification(
    DocumentNode Place, DocumentNode? Path, string Format, IReadOnlyList<DocumentNode>? Rows, bool Shuffled, long Index, long Of)
{
    private const int MostRows = 1_000;
    private const long MostPartitions = 1_000_000;

    /// <summary>Reads it; null, reported, when something is wrong.</summary>
    public static SeedSpecification? Read(FieldReader fields)
    {
        var errors = fields.Errors;
        var before = errors.Count;
        var (path, rows, format) = (fields.Find("path"), fields.List("rows", 1, MostRows), fields.Word("format", SeedReader.Formats));
        var order = fields.Word("order", "ordered", "shuffled");
        var (index, of) = Partition(fields.Inside("partition"));
        var hasRows = fields.Find("rows") is not null;
        fields.Close();
        if (path is null == !hasRows && errors.Count == before)
        {
            errors.Add(
                path is null ? RunErrorCodes.MissingField : RunErrorCodes.BadValue,
                fields.Place,
                path is null ? "`path` or `rows` is missing" : "`path` and `rows` exclude each other",
                "Keep one of `path` and `rows`.");
        }

        foreach (var row in rows ?? [])
        {
            if (row.Kind != DocumentNodeKind.Mapping)
            {
                errors.Add(RunErrorCodes.BadValue, row, $"a record is a mapping of fields, found {row.Described}");
            }
        }

        format ??= path is null ? "jsonl" : FormatOf(path, errors);
        return errors.Count == before ? new SeedSpecification(fields.Place, path, format!, rows, order == "shuffled", index, of) : null;
    }

    private static (long Index, long Of) Partition(FieldReader? fields)
    {
        if (fields is null)
        {
            return (0, 1);
        }

        var of = fields.Required("of") is not null ? fields.Whole("of", 1, MostPartitions) : null;
        var index = fields.Required("index") is not null ? fields.Whole("index", 0, (of ?? MostPartitions) - 1) : null;
        fields.Close();
        return (index ?? 0, of ?? 1);
    }

    private static string? FormatOf(DocumentNode path, DocumentErrors errors)
    {
        if (path.ReadText(errors, 512) is not { } text)
        {
            return null;
        }

        if (SeedFile.Problem(text) is { } problem)
        {
            errors.Add(RunErrorCodes.Seed, path, problem);
            return null;
        }

        if (FormatByName(text) is not { } format)
        {
            errors.Add(RunErrorCodes.MissingField, path, "the format of the dataset cannot be seen from its name", "Add `format: jsonl` or `format: csv`.");
            return null;
        }

        return format;
    }

    /// <summary>The format that a file name says, or null.</summary>
    public static string? FormatByName(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".csv" => "csv",
        ".jsonl" or ".ndjson" => "jsonl",
        _ => null,
    };
}
