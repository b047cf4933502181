namespace Granary.Executors;

/// <summary>Collects what is wrong with the options of one section, one sentence each, naming key, value and range.</summary>
internal sealed class OptionErrors(string section)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> All => _errors;

    public void Add(string key, string sentence) => _errors.Add(key.Length == 0 ? $"{section}: {sentence}" : $"{section}:{key} {sentence}");

    public void OneOf(string key, string value, IEnumerable<string> valid)
    {
        if (!valid.Contains(value, StringComparer.Ordinal))
        {
            Add(key, $"is '{value}'; valid values are {string.Join(", ", valid)}.");
        }
    }

    public void Between<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(key, $"is {value}; valid is {least} to {most}.");
        }
    }
}
