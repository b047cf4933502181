namespace Granary.Admission.Signals;

/// <summary>The fields of one answer by name. Small: an answer has a dozen fields that matter, so a walk is cheaper than a table.</summary>
internal readonly ref struct FieldSet(ReadOnlySpan<AnswerField> fields)
{
    private readonly ReadOnlySpan<AnswerField> _fields = fields;

    public ReadOnlySpan<AnswerField> All => _fields;

    /// <summary>The value of a field, trimmed; null if it is missing. Of a doubled one the first.</summary>
    public string? First(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value.Trim();
            }
        }

        return null;
    }

    /// <summary>How often a field was sent.</summary>
    public int Count(string name)
    {
        var count = 0;
        foreach (var field in _fields)
        {
            count += field.Name.Equals(name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return count;
    }
}
