using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// Reads the fields of one mapping and collects what is wrong. A field that holds nothing counts as left out. Every field that is asked for is
/// a valid one; <see cref="Close"/> reports all others. One thread.
/// </summary>
internal sealed class FieldReader
{
    private readonly SortedSet<string> _valid = new(StringComparer.Ordinal);

    /// <summary>Starts on a mapping; another kind of node is reported and reads as empty.</summary>
    public FieldReader(DocumentNode place, DocumentErrors errors)
    {
        Place = place;
        Errors = errors;
        if (place.Kind != DocumentNodeKind.Mapping)
        {
            errors.Add(RunErrorCodes.BadValue, place, $"a mapping of fields is expected, found {place.Described}");
        }
    }

    /// <summary>The mapping.</summary>
    public DocumentNode Place { get; }

    /// <summary>Where problems go.</summary>
    public DocumentErrors Errors { get; }

    /// <summary>The field as it is, or null.</summary>
    public DocumentNode? Find(string name)
    {
        _valid.Add(name);
        return Place.Find(name) is { Kind: not DocumentNodeKind.Null } found ? found : null;
    }

    /// <summary>The field, which must be there.</summary>
    public DocumentNode? Required(string name, string? hint = null)
    {
        if (Find(name) is { } found)
        {
            return found;
        }

        if (Place.Kind == DocumentNodeKind.Mapping)
        {
            Errors.Add(RunErrorCodes.MissingField, Place, $"`{name}` is missing", hint ?? $"Add `{name}`.");
        }

        return null;
    }

    /// <summary>A text.</summary>
    public string? Text(string name, int most = 1024) => Find(name) is { } node ? node.ReadText(Errors, most) : null;

    /// <summary>A whole number within bounds.</summary>
    public long? Whole(string name, long least, long most) => Find(name) is { } node ? node.ReadWhole(Errors, least, most) : null;

    /// <summary>A number within bounds.</summary>
    public double? Number(string name, double least, double most) => Find(name) is { } node ? node.ReadNumber(Errors, least, most) : null;

    /// <summary>True or false.</summary>
    public bool? Bool(string name) => Find(name) is { } node ? node.ReadBool(Errors) : null;

    /// <summary>A duration within bounds.</summary>
    public TimeSpan? Duration(string name, TimeSpan least, TimeSpan most) => Find(name) is { } node ? node.ReadDuration(Errors, least, most) : null;

    /// <summary>One of a few words.</summary>
    public string? Word(string name, params string[] valid) => Find(name) is { } node ? node.ReadWord(Errors, valid) : null;

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<DocumentNode>? List(string name, int least, int most) => Find(name) is { } node ? node.ReadList(Errors, least, most) : null;

    /// <summary>The fields of a mapping inside, or null when it is not there.</summary>
    public FieldReader? Inside(string name) => Find(name) is { } node ? new FieldReader(node, Errors) : null;

    /// <summary>A field of the document's language that this version does not have.</summary>
    public void NotAvailable(string name, string remedy)
    {
        if (Find(name) is { } node)
        {
            Errors.Add(RunErrorCodes.BadValue, node, $"`{name}` is not available yet", remedy);
        }
    }

    /// <summary>Reports every field that was not asked for.</summary>
    public void Close()
    {
        foreach (var member in Place.Members)
        {
            if (!_valid.Contains(member.Name) && !Errors.IsFull)
            {
                Errors.AddName(RunErrorCodes.UnknownField, member, $"there is no field `{member.Name}` here", NearestName.Hint(member.Name, _valid, "fields"));
            }
        }
    }
}
