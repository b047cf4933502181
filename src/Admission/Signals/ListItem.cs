namespace Granary.Admission.Signals;

/// <summary>One member of a list field: a string, token or number, and its parameters.</summary>
/// <param name="Name">The member without quotes.</param>
/// <param name="Parameters">Name and value of each parameter, without quotes.</param>
internal readonly record struct ListItem(string Name, IReadOnlyList<(string Name, string Value)> Parameters)
{
    /// <summary>The value of a parameter; empty if it is missing.</summary>
    public string this[string parameter]
    {
        get
        {
            foreach (var (name, value) in Parameters)
            {
                if (name == parameter)
                {
                    return value;
                }
            }

            return "";
        }
    }

    /// <summary>The members of a field: parted by commas, their parameters by semicolons, neither inside quotes.</summary>
    public static List<ListItem> Split(string field)
    {
        var items = new List<ListItem>();
        foreach (var member in Parts(field, ','))
        {
            var parts = Parts(member, ';');
            if (parts.Count == 0)
            {
                continue;
            }

            var parameters = new List<(string, string)>();
            foreach (var part in parts.Skip(1))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                parameters.Add(equals < 0 ? (part, "") : (part[..equals].Trim(), Bare(part[(equals + 1)..])));
            }

            items.Add(new ListItem(Bare(parts[0]), parameters));
        }

        return items;
    }

    private static List<string> Parts(string text, char separator)
    {
        var parts = new List<string>();
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == text.Length || (text[i] == separator && !quoted))
            {
                var part = text[start..i].Trim();
                if (part.Length > 0)
                {
                    parts.Add(part);
                }

                start = i + 1;
            }
        }

        return parts;
    }

    private static string Bare(string text) => text.Trim().Trim('"');
}
