using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary>
/// Reads the parameters of a sampler. A parameter that is a template has no value while the document is compiled: it reads as absent then, the
/// sampler is not <see cref="Complete"/>, and it is bound again for every row with the texts the templates gave. One thread.
/// </summary>
internal sealed class SamplerParameters
{
    private readonly FieldReader _fields;
    private readonly int _before;
    private bool _open;

    /// <summary>Starts on a mapping.</summary>
    public SamplerParameters(DocumentNode place, DocumentErrors errors)
    {
        _before = errors.Count;
        _fields = new FieldReader(place, errors);
    }

    /// <summary>Where the parameters stand.</summary>
    public DocumentNode Place => _fields.Place;

    /// <summary>Nothing was wrong so far and nothing is still to come, so that a sampler can be made.</summary>
    public bool Complete => !_open && _fields.Errors.Count == _before;

    /// <summary>Whether a text is filled in per row.</summary>
    public static bool IsTemplate(DocumentNode node) =>
        node is { Kind: DocumentNodeKind.String, Rendered: false } && node.Text.Contains("{{", StringComparison.Ordinal);

    /// <summary>A parameter as it is; null when it is absent or still to come.</summary>
    public DocumentNode? Find(string name, bool required = false)
    {
        var node = required ? _fields.Required(name) : _fields.Find(name);
        if (node is null || !HoldsTemplate(node))
        {
            return node;
        }

        _open = true;
        return null;
    }

    /// <summary>A number within bounds.</summary>
    public double? Number(string name, bool required = false, double least = double.MinValue, double most = double.MaxValue) =>
        Find(name, required)?.ReadNumber(_fields.Errors, least, most);

    /// <summary>A whole number within bounds.</summary>
    public long? Whole(string name, long least, long most, bool required = false) => Find(name, required)?.ReadWhole(_fields.Errors, least, most);

    /// <summary>How many digits stay after the point.</summary>
    public int? Decimals() => (int?)Whole("decimals", 0, 15);

    /// <summary>True or false; false when absent.</summary>
    public bool Flag(string name) => Find(name)?.ReadBool(_fields.Errors) ?? false;

    /// <summary>A text.</summary>
    public string? Text(string name, bool required = false) => Find(name, required)?.ReadText(_fields.Errors, 1024);

    /// <summary>One of a few words.</summary>
    public string? Word(string name, IReadOnlyList<string> valid) => Find(name)?.ReadWord(_fields.Errors, valid);

    /// <summary>An instant.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Find(name, required: true) is not { } node)
        {
            return null;
        }

        if (node.Kind == DocumentNodeKind.String && InstantText.TryRead(node.Text.Trim(), out var instant))
        {
            return instant;
        }

        Bad(node, $"an instant such as 2026-01-31 or 2026-01-31T09:30:00Z is expected, found {node.Described}");
        return null;
    }

    /// <summary>A list of values, also one written as JSON by a template.</summary>
    public IReadOnlyList<DocumentNode>? List(string name, int most, bool required = false) =>
        Find(name, required) is { } node ? Opened(node).ReadList(_fields.Errors, 1, most) : null;

    /// <summary>A mapping, also one written as JSON by a template.</summary>
    public DocumentNode? Mapping(string name)
    {
        if (Find(name, required: true) is not { } node)
        {
            return null;
        }

        var opened = Opened(node);
        if (opened.Kind == DocumentNodeKind.Mapping && opened.Members.Count > 0)
        {
            return opened;
        }

        Bad(node, $"a mapping is expected, found {node.Described}");
        return null;
    }

    /// <summary>Reads the values of a list inside.</summary>
    public IReadOnlyList<DocumentNode>? Values(DocumentNode node, int most) => Opened(node).ReadList(_fields.Errors, 1, most);

    /// <summary>A weight; 0 when it is wrong.</summary>
    public double Weight(DocumentNode node) => node.ReadNumber(_fields.Errors, 0, double.MaxValue) ?? 0;

    /// <summary>Reports a value that cannot be.</summary>
    public void Bad(DocumentNode node, string message, string? hint = null) => _fields.Errors.Add(RunErrorCodes.BadValue, node, message, hint);

    /// <summary>Reports parameters that do not exist.</summary>
    public void Close() => _fields.Close();

    private static bool HoldsTemplate(DocumentNode node) =>
        IsTemplate(node) || node.Items.Any(HoldsTemplate) || node.Members.Any(m => HoldsTemplate(m.Value));

    private static DocumentNode Opened(DocumentNode node)
    {
        if (node is not { Kind: DocumentNodeKind.String, Rendered: true })
        {
            return node;
        }

        try
        {
            return JsonDocumentReader.Read(System.Text.Encoding.UTF8.GetBytes(node.Text));
        }
        catch (UnreadableDocument)
        {
            // Reported by whoever wants a list or a mapping and finds text.
            return node;
        }
    }
}
