using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary>
/// Reads what a handler made of rows: a list of objects, each with the columns that it wants to change. An entry says in <c>__row</c> which row it is; rows that
/// no entry names are left out. Where no entry says so, there are as many entries as rows, in order, and a null leaves its row out. Leaving out is an error
/// where the number of rows has to stay. Immutable.
/// </summary>
internal sealed class ReturnedRows(ImmutableArray<ProcessorColumn> columns, bool mayDrop)
{
    /// <summary>Which row it is. No column can have this name.</summary>
    public const string Index = "__row";

    /// <summary>Changes the rows; null, or what is wrong with the answer.</summary>
    public StepFailure? Take(JsonElement answer, IReadOnlyList<ProcessorRow> rows)
    {
        if (answer.ValueKind != JsonValueKind.Array)
        {
            return Wrong($"must return a list of rows; it returned {Kind(answer)}");
        }

        var entries = answer.EnumerateArray().ToArray();
        if (Array.Find(entries, static entry => entry.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) is { ValueKind: not JsonValueKind.Undefined } other)
        {
            return Wrong($"must return rows as objects; one is {Kind(other)}");
        }

        var given = entries.Count(static entry => entry.ValueKind == JsonValueKind.Object);
        var named = entries.Count(static entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(Index, out _));
        if (named != 0 && named != given)
        {
            return Wrong($"returned {named} rows with `{Index}` and {given - named} without");
        }

        if (named == 0 && entries.Length != rows.Count && !(mayDrop && entries.Length == 0))
        {
            return Count(given, rows.Count, " without `__row`");
        }

        if (!mayDrop && given != rows.Count)
        {
            return Count(given, rows.Count, "");
        }

        return named == 0 ? InOrder(entries, rows) : ByName(entries, rows);
    }

    private StepFailure? InOrder(JsonElement[] entries, IReadOnlyList<ProcessorRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i >= entries.Length || entries[i].ValueKind == JsonValueKind.Null)
            {
                rows[i].IsDropped = true;
            }
            else if (Change(rows[i], entries[i]) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private StepFailure? ByName(JsonElement[] entries, IReadOnlyList<ProcessorRow> rows)
    {
        var left = rows.ToDictionary(static row => row.Index);
        foreach (var entry in entries.Where(static entry => entry.ValueKind == JsonValueKind.Object))
        {
            var name = entry.GetProperty(Index);
            if (name.ValueKind != JsonValueKind.Number || !name.TryGetInt64(out var index) || !left.Remove(index, out var row))
            {
                return Wrong($"returned a row with `{Index}` {DataJson.Text(name)}, which it was not given, or twice");
            }

            if (Change(row, entry) is { } failure)
            {
                return failure;
            }
        }

        foreach (var row in left.Values)
        {
            row.IsDropped = true;
        }

        return null;
    }

    private StepFailure? Change(ProcessorRow row, JsonElement entry)
    {
        foreach (var member in entry.EnumerateObject().Where(static member => member.Name != Index))
        {
            if (columns.FirstOrDefault(column => column.Name == member.Name) is not { } column)
            {
                return Wrong($"returned a column `{member.Name}` for row {row.Index}; the columns here are {string.Join(", ", columns.Select(static c => c.Name))}");
            }

            if (column.Declared is { } type && !TypeConversion.Fits(member.Value, type, out var found))
            {
                return Wrong($"returned {found} for column {column.Name} of row {row.Index}, {type} is expected");
            }

            if (!DataJson.IsSound(member.Value))
            {
                return Wrong($"returned text with half a character for column {column.Name} of row {row.Index}");
            }

            row.Set(column.Name, member.Value);
        }

        return null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };

    private static StepFailure Count(int found, int expected, string how) =>
        StepFailure.Permanent(StepFailureKinds.BatchSizeMismatch, $"returned {found} rows{how} for {expected}");

    private static StepFailure Wrong(string message) => StepFailure.Permanent(StepFailureKinds.TypeMismatch, message);
}
