using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Documents;

/// <summary>Collects every problem of a document. One thread.</summary>
internal sealed class DocumentErrors
{
    /// <summary>Problems reported at most.</summary>
    public const int Most = 100;

    // Far more than is reported, so that the first by place are among them; a document of nothing but mistakes still ends.
    private const int MostKept = 1_000;

    private readonly List<RunDocumentError> _errors = [];

    /// <summary>Problems so far.</summary>
    public int Count { get; private set; }

    /// <summary>So many problems that looking for more would tell nothing new.</summary>
    public bool IsFull => _errors.Count >= MostKept;

    /// <summary>The first problem in one sentence, for values that come from a row and have no place.</summary>
    public string FirstMessage => _errors.Count > 0 ? _errors[0].Message : string.Empty;

    /// <summary>Adds a problem of a place.</summary>
    public void Add(string code, DocumentNode place, string message, string? hint = null) =>
        Keep(place, pointer => new RunDocumentError(code, ColumnOf(place), pointer, place.Line, place.Position, message, hint));

    /// <summary>Adds a problem of a field's name.</summary>
    public void AddName(string code, DocumentMember member, string message, string? hint = null) =>
        Keep(member.Value, pointer => new RunDocumentError(code, ColumnOf(member.Value), pointer, member.Line, member.Position, message, hint));

    /// <summary>All, sorted by place, at most <see cref="Most"/>.</summary>
    public ImmutableArray<RunDocumentError> Sorted() =>
    [
        .. _errors
            .OrderBy(e => e.Line ?? 0).ThenBy(e => e.Position ?? 0)
            .ThenBy(e => e.Pointer, StringComparer.Ordinal).ThenBy(e => e.Code, StringComparer.Ordinal)
            .Distinct()
            .Take(Most),
    ];

    private void Keep(DocumentNode place, Func<string, RunDocumentError> make)
    {
        Count++;
        if (!IsFull)
        {
            _errors.Add(make(place.Pointer));
        }
    }

    // The name of the column a place belongs to: /columns/3/… is in the fourth column.
    private static string? ColumnOf(DocumentNode place)
    {
        for (var node = place; node.Parent is { } parent; node = parent)
        {
            if (parent.Parent is { Parent: null } && parent.Key == "columns" && parent.Kind == DocumentNodeKind.Sequence)
            {
                return node.Find("name") is { Kind: DocumentNodeKind.String } name ? name.Text : null;
            }
        }

        return null;
    }
}
