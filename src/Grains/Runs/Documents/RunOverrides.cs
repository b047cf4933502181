using System.Globalization;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Documents;

/// <summary>Puts what a submission says beside the document into the document, where it is checked like the rest.</summary>
internal static class RunOverrides
{
    /// <summary>The document with the overrides in it.</summary>
    public static DocumentNode Apply(DocumentNode document, RunSubmission submission)
    {
        var members = document.Members.ToList();
        Replace("rows", DocumentNodeKind.Number, submission.Rows?.ToString(CultureInfo.InvariantCulture));
        Replace("resume", DocumentNodeKind.String, submission.Resume);
        Replace("band", DocumentNodeKind.String, submission.Band);
        if (submission.SeedPath is { } path)
        {
            var at = members.FindIndex(static m => m.Name == "seed" && m.Value.Kind == DocumentNodeKind.Mapping);
            if (at >= 0)
            {
                members[at] = members[at] with { Value = SeedFrom(members[at].Value, path) };
            }
        }

        return new DocumentNode { Kind = DocumentNodeKind.Mapping, Line = document.Line, Position = document.Position, Members = members }.Adopt();

        void Replace(string name, DocumentNodeKind kind, string? text)
        {
            if (text is null)
            {
                return;
            }

            var at = members.FindIndex(m => string.Equals(m.Name, name, StringComparison.Ordinal));
            var (line, position) = at < 0 ? (document.Line, document.Position) : (members[at].Value.Line, members[at].Value.Position);
            var member = new DocumentMember(name, line, position, new DocumentNode { Kind = kind, Line = line, Position = position, Text = text });
            if (at < 0)
            {
                members.Add(member);
            }
            else
            {
                members[at] = member;
            }
        }
    }

    /// <summary>The dataset from another place; its format stays what the document's own path says, since an id has no extension.</summary>
    private static DocumentNode SeedFrom(DocumentNode seed, string path)
    {
        List<DocumentMember> fields = [];
        foreach (var field in seed.Members)
        {
            fields.Add(field.Name == "path" ? field with { Value = Text(field.Value, path) } : field);
        }

        if (seed.Find("format") is null && seed.Find("path") is { Kind: DocumentNodeKind.String } own && SeedSpecification.FormatByName(own.Text) is { } format)
        {
            fields.Add(new DocumentMember("format", own.Line, own.Position, Text(own, format)));
        }

        return new DocumentNode { Kind = DocumentNodeKind.Mapping, Line = seed.Line, Position = seed.Position, Members = fields }.Adopt();
    }

    private static DocumentNode Text(DocumentNode place, string text) =>
        new() { Kind = DocumentNodeKind.String, Line = place.Line, Position = place.Position, Text = text };
}
