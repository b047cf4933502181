using System.Globalization;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// A place of a document with its line and position, whether it came as YAML or JSON. Immutable once the reader has handed it out.
/// </summary>
internal sealed class DocumentNode
{
    /// <summary>What is here.</summary>
    public required DocumentNodeKind Kind { get; init; }

    /// <summary>Line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Character in the line, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>Content of a string; JSON text of a number or bool.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The text was made from a row, so that it may be read as the type that is wanted.</summary>
    public bool Rendered { get; init; }

    /// <summary>Values of a sequence.</summary>
    public IReadOnlyList<DocumentNode> Items { get; init; } = [];

    /// <summary>Fields of a mapping, in the order they were written.</summary>
    public IReadOnlyList<DocumentMember> Members { get; init; } = [];

    /// <summary>The place around it; null for the document itself.</summary>
    public DocumentNode? Parent { get; private set; }

    /// <summary>Its name or number in <see cref="Parent"/>.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>JSON Pointer of the place.</summary>
    public string Pointer => Parent is null
        ? string.Empty
        : $"{Parent.Pointer}/{Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>What is here, in words for a message.</summary>
    public string Described => Kind switch
    {
        DocumentNodeKind.Null => "nothing",
        DocumentNodeKind.Bool or DocumentNodeKind.Number => Text,
        DocumentNodeKind.String => Text.Length > 60 ? $"the text \"{DataText.Truncate(Text, 57)}…\"" : $"the text \"{Text}\"",
        DocumentNodeKind.Sequence => "a list",
        _ => "a mapping",
    };

    /// <summary>The field of that name, or null.</summary>
    public DocumentNode? Find(string name) => Members.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal))?.Value;

    /// <summary>Tells everything below where it hangs. Called by the readers, once, from the inside out.</summary>
    public DocumentNode Adopt()
    {
        for (var i = 0; i < Items.Count; i++)
        {
            (Items[i].Parent, Items[i].Key) = (this, i.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var member in Members)
        {
            (member.Value.Parent, member.Value.Key) = (this, member.Name);
        }

        return this;
    }

    /// <summary>The same as JSON, fields in the order they were written.</summary>
    public JsonElement ToJson() => DataJson.Build(writer => Write(writer, sorted: false, _ => true));

    /// <summary>
    /// Writes it as JSON. With <paramref name="sorted"/>, fields stand by name and numbers in one form, so that documents that mean the same
    /// are written the same.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="sorted">Canonical order and numbers.</param>
    /// <param name="keep">Asked of each field's value; false leaves the field out.</param>
    public void Write(Utf8JsonWriter writer, bool sorted, Func<DocumentNode, bool> keep)
    {
        switch (Kind)
        {
            case DocumentNodeKind.Null:
                writer.WriteNullValue();
                break;
            case DocumentNodeKind.Bool:
                writer.WriteBooleanValue(Text == "true");
                break;
            case DocumentNodeKind.Number:
                writer.WriteRawValue(sorted ? CanonicalNumber.Of(Text) : Text);
                break;
            case DocumentNodeKind.String:
                writer.WriteStringValue(Text);
                break;
            case DocumentNodeKind.Sequence:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.Write(writer, sorted, keep);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var member in (sorted ? Members.OrderBy(m => m.Name, StringComparer.Ordinal) : Members.AsEnumerable()).Where(m => keep(m.Value)))
                {
                    writer.WritePropertyName(member.Name);
                    member.Value.Write(writer, sorted, keep);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
