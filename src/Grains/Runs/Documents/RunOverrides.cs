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
}
