namespace Granary.Grains.Values;

/// <summary>Looks at texts with the shapes of the columns they use, and collects what cannot be right. For one text, one thread.</summary>
internal sealed class ShapeScope(Func<string, DataShape?> find)
{
    private const int Most = 100;

    private readonly List<ShapeIssue> _issues = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<ShapeIssue> Issues => _issues;

    /// <summary>What is known of a name; a name that does not exist is reported elsewhere.</summary>
    public DataShape Find(string name) => find(name) ?? DataShape.Unknown;

    /// <summary>A type does not fit.</summary>
    public void Mismatch(int position, string expected, string found, string? hint = null)
    {
        if (_issues.Count < Most)
        {
            _issues.Add(new ShapeIssue(position, Unbound: false, $"expected {expected}, found {found}", hint));
        }
    }

    /// <summary>What is known of a member or element.</summary>
    public DataShape Member(DataShape of, string name, int position, string path)
    {
        if (_issues.Count == Most)
        {
            return DataShape.Unknown;
        }

        if (of.Members is { } members)
        {
            if (members.TryGetValue(name, out var found))
            {
                return found;
            }

            _issues.Add(new ShapeIssue(
                position, Unbound: true, $"`{path}` has no property `{name}`", NearestName.Hint(name, members.Keys, "properties")));
            return DataShape.Unknown;
        }

        if (of.Type.Kind == DataTypeKind.List && int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            return of.Items ?? DataShape.Unknown;
        }

        if (of.IsScalar || of.Type.Kind == DataTypeKind.List)
        {
            _issues.Add(new ShapeIssue(position, Unbound: true, $"`{path}` is {of.Name} and has no property `{name}`", $"Use `{path}` itself."));
        }

        return DataShape.Unknown;
    }
}
