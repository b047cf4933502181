using System.Text.RegularExpressions;

using Granary.TestKit.Processes;

namespace Granary.Silo.Tests.Documents;

/// <summary>What the documents point at exists.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly string Root = Binaries.RepositoryRoot;

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        List<string> dead = [];
        foreach (var document in Documents())
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["target"].Value);
                if (!File.Exists(target) && !Directory.Exists(target))
                {
                    dead.Add($"{Path.GetRelativePath(Root, document)}: {link.Groups["target"].Value}");
                }
            }
        }

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_test_named_among_the_invariants_exists()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Root, "docs", "invariants.md"))).Select(static match => match.Groups["name"].Value);
        Assert.All(named, name => Assert.True(tests.Contains($" {name}(", StringComparison.Ordinal), $"docs/invariants.md names {name}, which no suite has."));
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(((string[])["docs", "samples", "bench", "deploy"]).SelectMany(static folder =>
                Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)));

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
