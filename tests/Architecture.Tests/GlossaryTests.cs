using System.Text.RegularExpressions;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests;

/// <summary>The glossary speaks of what is there.</summary>
public sealed partial class GlossaryTests
{
    [Fact]
    public void Types_and_places_that_the_glossary_names_exist()
    {
        var path = Path.Combine(Repository.Root, "docs", "glossary.md");
        Assert.SkipUnless(File.Exists(path), "There is no glossary yet.");
        var sources = string.Join('\n', Repository.Sources("src").Select(File.ReadAllText));
        var missing = Code().Matches(File.ReadAllText(path)).Select(static match => match.Groups["code"].Value).Distinct()
            .Where(code => IsPlace(code) ? !Path.Exists(Path.Combine(Repository.Root, code)) : IsType(code) && !Regex.IsMatch(sources, $@"\b{code}\b", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Empty(missing);
    }

    [Fact]
    public void No_word_is_explained_twice()
    {
        var path = Path.Combine(Repository.Root, "docs", "glossary.md");
        Assert.SkipUnless(File.Exists(path), "There is no glossary yet.");
        var words = Row().Matches(File.ReadAllText(path)).SelectMany(static match => match.Groups["words"].Value.Split(',')).Select(static word => word.Trim())
            .Where(static word => word is not ("" or "word" or "---"));
        Assert.Empty(words.GroupBy(static word => word).Where(static group => group.Count() > 1).Select(static group => group.Key));
    }

    private static bool IsPlace(string code) => code.Split('/')[0] is "src" or "tests" or "eng" or "docs" or "samples" or "bench" or "deploy";

    private static bool IsType(string code) => TypeName().IsMatch(code);

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^I?[A-Z][a-z]\w*[A-Z]\w*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^\|(?<words>[^|]*)\|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
