namespace Granary.Grains.Steps.Schemas;

/// <summary>One check of a value: the problems found, and the work that is left. One thread.</summary>
internal sealed class SchemaCheck
{
    private readonly SchemaCheck? _outer;
    private int _steps = SchemaLimits.Steps;
    private int _depth;

    /// <summary>A check of its own.</summary>
    public SchemaCheck()
    {
    }

    private SchemaCheck(SchemaCheck outer) => (_outer, _depth) = (outer, outer._depth);

    /// <summary>What is wrong, at most <see cref="SchemaLimits.Problems"/>.</summary>
    public List<SchemaProblem> Problems { get; } = [];

    /// <summary>Adds a problem.</summary>
    public void Add(string pointer, string message)
    {
        if (Problems.Count < SchemaLimits.Problems)
        {
            Problems.Add(new SchemaProblem(pointer, message));
        }
    }

    /// <summary>Enters a schema; false when the work or the depth is used up, which is a problem by itself.</summary>
    public bool Enter(string pointer)
    {
        _depth++;
        if (Spend() && _depth <= SchemaLimits.Nesting)
        {
            return true;
        }

        Add(pointer, "the check against the schema is too deep or takes too long");
        return false;
    }

    /// <summary>Leaves it.</summary>
    public void Leave() => _depth--;

    /// <summary>Tries an alternative: the same budget, problems of its own.</summary>
    public SchemaCheck Try() => new(this);

    private bool Spend() => _outer is not null ? _outer.Spend() : --_steps >= 0;
}
